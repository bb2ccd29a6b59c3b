"""An attribution: a passage of a story, who said it, and how the paper knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from kabar.sources.models import Source


class Channel(models.TextChoices):
    """How the words reached whoever wrote them down."""

    UNSAID = "", _("not said")
    WITNESSED = "witnessed", _("seen and heard")
    INTERVIEW = "interview", _("interview")
    PHONE = "phone", _("telephone")
    HOTLINE = "hotline", _("hotline")
    PRESS_RELEASE = "press_release", _("written statement")
    BRIEFING = "briefing", _("briefing")
    DOCUMENT = "document", _("document")
    SOCIAL = "social", _("social media")
    WIRE = "wire", _("agency copy")


class Terms(models.TextChoices):
    """On what terms it was said; what was said off the record is attached to no story."""

    ON_RECORD = "on_record", _("on the record")
    BACKGROUND = "background", _("on background: described, not named")
    DEEP_BACKGROUND = "deep_background", _("on deep background: not described either")


class Status(models.TextChoices):
    """How well a claim stands."""

    UNVERIFIED = "unverified", _("unverified")
    SINGLE_SOURCE = "single_source", _("one source")
    CORROBORATED = "corroborated", _("corroborated")
    DISPUTED = "disputed", _("disputed")
    DENIED = "denied", _("denied")
    RETRACTED = "retracted", _("retracted")


class Rel(models.TextChoices):
    """What one claim of a story does to another."""

    CORROBORATES = "corroborates", _("confirms")
    DISPUTES = "disputes", _("disputes")
    DENIES = "denies", _("denies")


class Attribution(models.Model):
    """Where one claim of a story comes from; its passages carry its key in the body.

    `via` is empty when the claim came the way the story came, by its distributor; a list, nearest publisher
    first, when an editor said otherwise. `rel` holds `{"rel", "to"}`, `evidence` what `evidence.Evidence` is.
    """

    story = ParentalKey("kabar_stories.Story", on_delete=models.CASCADE, related_name="attributions")
    key = models.CharField(max_length=12)
    origin = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="attributions"
    )
    via = models.JSONField(_("by way of"), null=True, default=None)
    is_quote = models.BooleanField(_("quoted word for word"), default=False)
    lang = models.CharField(_("language of the words"), max_length=5, blank=True)
    channel = models.CharField(_("channel"), max_length=16, choices=Channel.choices, blank=True)
    terms = models.CharField(_("terms"), max_length=16, choices=Terms.choices, default=Terms.ON_RECORD)
    unnamed_reason = models.CharField(_("why not named"), max_length=300, blank=True)
    status = models.CharField(
        _("standing"), max_length=16, choices=Status.choices, default=Status.SINGLE_SOURCE
    )
    rel: Any = models.JSONField(_("other claims"), default=list)
    evidence: Any = models.JSONField(_("evidence"), default=list)

    class Meta:
        verbose_name = _("attribution")
        verbose_name_plural = _("attributions")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["story", "key"], name="attribution_key_of_story")]

    def __str__(self) -> str:
        return f"{self.key}: {self.origin_id}"

    @property
    def source(self) -> Source:
        """Who said it, as the book has them now."""
        return self.origin.kept

    @property
    def is_unnamed(self) -> bool:
        """Tell whether readers are not told who said it."""
        return self.source.unnamed or self.terms != Terms.ON_RECORD


class Approval(models.Model):
    """An editor-in-chief's word that a source may stay unnamed; it holds while source, terms and reason do.

    It stands beside the versions of the story, not in them: an act, which no draft can undo or repeat.
    """

    story = models.ForeignKey("kabar_stories.Story", on_delete=models.CASCADE, related_name="approvals")
    key = models.CharField(max_length=12)
    digest = models.CharField(max_length=32)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("approval of an unnamed source")
        verbose_name_plural = _("approvals of unnamed sources")
        constraints = [
            models.UniqueConstraint(fields=["story", "key", "digest"], name="approval_of_attribution")
        ]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.key}"
