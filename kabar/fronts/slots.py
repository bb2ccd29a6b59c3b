"""The slots of a front, and what may be chosen for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kabar.fronts.models import Arrangement, Placed, Rule
from kabar.sections.models import Section

LEAD = "lead"
BELOW = ("below-1", "below-2")
BESIDE = ("beside-1", "beside-2", "beside-3", "beside-4")
SECOND = ("second-1", "second-2", "second-3")
BAND = "band-"


@dataclass(frozen=True, slots=True)
class Place:
    """A front: the paper's own, or a section's."""

    paper: str
    section: Section | None = None

    @property
    def name(self) -> str:
        """Return what the newsroom calls it."""
        return self.section.name if self.section else _("front page")


@dataclass(frozen=True, slots=True)
class Choice:
    """What an editor chose for a slot: a story, until when, and the rule for when none stands there."""

    story: int | None = None
    until: datetime | None = None
    rule: str = Rule.LATEST
    topic: int | None = None
    of_section: int | None = None

    @property
    def says_something(self) -> bool:
        """Tell whether anything was chosen at all."""
        return bool(self.story) or self.rule != Rule.LATEST

    def stands(self, now: datetime) -> bool:
        """Tell whether its story still has its place."""
        return self.story is not None and (self.until is None or self.until > now)

    def to_json(self) -> dict[str, Any]:
        """Return it for a plan that is kept."""
        return {**asdict(self), "rule": str(self.rule), "until": self.until and self.until.isoformat()}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Choice:
        """Return it from a plan that was kept."""
        until = said["until"] and datetime.fromisoformat(said["until"])
        return cls(**{**said, "until": until})


Choices = Mapping[str, Choice]


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot's name in an arrangement and on the editor's screen."""

    name: str
    label: str
    is_band: bool = False


def of_front(sections: Iterable[Section]) -> list[Slot]:
    """Return the slots of the front page: around the lead, and the first story of each section's band."""
    below = [Slot(name, _("Below the lead, %(number)s") % {"number": n}) for n, name in enumerate(BELOW, 1)]
    beside = [
        Slot(name, _("Beside the lead, %(number)s") % {"number": n}) for n, name in enumerate(BESIDE, 1)
    ]
    bands = [Slot(band(section.pk), section.name, is_band=True) for section in sections]
    return [Slot(LEAD, _("Lead")), *below, *beside, *bands]


def of_section() -> list[Slot]:
    """Return the slots of a section's front."""
    second = [Slot(name, _("Second row, %(number)s") % {"number": n}) for n, name in enumerate(SECOND, 1)]
    return [Slot(LEAD, _("Lead")), *second]


def band(section_pk: int) -> str:
    """Return the slot that opens a section's band."""
    return f"{BAND}{section_pk}"


def chosen(placed: Iterable[Placed]) -> dict[str, Choice]:
    """Return what an arrangement says, by slot."""
    return {
        row.slot: Choice(row.story_id, row.until, row.rule, row.topic_id, row.of_section_id) for row in placed
    }


def rows(arrangement: Arrangement, choices: Choices) -> list[Placed]:
    """Return what is written of an arrangement: nothing of the slots about which nothing was said."""
    return [
        Placed(
            arrangement=arrangement,
            slot=slot,
            story_id=choice.story,
            until=choice.until if choice.story else None,
            rule=choice.rule,
            topic_id=choice.topic,
            of_section_id=choice.of_section,
        )
        for slot, choice in choices.items()
        if choice.says_something
    ]


def swapped(choices: Choices, one: str, other: str) -> dict[str, Choice]:
    """Return the choices with the stories of two slots exchanged; the rules belong to the slots and stay."""
    first, second = choices.get(one, Choice()), choices.get(other, Choice())
    return {
        **choices,
        one: replace(first, story=second.story, until=second.until),
        other: replace(second, story=first.story, until=first.until),
    }


def without(choices: Choices, story: int) -> dict[str, Choice]:
    """Return the choices with a story taken out of whatever slot it stands in."""
    return {
        slot: replace(choice, story=None, until=None) if choice.story == story else choice
        for slot, choice in choices.items()
    }
