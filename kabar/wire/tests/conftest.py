"""The desk that the wire's copy comes to, and the two who work there."""

from __future__ import annotations

import pytest

from kabar.desk.testing import someone
from kabar.staff.models import Desk, Role
from kabar.staff.roles import establish
from kabar.stories.testing import a_section


@pytest.fixture
def desk(db):
    establish()
    made = Desk.objects.create(name="Nusantara", slug="nusantara")
    a_section("Nusantara", desk=made)
    return made


@pytest.fixture
def ayu(desk):
    return someone("ayu", Role.WRITER, desk)


@pytest.fixture
def rina(desk):
    return someone("rina", Role.EDITOR, desk)
