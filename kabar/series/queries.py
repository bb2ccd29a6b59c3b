"""Every named read of series."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kabar.series.models import Installment, Series
from kabar.stories.models import Story
from kabar.stories.queries import on_date


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What stands before and after an installment for readers, and whose changes may alter that."""

    own: Installment
    before: Installment | None
    after: Installment | None
    watched: tuple[int, ...]


def neighbours(story_pk: int) -> Neighbours | None:
    """Return what stands around a story in its series; None for a story in none."""
    own = Installment.objects.filter(story=story_pk).first()
    if own is None:
        return None
    others = Installment.objects.filter(series=own.series).select_related("story")
    earlier = others.filter(number__lt=own.number).order_by("-number")
    later = others.filter(number__gt=own.number).order_by("number")
    sides = [list(side.filter(story__live=True)[:1]) for side in (earlier, later)]
    # One that is written but not out yet takes its place with its own edition, which prints this page again.
    waiting = [*earlier[:1], *later[:1]]
    watched = {each.story_id for each in [*sides[0], *sides[1], *waiting]}
    before, after = (side[0] if side else None for side in sides)
    return Neighbours(own, before, after, tuple(sorted(watched)))


def of_day(series: Series, day: date, zone: str, limit: int = 60) -> list[Story]:
    """Return the day's stories for a roundup: those of the series' topic first, and none of its own."""
    stories = list(on_date(series.paper, day, zone).filter(installment__series=None)[:limit])
    if series.topic_id is None:
        return stories
    of_topic = about(series, stories)
    return sorted(stories, key=lambda story: story.pk not in of_topic)


def about(series: Series, stories: list[Story]) -> set[int]:
    """Return which of some stories are of the series' topic; all when it has none."""
    if series.topic_id is None:
        return {story.pk for story in stories}
    pks = [story.pk for story in stories]
    return set(Story.objects.filter(pk__in=pks, topics=series.topic).values_list("pk", flat=True))
