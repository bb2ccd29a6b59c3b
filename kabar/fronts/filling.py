"""Fills the slots of a front: first what was placed by hand and readers may see, then what the rules give."""

from __future__ import annotations

from collections.abc import Sequence

from kabar import clock
from kabar.fronts import rules
from kabar.fronts.slots import Choices, Place, Slot
from kabar.sisters.queries import guests
from kabar.stories.models import Story
from kabar.stories.queries import listed


def filled(
    place: Place, slots: Sequence[Slot], choices: Choices, *, unseen: Sequence[Story] = ()
) -> dict[str, Story]:
    """Return the stories of the slots that are not left to the newest; none stands twice.

    A story that readers do not see yet, or no longer, leaves its slot to the rule. Only a preview is
    given such stories, as `unseen`.
    """
    by_hand = _by_hand(place, choices, {story.pk: story for story in unseen})
    placed = {story.pk for story in by_hand.values()}
    standing: dict[str, Story] = {}
    for slot in slots:
        story = by_hand.get(slot.name)
        if story is None and slot.name in choices:
            story = rules.story_for(place, choices[slot.name], placed)
        if story is not None:
            standing[slot.name] = story
            placed.add(story.pk)
    return standing


def _by_hand(place: Place, choices: Choices, unseen: dict[int, Story]) -> dict[str, Story]:
    now = clock.now()
    wanted = {slot: choice.story for slot, choice in choices.items() if choice.stands(now)}
    if not wanted:
        return {}
    live = listed(Story.objects.filter(paper=place.paper, live=True))
    if place.section:
        live = live.filter(section=place.section)
    lent = {story.pk: story for story in guests(place.paper, place.section.pk if place.section else None)}
    found = {**unseen, **lent, **live.in_bulk({pk for pk in wanted.values() if pk})}
    return {slot: found[pk] for slot, pk in wanted.items() if pk in found}
