"""Whoever holds a position in the newsroom, for the imprint."""

from __future__ import annotations

from kabar.archive import queries
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.staff_list import Person


def people(request: ReaderRequest) -> list[Person]:
    """Return the newsroom's names and positions, each leading to what they wrote."""
    word = request.paper.words.author
    return [Person(one.name, one.role_title, f"/{word}/{one.slug}/") for one in queries.with_position()]
