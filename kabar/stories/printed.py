"""Which pictures and clips stories print, or printed when they were last live."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from django.db.models import Manager, Model, QuerySet

from kabar.pictures.models import Picture
from kabar.stories.models import PrintedClip, PrintedPicture, Story
from kabar.video.models import Clip

Thing = TypeVar("Thing", Picture, Clip)


class Printed(Generic[Thing]):
    """The rows that say which stories print which things of one kind."""

    def __init__(self, things: type[Thing], rows: type[Model], field: str) -> None:
        self._things: Manager[Thing] = things.objects
        self._row, self._rows, self._field = rows, rows._default_manager, field

    def remember(self, story: Story, things: Iterable[Thing]) -> list[Thing]:
        """Write down what a story prints from now on, when it is printed; return what it did until now."""
        now, before = {thing.pk for thing in things}, self.by(story)
        kept = {thing.pk for thing in before}
        if gone := kept - now:
            self._of(gone).filter(story=story).delete()
        rows = [self._row(story=story, **{f"{self._field}_id": pk}) for pk in now - kept]
        self._rows.bulk_create(rows, ignore_conflicts=True)
        return before

    def by(self, story: Story) -> list[Thing]:
        """Return what a story prints, or printed when it was last live."""
        numbers = list(self._rows.filter(story=story.pk).values_list(self._field, flat=True))
        return list(self._things.filter(pk__in=numbers)) if numbers else []

    def unused(self, things: Iterable[Thing]) -> list[Thing]:
        """Return those things that no live story prints."""
        wanted = {thing.pk: thing for thing in things}
        if not wanted:
            return []
        live = self._of(wanted).filter(story__live=True).values_list(self._field, flat=True)
        return [wanted[pk] for pk in wanted.keys() - set(live)]

    def left_behind(self) -> list[Thing]:
        """Return what readers may still fetch although no live story prints it."""
        live = self._rows.filter(story__live=True).values(self._field)
        return list(self._things.filter(released=True).exclude(pk__in=live))

    def _of(self, numbers: Iterable[int]) -> QuerySet[Any]:
        return self._rows.filter(**{f"{self._field}__in": numbers})


PICTURES = Printed(Picture, PrintedPicture, "picture")
CLIPS = Printed(Clip, PrintedClip, "clip")
