"""A series, counted in days from its beginning or in the order of its parts, and the stories in it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kabar.sections.models import Section
from kabar.stories.models import Story
from kabar.topics.models import Topic


class Series(models.Model):
    """Stories that belong one after another, such as the days of a war; of the paper of its section."""

    paper = models.CharField(max_length=32, default="main", editable=False)
    name = models.CharField(
        _("name"), max_length=120, help_text=_("As it stands in the headline: Russia's Attack on Ukraine.")
    )
    begins_on = models.DateField(
        _("first day"), null=True, blank=True,
        help_text=_(
            "Day 1; a roundup carries the number of its day, counted from here. "
            "Empty for a series whose parts only follow one another."
        ),
    )  # fmt: skip
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep it in the paper of its section."""
        self.paper = self.section.paper
        super().save(*args, **kwargs)

    @property
    def counts_days(self) -> bool:
        """Whether its stories carry the numbers of days; else they stand in an order without numbers."""
        return self.begins_on is not None

    @property
    def own_topic(self) -> Topic | None:
        """Return its topic, where that is of its own paper."""
        return self.topic if self.topic and self.topic.paper == self.paper else None

    def number_of(self, day: date) -> int:
        """Return the number of a day: the first is 1."""
        assert self.begins_on is not None, f"{self} counts no days"
        return (day - self.begins_on).days + 1


class Installment(models.Model):
    """A story's place in a series: the number of its day, or its place in the order."""

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
