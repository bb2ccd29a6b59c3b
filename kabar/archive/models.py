"""Where each live story stands in the index of search."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from kabar.stories.models import Story

#: Room for the story's number behind the minute, so that no two stories share a place.
NUMBERS = 1 << 24


def place_of(instant: datetime, story_pk: int = 0) -> int:
    """Return where a story of an instant stands: later is higher, and the number tells neighbours apart."""
    return int(instant.timestamp()) // 60 * NUMBERS + story_pk % NUMBERS


def minute_of(place: int) -> int:
    """Return the minute since 1970 of a place."""
    return place // NUMBERS


class RelatedStory(models.Model):
    """A story beside another, chosen when that was published; readers' pages only read it."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("related story")
        verbose_name_plural = _("related stories")
        ordering = ["story", "rank"]
        constraints = [models.UniqueConstraint(fields=["story", "rank"], name="related_once")]

    def __str__(self) -> str:
        return f"{self.other_id} beside {self.story_id}"


class SearchEntry(models.Model):
    """A live story in the index; its words are kept as each database searches them best."""

    story = models.OneToOneField(Story, primary_key=True, on_delete=models.CASCADE, related_name="+")
    paper = models.CharField(max_length=32)
    section_id = models.BigIntegerField()
    place = models.BigIntegerField(unique=True)

    class Meta:
        db_table = "archive_search"
        verbose_name = _("entry of the index")
        verbose_name_plural = _("index of search")
        indexes = [models.Index("paper", models.F("place").desc(), name="search_newest")]

    def __str__(self) -> str:
        return f"{self.story_id} at {self.place}"
