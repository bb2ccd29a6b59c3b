"""Lists for readers in which a paper's own stories and its guests stand together, by their hour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from kabar.sisters.queries import guests
from kabar.stories import queries
from kabar.stories.models import Story


def _age(story: Story) -> tuple[datetime, int]:
    assert story.first_published_at is not None, f"{story.pk} stands in a list and was never published"
    return story.first_published_at, story.pk


def together(own: Iterable[Story], lent: Iterable[Story]) -> list[Story]:
    """Return own stories and guests, newest first."""
    return sorted([*own, *lent], key=_age, reverse=True)


def latest(paper: str, limit: int) -> list[Story]:
    """Return the newest a reader finds in a paper."""
    return together(queries.rows(queries.live(paper)[:limit]), guests(paper, limit=limit))[:limit]


class OfSection:
    """A section's stories and guests, leafed through as a list of stories is."""

    def __init__(self, paper: str, section: int) -> None:
        self.own = queries.of_section(section)
        self.lent = guests(paper, section)

    def __getitem__(self, asked: slice) -> Sequence[Any]:
        """Return some, by their places.

        No more guests than there are can stand before the first that is asked for, so the own stories are
        read from that many places earlier on.
        """
        begins, ends = asked.start or 0, asked.stop
        first = max(0, begins - len(self.lent))
        some = together(queries.rows(self.own[first:ends]), self.lent)
        return some[begins - first : ends - first]
