"""The cast of the jobs' tests."""

import pytest

from kabar.staff.models import Author


@pytest.fixture
def author(db):
    """Ayu, who writes."""
    return Author.objects.create(name="Ayu", slug="ayu")
