"""A live story and its entries, in the order in which readers were told."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kabar import clock
from kabar.pictures.models import Picture
from kabar.staff.models import Author
from kabar.stories.models import Story


class LiveStory(models.Model):
    """A story that is told in entries until it is closed; changed only by `live.services`."""

    class State(models.TextChoices):
        OPEN = "open", _("live now")
        CLOSED = "closed", _("closed")

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="live_story")
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    straight = models.BooleanField(_("entries go straight to readers"), default=True)
    summary = models.TextField(_("summary"), blank=True)
    summary_number = models.BigIntegerField(default=0)
    number = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField(_("opened at"), default=clock.now)
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        verbose_name = _("live story")
        verbose_name_plural = _("live stories")
        indexes = [models.Index(fields=["state", "-opened_at"], name="live_story_open")]

    def __str__(self) -> str:
        return self.story.headline

    @property
    def is_open(self) -> bool:
        """Whether entries are still taken."""
        return self.state == self.State.OPEN

    @property
    def points(self) -> list[str]:
        """Return the summary line by line."""
        return [line.strip(" -•*\t") for line in self.summary.splitlines() if line.strip(" -•*\t")]


class Entry(models.Model):
    """One entry of a live story: readers see it from its number on, corrected or withdrawn with a mark."""

    class Kind(models.TextChoices):
        REPORT = "report", _("report")
        QUOTE = "quote", _("quote")
        BACKGROUND = "background", _("background")
        ANALYSIS = "analysis", _("analysis")

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for an editor")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    live_story = models.ForeignKey(LiveStory, on_delete=models.CASCADE, related_name="entries")
    token = models.UUIDField(default=uuid.uuid4)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.REPORT)
    title = models.CharField(_("title"), max_length=160, blank=True)
    key_moment = models.BooleanField(_("key moment"), default=False)
    body = models.TextField(_("text"))
    picture: Any = models.ForeignKey(
        Picture, verbose_name=_("picture"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    embed = models.URLField(_("address to embed"), max_length=500, blank=True)
    author = models.ForeignKey(Author, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="live_entries"
    )
    at = models.DateTimeField(_("at"), default=clock.now)
    correction = models.TextField(_("what was wrong"), blank=True)
    corrected_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    became = models.ForeignKey(Story, null=True, on_delete=models.SET_NULL, related_name="+")
    number = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("entry of a live story")
        verbose_name_plural = _("entries of live stories")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["live_story", "token"], name="live_entry_once")]
        indexes = [models.Index(fields=["live_story", "-at"], name="live_entry_order")]

    def __str__(self) -> str:
        return self.title or self.body[:80]

    @property
    def anchor(self) -> str:
        """Return the name of its place on the page."""
        return f"entry-{self.pk}"

    @property
    def is_withdrawn(self) -> bool:
        """Whether readers are told that it no longer stands."""
        return self.state == self.State.WITHDRAWN
