"""The outbox: one numbered row for every change that readers can see."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Edition(models.Model):
    """The number of a press run and the keys whose pages it makes stale."""

    class Kind(models.TextChoices):
        PUBLISH = "publish", _("published")
        UPDATE = "update", _("updated")
        CORRECT = "correct", _("corrected")
        WITHDRAW = "withdraw", _("withdrawn")
        KILL = "kill", _("killed")
        FRONT = "front", _("front changed")
        MASTHEAD = "masthead", _("masthead changed")
        IMPORT = "import", _("archive imported")

    number = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    keys = models.JSONField(_("keys"))
    subjects = models.JSONField(_("subjects"), default=list)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class Follower(models.Model):
    """How far a department (and host) has worked through the editions."""

    name = models.CharField(max_length=100, primary_key=True)
    number = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("follower of editions")
        verbose_name_plural = _("followers of editions")

    def __str__(self) -> str:
        return f"{self.name} at {self.number}"
