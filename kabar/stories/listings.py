"""Addresses at which other systems listed stories; each leads to the section, topic or author here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

from django.conf import settings

from kabar.sections.models import Section
from kabar.staff.models import Author
from kabar.stories.models import FormerListing
from kabar.topics.models import Topic

Listed: TypeAlias = Section | Topic | Author
LONGEST = 500
#: A later sheet of a list, or its feed, leads to the list.
SHEET = re.compile(r"(?:/page/\d{1,6})?(?:/feed(?:/(?:rss2?|atom|rdf))?)?/*$")


def keep(paper: str, found: Iterable[tuple[str, Listed]]) -> None:
    """Have addresses lead to what is listed here, unless they lead somewhere already."""
    rows = [
        FormerListing(paper=paper, path=_plain(path), **{type(listed).__name__.lower(): listed})
        for path, listed in found
        if 1 < len(path) <= LONGEST and path.rstrip("/") != _address(paper, listed).rstrip("/")
    ]
    FormerListing.objects.bulk_create(rows, ignore_conflicts=True)


def moved_from(paper: str, path: str) -> str:
    """Return the address of the list that once stood at another; nothing when none did."""
    if "\0" in path or len(path) > LONGEST:
        return ""
    former = (
        FormerListing.objects.filter(paper=paper, path=_plain(path))
        .select_related("section", "topic", "author")
        .first()
    )
    listed = former and (former.section or former.topic or former.author)
    return _address(paper, listed) if listed else ""


def _plain(path: str) -> str:
    return SHEET.sub("", path)


def _address(paper: str, listed: Listed) -> str:
    if isinstance(listed, Author):
        return f"/{settings.PAPER.for_key(paper).words.author}/{listed.slug}/"
    return listed.get_absolute_url()
