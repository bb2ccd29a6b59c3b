"""The sections of the paper a request is for, read once a request, and the menu made of them."""

from __future__ import annotations

from kabar.masthead import clippings
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.menu import Entry
from kabar.masthead.press_keys import face
from kabar.sections import queries
from kabar.sections.models import Section

#: Where a request keeps the sections once they are read.
KEPT = "standing_sections"


def sections(request: ReaderRequest) -> list[Section]:
    """Return the paper's sections in the order of its menu."""
    known: list[Section] | None = vars(request).get(KEPT)
    if known is None:
        paper = request.paper.key
        standing = clippings.kept((KEPT, paper), [face(paper)], lambda: list(queries.of_paper(paper)))
        known = vars(request)[KEPT] = list(standing)
    return known


def menu(request: ReaderRequest) -> list[Entry]:
    """Return the sections that stand in the menu."""
    return [
        Entry(section.name, section.get_absolute_url()) for section in sections(request) if section.on_menu
    ]
