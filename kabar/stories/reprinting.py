"""Prints the pages of live stories again because a picture on them changed, not their text."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db import transaction
from django.db.models import Q

from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.stories import press_keys
from kabar.stories.models import Story

AT_ONCE = 200


def reprint(pictures: Collection[int]) -> Edition | None:
    """Open an edition for every page on which a live story prints one of the pictures, if any does."""
    return _open(Q(printed_pictures__picture__in=pictures))


def reprint_clips(clips: Collection[int]) -> Edition | None:
    """Open an edition for every page on which a live story shows one of the clips, if any does."""
    return _open(Q(printed_clips__clip__in=clips))


def _open(which: Q) -> Edition | None:
    keys: set[str] = set()
    subjects: list[str] = []
    with transaction.atomic():
        for story in _those(which):
            keys.update(press_keys.of(story))
            subjects.append(press_keys.story(story.pk))
        return open_edition(Edition.Kind.UPDATE, keys, subjects=subjects) if subjects else None


def _those(which: Q) -> Iterator[Story]:
    """Yield those of the live stories, a handful at a time."""
    stories = Story.objects.filter(which, live=True).distinct()
    last = 0
    while some := list(
        stories.filter(pk__gt=last)
        .defer("body")
        .prefetch_related("topics", "bylines")
        .order_by("pk")[:AT_ONCE]
    ):
        yield from some
        last = some[-1].pk
