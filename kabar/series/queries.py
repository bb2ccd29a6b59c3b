"""Every named read of series."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import F, QuerySet

from kabar.series.models import Installment, Series
from kabar.stories.models import State, Story
from kabar.stories.queries import on_date

#: A story that stands so comes to no reader as it is; its number is free for another.
GIVES_ITS_PLACE = (State.SPIKED, State.KILLED)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What stands before and after an installment for readers, and whose changes may alter that."""

    own: Installment
    before: Installment | None
    after: Installment | None
    watched: tuple[int, ...]


def neighbours(story_pk: int) -> Neighbours | None:
    """Return what stands around a story in its series; None for a story in none of its paper's."""
    own = (
        Installment.objects.filter(story=story_pk, story__paper=F("series__paper"))
        .select_related("series")
        .first()
    )
    if own is None:
        return None
    others = Installment.objects.filter(series=own.series, story__paper=own.series.paper)
    others = others.select_related("story")
    earlier = others.filter(number__lt=own.number).order_by("-number")
    later = others.filter(number__gt=own.number).order_by("number")
    sides = [list(side.filter(story__live=True)[:1]) for side in (earlier, later)]
    # One that is written but not out yet takes its place with its own edition, which prints this page again.
    waiting = [*earlier[:1], *later[:1]]
    watched = {each.story_id for each in [*sides[0], *sides[1], *waiting]}
    before, after = (side[0] if side else None for side in sides)
    return Neighbours(own, before, after, tuple(sorted(watched)))


def place_of(story: Story) -> Installment | None:
    """Return a story's place in a series."""
    return Installment.objects.select_related("series").filter(story=story.pk).first()


def installments_of(series: Series) -> QuerySet[Installment]:
    """Return the places of a series, the last first."""
    return series.installments.select_related("story__section").order_by("-number")


def holder_of(series: Series, number: int) -> Story | None:
    """Return the story that has a number of a series and does not give it up."""
    held = Installment.objects.filter(series=series, number=number).select_related("story__section")
    found = held.exclude(story__state__in=GIVES_ITS_PLACE).first()
    return found.story if found else None


def of_paper(paper: str) -> QuerySet[Series]:
    """Return a paper's series, by name."""
    return Series.objects.filter(paper=paper)


def of_day(series: Series, day: date, limit: int = 60) -> list[Story]:
    """Return the day's stories for a roundup: those of the series' topic first, and none of its own."""
    zone = settings.PAPER.for_key(series.paper).zone
    stories = list(on_date(series.paper, day, zone).exclude(installment__series=series)[:limit])
    of_topic = about(series, stories)
    return sorted(stories, key=lambda story: story.pk not in of_topic)


def about(series: Series, stories: Iterable[Story]) -> set[int]:
    """Return which of some stories are of the series' topic; none when it has none."""
    if series.own_topic is None:
        return set()
    pks = [story.pk for story in stories]
    return set(Story.objects.filter(pk__in=pks, topics=series.own_topic).values_list("pk", flat=True))
