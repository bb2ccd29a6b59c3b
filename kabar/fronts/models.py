"""What editors have arranged on a front by hand, now and before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kabar import clock
from kabar.sections.models import Section
from kabar.stories.models import Story
from kabar.topics.models import Topic


class Rule(models.TextChoices):
    """Who fills a slot in which no story was placed by hand."""

    LATEST = "latest", _("the newest")
    MOST_READ = "most-read", _("the most read")
    TOPIC = "topic", _("the newest of a topic")
    SECTION = "section", _("the newest of a section")


class Arrangement(models.Model):
    """One making-up of a front; another takes its place, and none is ever changed."""

    paper = models.CharField(max_length=32, default="main")
    section = models.ForeignKey(
        Section, verbose_name=_("section"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    made_at = models.DateTimeField(_("since"), default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    replaced_at = models.DateTimeField(_("ended"), null=True)
    returns_to = models.ForeignKey(
        "self", verbose_name=_("returns to"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("arrangement of a front")
        verbose_name_plural = _("arrangements of fronts")
        constraints = [
            models.UniqueConstraint(
                fields=["paper"], name="one_arrangement_of_front", condition=Q(section=None, replaced_at=None)
            ),
            models.UniqueConstraint(
                fields=["section"], name="one_arrangement_of_section", condition=Q(replaced_at=None)
            ),
        ]
        indexes = [models.Index(fields=["paper", "section", "-id"], name="arrangements_of_place")]

    def __str__(self) -> str:
        return f"{self.place} {self.pk}"

    @property
    def place(self) -> str:
        """Return the name of the front it makes up."""
        return self.section.name if self.section else str(_("front page"))


class Placed(models.Model):
    """What an arrangement says of one slot: a story until an hour, or by which rule it is filled."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="placed")
    slot = models.CharField(max_length=40)
    story = models.ForeignKey(
        Story, verbose_name=_("story"), null=True, on_delete=models.CASCADE, related_name="placed"
    )
    until = models.DateTimeField(_("until"), null=True)
    rule = models.CharField(_("rule"), max_length=12, choices=Rule.choices, default=Rule.LATEST)
    topic = models.ForeignKey(Topic, null=True, on_delete=models.SET_NULL, related_name="+")
    of_section = models.ForeignKey(Section, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("slot of a front")
        verbose_name_plural = _("slots of fronts")
        constraints = [models.UniqueConstraint(fields=["arrangement", "slot"], name="slot_once")]

    def __str__(self) -> str:
        return f"{self.slot} of {self.arrangement_id}"
