"""A counter at which Sari pays."""

import pytest

from kabar.membership.testing import at_the_counter
from kabar.readers.testing import a_reader


@pytest.fixture
def gateway():
    """A gateway in memory."""
    with at_the_counter() as counter:
        yield counter


@pytest.fixture
def sari(db):
    """A reader who becomes a member."""
    return a_reader("sari@example.id", name="Sari")


@pytest.fixture
def chief(db):
    """Somebody who keeps the plans and the money."""
    from kabar.staff.models import User
    from kabar.staff.roles import Role, give

    user = User.objects.create_user("ratna")
    give(user, Role.ADMINISTRATOR)
    return user
