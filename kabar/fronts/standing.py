"""The sections of the paper a request is for, read once a request, and the menu made of them."""

from __future__ import annotations

from kabar.masthead import clippings
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.menu import Entry
from kabar.masthead.press_keys import face
from kabar.sections import queries
from kabar.sections.models import Section
from kabar.stories.press_keys import sections as sections_of

#: Where a request keeps the sections once they are read.
KEPT = "standing_sections"


def of_paper(paper: str) -> list[Section]:
    """Return a paper's sections in the order of its menu; the press asks again when one has changed."""
    keys = [face(paper), sections_of(paper)]
    return list(clippings.kept((KEPT, paper), keys, lambda: list(queries.of_paper(paper))))


def sections(request: ReaderRequest) -> list[Section]:
    """Return the sections of the paper a request is for."""
    known: list[Section] | None = vars(request).get(KEPT)
    if known is None:
        known = vars(request)[KEPT] = of_paper(request.paper.key)
    return known


def menu(request: ReaderRequest) -> list[Entry]:
    """Return the sections that stand in the menu."""
    return [
        Entry(section.name, section.get_absolute_url()) for section in sections(request) if section.on_menu
    ]
