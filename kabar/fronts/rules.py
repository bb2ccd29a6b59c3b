"""How slots are filled in which no story was placed by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

from django.db.models import QuerySet

from kabar.fronts.models import Rule
from kabar.fronts.slots import Choice, Place
from kabar.stories import queries
from kabar.stories.models import Story

#: Gives the most read live stories of a paper, the most read first, as numbers.
MostRead = Callable[[str], Sequence[int]]

_counting: list[MostRead] = []


def count_by(most_read: MostRead) -> None:
    """Have the most read stories told by whoever counts readers; call it in an app's `ready`."""
    _counting[:] = [most_read]


def story_for(place: Place, choice: Choice, placed: Set[int]) -> Story | None:
    """Return the story a rule gives, none that stands elsewhere; None where the newest shall stand.

    On a section's front it is one of that section: whatever stands there answers to the section's own key.
    """
    if choice.rule == Rule.TOPIC and choice.topic:
        stories = _of_place(place, queries.of_topic(place.paper, choice.topic))
    elif choice.rule == Rule.SECTION and choice.of_section:
        stories = _of_place(place, queries.of_section(choice.of_section).filter(paper=place.paper))
    elif choice.rule == Rule.MOST_READ:
        return _most_read(place, placed)
    else:
        return None
    return next((story for story in stories[: len(placed) + 1] if story.pk not in placed), None)


def _of_place(place: Place, stories: QuerySet[Story]) -> QuerySet[Story]:
    return stories.filter(section=place.section) if place.section else stories


def _most_read(place: Place, placed: Set[int]) -> Story | None:
    """Return the most read story that stands nowhere else; None, and so the newest, while none is ranked."""
    ranked = [pk for most_read in _counting for pk in most_read(place.paper) if pk not in placed]
    if not ranked:
        return None
    found = queries.listed(_of_place(place, queries.live(place.paper))).in_bulk(ranked)
    return next((found[pk] for pk in ranked if pk in found), None)
