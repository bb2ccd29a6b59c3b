"""What readers with an account read by the meter, and what members gave away."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kabar import clock
from kabar.readers.models import Reader
from kabar.stories.models import Story


class MeteredRead(models.Model):
    """A metered story that a reader read to its end in a month; read again, it is counted once."""

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="metered_reads")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    month = models.CharField(_("month"), max_length=7)
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("metered read")
        verbose_name_plural = _("metered reads")
        constraints = [models.UniqueConstraint(fields=["reader", "month", "story"], name="metered_read_once")]

    def __str__(self) -> str:
        return f"{self.story_id} {self.month}"


class Gift(models.Model):
    """A story that a member gave away: whoever has its link reads it to the end."""

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="gifts")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    made = models.DateTimeField(_("given"), default=clock.now)
    ends = models.DateTimeField(_("ends"))
    revoked = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")
        ordering = ["-made", "-id"]

    def __str__(self) -> str:
        return str(self.story)
