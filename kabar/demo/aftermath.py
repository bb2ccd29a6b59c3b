"""What became of stories of the edition after they were printed: corrected, killed, told live."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kabar.corrections.models import Kind
from kabar.corrections.services import Account, correct
from kabar.live.queries import of_story
from kabar.live.services import open_live, send, summarise
from kabar.live.sound import Words
from kabar.staff.models import User
from kabar.stories.models import Story
from kabar.stories.rules import Ground
from kabar.stories.services import kill, save_draft


@dataclass(frozen=True, slots=True)
class Mistake:
    """What a story said first, what it says since, and what readers are told of it."""

    kind: str
    note: str
    was: str
    now: str
    affects: tuple[str, ...] = ()
    requested_by: str = ""

    @classmethod
    def in_manuscript(cls, said: Mapping[str, Any]) -> Mistake:
        """Return the mistake a manuscript tells of."""
        return cls(**{**said, "affects": tuple(said.get("affects", ()))})


def as_first_printed(body: str, said: Mapping[str, Any]) -> str:
    """Return a body, as JSON, with the mistake still in it."""
    mistake = Mistake.in_manuscript(said)
    return _replaced(body, mistake.now, mistake.was)


def amend(story: Story, said: Mapping[str, Any], *, by: User) -> None:
    """Correct a story in which the mistake still stands and that no editor has touched."""
    if not story.live or story.latest_revision_id or story.corrections.exists():
        return
    mistake = Mistake.in_manuscript(said)
    story.body = _replaced(json.dumps(story.body.get_prep_value()), mistake.was, mistake.now)  # type: ignore[assignment]
    save_draft(story, by=by)
    told = Account(
        Kind(mistake.kind), mistake.note, affects=mistake.affects, requested_by=mistake.requested_by
    )
    correct(story, told, by=by)


def take_down(story: Story, said: Mapping[str, Any], *, by: User) -> None:
    """Kill a story that readers still see and that was never taken down."""
    if story.live and not story.takedowns.exists():
        kill(story, by=by, reason=said["reason"], ground=Ground(said["ground"]))


def tell_live(story: Story, said: Mapping[str, Any], *, by: User) -> None:
    """Tell a story live that was never told so, and leave it open."""
    if not story.live or of_story(story):
        return
    shown = open_live(story, by=by)
    for entry in said["entries"]:
        send(shown, Words(**entry, anyway=True), by=by)
    summarise(shown, said["summary"], by=by)


def _replaced(body: str, old: str, new: str) -> str:
    old, new = json.dumps(old)[1:-1], json.dumps(new)[1:-1]
    if old not in body:
        raise ValueError(f"the edition's mistake stands nowhere in its story: {old}")
    return body.replace(old, new)
