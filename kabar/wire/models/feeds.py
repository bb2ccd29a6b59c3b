"""Feeds: how they are doing, the hubs that tell of them, and copy that could not be read."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Health(models.TextChoices):
    """How a feed is doing."""

    NEW = "new", pgettext_lazy("feed", "not asked yet")
    WELL = "well", pgettext_lazy("feed", "well")
    FAILING = "failing", pgettext_lazy("feed", "failing")


class Feed(models.Model):
    """Where copy comes in, by the name it has in kabar.toml: how it is doing and what it remembers."""

    name = models.CharField(_("feed"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=20)
    health = models.CharField(_("health"), max_length=8, choices=Health.choices, default=Health.NEW)
    asked_at = models.DateTimeField(_("last asked"), null=True)
    answered_at = models.DateTimeField(_("last success"), null=True)
    item_at = models.DateTimeField(_("last item"), null=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    error = models.CharField(_("last error"), max_length=300, blank=True)
    next_at = models.DateTimeField(_("asked again"), null=True, db_index=True)
    #: Whoever asks it now holds it until then.
    held_until = models.DateTimeField(null=True)
    memory = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Listening(models.TextChoices):
    """How far a feed's hub has agreed to tell us of its news."""

    ASKED = "asked", pgettext_lazy("subscription", "asked")
    STANDING = "standing", pgettext_lazy("subscription", "standing")
    REFUSED = "refused", pgettext_lazy("subscription", "refused")


class Subscription(models.Model):
    """A feed's WebSub hub: under which secret address it reaches us, and until when it has agreed to."""

    feed = models.OneToOneField(Feed, on_delete=models.CASCADE, related_name="subscription")
    hub = models.CharField(max_length=500)
    topic = models.CharField(max_length=500)
    token = models.CharField(max_length=64, unique=True)
    secret = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=8, choices=Listening.choices, default=Listening.ASKED)
    asked_at = models.DateTimeField()
    renew_at = models.DateTimeField()
    until = models.DateTimeField(_("until"), null=True)
    error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("subscription of a feed")
        verbose_name_plural = _("subscriptions of feeds")

    def __str__(self) -> str:
        return f"{self.feed} ← {self.hub}"


class RefusedCopy(models.Model):
    """Copy that could not be read, filed for the desk with file, place and reason."""

    feed = models.ForeignKey(Feed, null=True, on_delete=models.SET_NULL, related_name="refused")
    name = models.CharField(_("name"), max_length=300)
    reason = models.CharField(_("reason"), max_length=400)
    at = models.DateTimeField(_("at"))
    digest = models.CharField(max_length=32)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("refused copy")
        verbose_name_plural = _("refused copy")
        constraints = [models.UniqueConstraint(fields=["name", "digest"], name="refused_copy_once")]

    def __str__(self) -> str:
        return self.reason
