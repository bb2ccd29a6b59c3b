"""Rina, who may do everything with a story, and her desk."""

import pytest
from django.test import Client

from kabar.staff.models import User
from kabar.staff.roles import Role, establish, give


@pytest.fixture
def rina():
    establish()
    user = User.objects.create_user("rina", first_name="Rina")
    give(user, Role.CHIEF)
    return user


@pytest.fixture
def desk(rina):
    client = Client()
    client.force_login(rina)
    return client
