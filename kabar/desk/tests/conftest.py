"""The cast at the desk: Ayu writes, Rina edits, Dewi heads the paper, Budi watches."""

from dataclasses import replace

import pytest

from kabar.desk.testing import someone
from kabar.staff.models import Role
from kabar.staff.roles import establish


@pytest.fixture
def staff(db):
    establish()


@pytest.fixture
def ayu(staff):
    return someone("ayu", Role.WRITER)


@pytest.fixture
def rina(staff):
    return someone("rina", Role.EDITOR)


@pytest.fixture
def dewi(staff):
    return someone("dewi", Role.CHIEF)


@pytest.fixture
def budi(staff):
    return someone("budi", Role.OBSERVER)


@pytest.fixture
def four_eyes(settings):
    """A paper in which somebody else must look before press."""
    settings.PAPER = replace(settings.PAPER, newsroom=replace(settings.PAPER.newsroom, review="four_eyes"))
