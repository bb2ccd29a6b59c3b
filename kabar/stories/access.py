"""Who may read a story to its end, and where the part ends that everybody reads."""

from __future__ import annotations

from copy import copy
from typing import Any, Protocol, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy
from wagtail.blocks.stream_block import StreamValue

#: The block behind which the part for members begins; it is printed nowhere.
MARKER = "members_from"


class Closable(Protocol):
    """What is asked of a story here, where stories are not known yet."""

    access: str
    body: Any
    live: bool
    paper: str
    section: Any


Told = TypeVar("Told", bound=Closable)


class Access(models.TextChoices):
    """Who may read a story to its end."""

    OPEN = "open", pgettext_lazy("who reads a story", "Everybody")
    METERED = "metered", pgettext_lazy("who reads a story", "Everybody, so many a month")
    MEMBERS = "members", pgettext_lazy("who reads a story", "Members")


def usual(story: Closable) -> Access:
    """Return who reads a story that does not say: as its section has it, or the paper."""
    return Access(story.section.access or settings.PAPER.for_key(story.paper).metering.access)


def of(story: Closable) -> Access:
    """Return who may read a story to its end; one that was printed before anybody asked is everybody's."""
    if story.access:
        return Access(story.access)
    return Access.OPEN if story.live else usual(story)


def is_closed(story: Closable) -> bool:
    """Tell whether a story has a part that not everybody reads."""
    return of(story) is not Access.OPEN and open_length(story) < len(story.body.raw_data)


def open_length(story: Closable) -> int:
    """Return how many blocks of its body everybody reads: those before the marker, or the paper's number.

    Without a marker at least the last block is kept for those who may read on.
    """
    kinds = [block["type"] for block in story.body.raw_data]
    if of(story) is Access.OPEN:
        return len(kinds)
    if MARKER in kinds:
        return kinds.index(MARKER)
    usually = settings.PAPER.for_key(story.paper).metering.open_paragraphs
    return min(usually, max(0, len(kinds) - 1))


def openly(story: Told) -> Told:
    """Return a story as everybody reads it: itself, or a copy whose body ends where the open part does.

    What is printed, indexed, fed or told of a story to the public is made of this, and of nothing else.
    """
    if not is_closed(story):
        return story
    cut: Any = copy(story)
    cut.cut = True
    cut.body = _first(story.body, open_length(story))
    return cut


def _first(body: Any, length: int) -> StreamValue:
    return StreamValue(body.stream_block, list(body.raw_data)[:length], is_lazy=True)


def was_cut(story: Closable) -> bool:
    """Tell whether this is a copy that ends where the open part does."""
    return bool(getattr(story, "cut", False))
