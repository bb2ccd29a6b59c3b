"""Archives taken in: how far each file is, and what became of its items."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kabar.pictures.models import Picture
from kabar.stories.models import Story


class ImportRun(models.Model):
    """One file being taken in; after an interruption the next run goes on from its place."""

    paper = models.CharField(max_length=32)
    kind = models.CharField(max_length=20)
    source = models.CharField(_("file"), max_length=500)
    seal = models.CharField(max_length=64)
    place = models.BigIntegerField(_("items done"), default=0)
    tally = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        indexes = [models.Index(fields=["paper", "seal"], name="import_of_file")]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}"


class ReceivedStory(models.Model):
    """An item that became a story, and a digest of it: the same item again changes nothing."""

    paper = models.CharField(max_length=32)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=32)
    headline_key = models.BigIntegerField()
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")
    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="received")

    class Meta:
        verbose_name = _("received story")
        verbose_name_plural = _("received stories")
        constraints = [models.UniqueConstraint(fields=["paper", "key"], name="received_story_once")]
        indexes = [models.Index(fields=["headline_key"], name="received_headline")]

    def __str__(self) -> str:
        return self.key


class ReceivedPicture(models.Model):
    """A picture of somebody's export, under the name it had there, and the picture it became here."""

    key = models.CharField(max_length=200, unique=True)
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("received picture")
        verbose_name_plural = _("received pictures")

    def __str__(self) -> str:
        return self.key


class ReceivedCard(models.Model):
    """A card of an export, under the number it had there, and the number of the row it became here."""

    key = models.CharField(max_length=200, unique=True)
    row = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = _("received card")
        verbose_name_plural = _("received cards")

    def __str__(self) -> str:
        return self.key


class OpenPointer(models.Model):
    """An also-read whose story has not come in yet; it is resolved on the day that story does."""

    paper = models.CharField(max_length=32)
    headline_key = models.BigIntegerField()
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="open_pointers")

    class Meta:
        verbose_name = _("open pointer")
        verbose_name_plural = _("open pointers")
        indexes = [models.Index(fields=["paper", "headline_key"], name="pointer_waits_for")]

    def __str__(self) -> str:
        return f"{self.story_id} waits for {self.headline_key}"
