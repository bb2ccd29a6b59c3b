"""Who takes the paper's news by machine, and with which key."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kabar import clock
from kabar.sections.models import Section


class Partner(models.Model):
    """Somebody who takes the paper's stories by machine; the key itself is known to them alone."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("partner", "open")
        CLOSED = "closed", pgettext_lazy("partner", "closed")

    paper = models.CharField(max_length=32, default="main", editable=False)
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("name in addresses"), max_length=60)
    sections: Any = models.ManyToManyField(
        Section,
        verbose_name=_("sections"),
        blank=True,
        related_name="+",
        help_text=_("None means all of them."),
    )
    per_minute = models.PositiveIntegerField(_("questions a minute"), default=120)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    digest = models.CharField(max_length=64, editable=False)
    #: What tells one key from the next without being one.
    hint = models.CharField(max_length=4, editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    key_at = models.DateTimeField(default=clock.now, editable=False)
    asked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["paper", "slug"], name="partner_of_paper")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether its key opens anything."""
        return self.state == self.State.OPEN
