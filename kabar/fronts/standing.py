"""The sections of the paper a request is for, read once a request, and the menu made of them."""

from __future__ import annotations

from django.http import HttpRequest

from kabar.masthead.menu import Entry
from kabar.sections import queries
from kabar.sections.models import Section


def sections(request: HttpRequest) -> list[Section]:
    """Return the paper's sections in the order of its menu."""
    known = getattr(request, "standing_sections", None)
    if known is None:
        known = request.standing_sections = list(queries.of_paper(request.paper.key))
    return known


def menu(request: HttpRequest) -> list[Entry]:
    """Return the sections that stand in the menu."""
    return [
        Entry(section.name, section.get_absolute_url()) for section in sections(request) if section.on_menu
    ]
