"""A series, counted in days from its beginning or in parts, and the stories in it."""

from __future__ import annotations

from datetime import date

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kabar.sections.models import Section
from kabar.stories.models import Story
from kabar.topics.models import Topic


class Series(models.Model):
    """Stories that belong one after another, such as the days of a war."""

    paper = models.CharField(max_length=32, default="main", editable=False)
    name = models.CharField(
        _("name"), max_length=120, help_text=_("As it stands in the headline: Russia's Attack on Ukraine.")
    )
    begins_on = models.DateField(
        _("first day"), help_text=_("Day 1; a roundup carries the number of its day, counted from here.")
    )
    section = models.ForeignKey(
        Section, verbose_name=_("section"), on_delete=models.PROTECT, related_name="+",
        help_text=_("Where its roundups stand."),
    )  # fmt: skip
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text=_("Its stories of the day are offered first, and its roundups carry it."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def number_of(self, day: date) -> int:
        """Return the number of a day: the first is 1."""
        return (day - self.begins_on).days + 1


class Installment(models.Model):
    """A story's place in a series."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="installments")
    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="installment")
    number = models.PositiveIntegerField(_("number"), validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("installment")
        verbose_name_plural = _("installments")
        ordering = ["series", "number"]
        constraints = [models.UniqueConstraint(fields=["series", "number"], name="installment_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.number}"
