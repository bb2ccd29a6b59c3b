"""What the aids keep: templates to begin from, findings put aside, links that were looked at."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from kabar import clock
from kabar.sections.models import Section
from kabar.staff.models import Author, Desk
from kabar.stories.blocks import BodyField
from kabar.stories.models import Story, StoryByline
from kabar.topics.models import Topic


class StoryTemplate(ClusterableModel):
    """The skeleton of a kind of story; a reporter begins from it."""

    paper = models.CharField(max_length=32, default="main", editable=False)
    name = models.CharField(_("name"), max_length=80)
    desk = models.ForeignKey(
        Desk,
        verbose_name=_("desk"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="templates",
        help_text=_("Who begins from it; without a desk, everyone."),
    )
    section = models.ForeignKey(
        Section, verbose_name=_("section"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kicker = models.CharField(_("kicker"), max_length=80, blank=True)
    body: Any = BodyField(verbose_name=_("body"), blank=True)
    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="+")

    class Meta:
        verbose_name = _("story template")
        verbose_name_plural = _("story templates")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["paper", "name"], name="template_of_paper")]

    def __str__(self) -> str:
        return self.name


class TemplateByline(Orderable):
    """A name that a story of the kind carries; without a name, whoever begins it."""

    template = ParentalKey(StoryTemplate, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(
        Author,
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Without a name, whoever begins the story."),
    )
    role = models.CharField(
        _("role"), max_length=20, choices=StoryByline.Role.choices, default=StoryByline.Role.WRITER
    )

    class Meta(Orderable.Meta):
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")

    def __str__(self) -> str:
        return self.get_role_display()


class PutAside(models.Model):
    """A finding that someone has read and does not want to read again on this story."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=32)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "key"], name="put_aside_once")]

    def __str__(self) -> str:
        return f"{self.key} on {self.story_id}"


class CheckedLink(models.Model):
    """An address outside and how it answered when it was last asked."""

    class Answer(models.TextChoices):
        WAITING = "waiting", _("not asked yet")
        THERE = "there", _("answers")
        GONE = "gone", _("does not answer")

    mark = models.CharField(max_length=32, unique=True)
    url = models.TextField()
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.WAITING)
    said = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["at"], name="checked_link_age")]

    def __str__(self) -> str:
        return self.url
