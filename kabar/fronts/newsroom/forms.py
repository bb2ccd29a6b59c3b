"""The form of a front: a row a slot, with the stories that may stand there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kabar import clock
from kabar.fronts import queries
from kabar.fronts.models import Rule
from kabar.fronts.slots import Choice, Choices, Place, Slot
from kabar.sections.models import Section
from kabar.staff.models import User
from kabar.stories.models import Story

MOMENT = "%Y-%m-%dT%H:%M"
#: One field says both the rule and whose newest it means: `topic:12`.
MEANT = {Rule.TOPIC: "topic", Rule.SECTION: "of_section"}


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be chosen in every slot of a front: stories in groups, rules."""

    stories: list[tuple[str, list[tuple[int, str]]]]
    rules: list[tuple[str, str]]


def offer(place: Place, user: User, sections: Sequence[Section], choices: Choices, words: str = "") -> Offer:
    """Return the newest stories, those with an hour, those found by words, and those that stand there."""
    found = queries.choosable(place, words=words) if words else []
    newest, coming = queries.choosable(place), queries.going_out(user, place)
    known = {story.pk for story in [*found, *newest, *coming]}
    others = queries.named([c.story for c in choices.values() if c.story and c.story not in known], user)
    groups = [
        (_("Found"), found),
        (_("On the front now"), [story for story in others if story.live]),
        (_("Placed here, not seen by readers now"), [story for story in others if not story.live]),
        (_("Newest"), newest),
        (_("Not out yet: stands here from its hour on"), coming),
    ]
    taken: set[int] = set()
    told = []
    for name, stories in groups:
        fresh = [story for story in stories if story.pk not in taken]
        taken |= {story.pk for story in fresh}
        told.append((name, [(story.pk, _told(story)) for story in fresh]))
    return Offer([group for group in told if group[1]], _rules(place, sections, choices))


def _told(story: Story) -> str:
    at = story.first_published_at
    hour = f"{clock.local(at, story.place_zone_of_paper()):%H.%M} " if at and clock.is_known(at) else ""
    return f"{hour}{story.headline} ({story.section.name})"


def _rules(place: Place, sections: Sequence[Section], choices: Choices) -> list[tuple[str, str]]:
    said: list[tuple[str, str]] = [
        (Rule.LATEST.value, str(Rule.LATEST.label)),
        (Rule.MOST_READ.value, str(Rule.MOST_READ.label)),
    ]
    if place.section is None:
        said += [
            (f"section:{section.pk}", _("the newest of %(name)s") % {"name": section.name})
            for section in sections
        ]
    topics = queries.topics_in_use(place, [c.topic for c in choices.values() if c.topic])
    return said + [
        (f"topic:{topic.pk}", _("the newest about %(name)s") % {"name": topic.name}) for topic in topics
    ]


class SlotForm(forms.Form):
    """One slot: the story, until when, and what stands there otherwise."""

    story = forms.TypedChoiceField(label=gettext_lazy("Story"), required=False, coerce=int, empty_value=None)
    until = forms.DateTimeField(
        label=gettext_lazy("Until"),
        required=False,
        input_formats=[MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
    rule = forms.ChoiceField(label=gettext_lazy("Otherwise"), required=False)

    def __init__(
        self, slot: Slot, offered: Offer, zone: str, sent: Any = None, *, initial: dict[str, Any]
    ) -> None:
        self.slot, self.zone = slot, zone
        super().__init__(sent, prefix=slot.name, initial=initial)
        fields: Any = self.fields
        by_rule = "" if slot.is_band else _("— by the rule —")
        fields["story"].choices = [("", by_rule or _("— its newest —")), *offered.stories]
        if slot.is_band:
            del self.fields["rule"]
        else:
            fields["rule"].choices = offered.rules

    def clean_until(self) -> datetime | None:
        """Take the hour for one on the paper's clocks."""
        said = self.cleaned_data["until"]
        if said is None:
            return None
        return said.replace(tzinfo=clock.zone(self.zone)).astimezone(UTC)

    def choice(self) -> Choice:
        """Return what was chosen."""
        said = self.cleaned_data
        rule, _colon, meant = (said.get("rule") or Rule.LATEST.value).partition(":")
        named = {MEANT[Rule(rule)]: int(meant)} if meant else {}
        return Choice(said["story"], said["until"] if said["story"] else None, Rule(rule), **named)


def initial(choice: Choice, zone: str) -> dict[str, Any]:
    """Return a choice as the fields of its slot show it."""
    meant = {Rule.TOPIC: choice.topic, Rule.SECTION: choice.of_section}.get(Rule(choice.rule))
    until = clock.local(choice.until, zone).replace(tzinfo=None) if choice.until else None
    return {
        "story": choice.story,
        "until": until,
        "rule": f"{choice.rule}:{meant}" if meant else str(choice.rule),
    }
