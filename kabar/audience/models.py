"""How often stories were read, hour by hour, and which are the most read now."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kabar.stories.models import Story


class Reads(models.Model):
    """How often a story was read in an hour; of whom, nobody knows."""

    story = models.ForeignKey(Story, verbose_name=_("story"), on_delete=models.CASCADE, related_name="reads")
    hour = models.DateTimeField(_("hour"))
    number = models.PositiveIntegerField(_("how often"), default=0)

    class Meta:
        verbose_name = _("reads")
        verbose_name_plural = _("reads")
        constraints = [models.UniqueConstraint(fields=["story", "hour"], name="reads_of_hour")]
        indexes = [models.Index(fields=["hour"], name="reads_by_hour")]

    def __str__(self) -> str:
        return f"{self.story_id} {self.hour:%Y-%m-%d %H}: {self.number}"


class Ranking(models.Model):
    """The most read stories of a paper, as lists show them until the next ranking."""

    paper = models.CharField(max_length=32, primary_key=True)
    stories = models.JSONField(default=list)
    at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("ranking")
        verbose_name_plural = _("rankings")

    def __str__(self) -> str:
        return f"{self.paper}: {self.stories}"
