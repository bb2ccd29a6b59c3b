"""What editors have placed on a front by hand, now and before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kabar import clock
from kabar.sections.models import Section
from kabar.stories.models import Story


class LeadPin(models.Model):
    """A story that an editor made the lead of the front, or of its section's."""

    paper = models.CharField(max_length=32, default="main")
    section = models.ForeignKey(
        Section, verbose_name=_("section"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    story = models.ForeignKey(
        Story, verbose_name=_("story"), on_delete=models.CASCADE, related_name="lead_pins"
    )
    begun_at = models.DateTimeField(_("since"), default=clock.now)
    until = models.DateTimeField(_("until"), null=True)
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ended by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("lead set by hand")
        verbose_name_plural = _("leads set by hand")
        constraints = [
            models.UniqueConstraint(
                fields=["paper"], name="one_lead_of_front", condition=Q(section=None, ended_at=None)
            ),
            models.UniqueConstraint(
                fields=["section"], name="one_lead_of_section", condition=Q(ended_at=None)
            ),
        ]
        indexes = [models.Index(fields=["paper", "-begun_at"], name="leads_of_paper")]

    def __str__(self) -> str:
        return f"lead {self.pk} of {self.place}"

    @property
    def place(self) -> str:
        """Return the name of the front it leads."""
        return self.section.name if self.section else str(_("front page"))
