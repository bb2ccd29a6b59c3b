"""Takedowns on their way to another paper: why a story was withdrawn or killed, and when."""

from __future__ import annotations

from collections.abc import Iterator

from kabar.editions.models import Edition
from kabar.stories.companions import Companion, Find, Record, moment, one_of, text
from kabar.stories.models import State, Story, Takedown
from kabar.stories.rules import Ground

MAY_BECOME = (State.WITHDRAWN, State.KILLED)


def told(paper: str) -> Iterator[Record]:
    """Yield the takedowns of a paper, the oldest first."""
    for one in Takedown.objects.filter(paper=paper).order_by("pk").iterator():
        yield {
            "story": one.story_id, "becomes": one.becomes, "ground": one.ground, "reason": one.reason,
            "at": one.at.isoformat(),
        }  # fmt: skip


def is_here(said: Record, story: Story) -> bool:
    """Tell whether it was taken in before."""
    return Takedown.objects.filter(story=story, at=moment(said, "at"), becomes=said["becomes"]).exists()


def take_in(said: Record, story: Story, edition: Edition, find: Find) -> None:
    """Write it down as it was; who did it there has no account here."""
    becomes = one_of(State, said, "becomes")
    if becomes not in MAY_BECOME:
        raise ValueError(f"nothing is taken down by becoming {becomes}")
    Takedown.objects.create(
        paper=story.paper,
        story=story,
        becomes=becomes,
        ground=one_of(Ground, said, "ground") if said.get("ground") else "",
        reason=text(said, "reason", 300),
        at=moment(said, "at"),
        edition=edition.number,
    )


COMPANION = Companion("takedowns", told, is_here, take_in)
