"""Stories that can stand on a front no longer: which left which slot, and why, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from kabar.fronts import slots
from kabar.fronts.slots import Choice, Choices, Place
from kabar.fronts.standing import of_paper
from kabar.sisters.queries import guests
from kabar.stories.models import State, Story


@dataclass(frozen=True, slots=True)
class Gone:
    """A story that was chosen for a slot and cannot stand there; `story` is None when it is deleted."""

    slot: str
    story: Story | None
    label: str
    why: str

    @property
    def headline(self) -> str:
        """Return what it is called."""
        return self.story.headline if self.story else _("A story")

    def told(self) -> str:
        """Say that it left, to those who had placed it."""
        said = _("“%(story)s” left the slot “%(slot)s”: %(why)s. The slot is filled by its rule.")
        return said % {"story": self.headline, "slot": self.label, "why": self.why}

    def refused(self) -> str:
        """Say why it cannot stand there, to those who place it."""
        said = _("“%(story)s” cannot stand in “%(slot)s”: %(why)s.")
        return said % {"story": self.headline, "slot": self.label, "why": self.why}


def fitting(place: Place, choices: Choices) -> tuple[dict[str, Choice], list[Gone]]:
    """Return the choices without the stories that can stand there no longer, and those."""
    left = gone(place, choices)
    out = {each.slot for each in left}
    kept = {
        slot: replace(choice, story=None, until=None) if slot in out else choice
        for slot, choice in choices.items()
    }
    return kept, left


def gone(place: Place, choices: Choices) -> list[Gone]:
    """Return the chosen stories that can stand on a front no longer, in the order of its slots."""
    wanted = {slot: choice.story for slot, choice in choices.items() if choice.story}
    if not wanted:
        return []
    found = Story.objects.select_related("section").defer("body").in_bulk(wanted.values())
    lent = {story.pk for story in guests(place.paper, place.section.pk if place.section else None)}
    reasons = {slot: _why(place, found.get(pk)) for slot, pk in wanted.items() if pk not in lent}
    labels = dict(_labels(place)) if any(reasons.values()) else {}
    return [
        Gone(slot, found.get(wanted[slot]), labels.get(slot, slot), why)
        for slot, why in reasons.items()
        if why
    ]


def label_of(place: Place, slot: str) -> str:
    """Return what the newsroom calls a slot."""
    return dict(_labels(place)).get(slot, slot)


def _labels(place: Place) -> Iterator[tuple[str, str]]:
    of_here = slots.of_section() if place.section else slots.of_front(of_paper(place.paper))
    return ((slot.name, slot.label) for slot in of_here)


def _why(place: Place, story: Story | None) -> str:
    """Say why a story that is no guest cannot stand on a front; nothing of one that can."""
    if story is None:
        return _("it was deleted")
    if story.state == State.KILLED:
        return _("it was killed")
    if story.state == State.SPIKED:
        return _("it was spiked")
    if story.paper != place.paper:
        return _("it is a sister paper's and not lent here")
    if place.section and story.section_id != place.section.pk:
        return _("it is in the section %(name)s") % {"name": story.section.name}
    return ""
