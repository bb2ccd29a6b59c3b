"""The plan: what is to be done with which story at which second, and whether the clock can be trusted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from kabar import clock
from kabar.stories.models import Story


class Act(models.TextChoices):
    """What is planned."""

    PUBLISH = "publish", _("publication")
    UPDATE = "update", _("update")
    WITHDRAW = "withdraw", _("withdrawal")
    FRONT = "front", _("change of a front")


class Stand(models.TextChoices):
    """How a planned act stands; changed only by conditional update."""

    WAITING = "waiting", _("waiting")
    CLAIMED = "claimed", _("being done")
    HELD = "held", _("held")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


PUBLICATIONS = (Act.PUBLISH, Act.UPDATE)
#: What may still happen.
OPEN = (Stand.WAITING, Stand.CLAIMED, Stand.HELD)


class PlannedAct(models.Model):
    """One act, its hour to the second, who planned it, and what became of it."""

    act = models.CharField(_("act"), max_length=12, choices=Act.choices)
    #: None of a front: whoever does it says what it is about.
    story = models.ForeignKey(
        Story, verbose_name=_("story"), null=True, on_delete=models.CASCADE, related_name="planned_acts"
    )
    revision = models.ForeignKey(
        Revision, verbose_name=_("version"), null=True, on_delete=models.RESTRICT, related_name="+"
    )
    payload = models.JSONField(_("particulars"), default=dict)
    due = models.DateTimeField(_("due"))
    #: The due instant, or a later one after a try that failed.
    try_at = models.DateTimeField(_("not before"))

    state = models.CharField(_("state"), max_length=10, choices=Stand.choices, default=Stand.WAITING)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    lease_until = models.DateTimeField(_("leased until"), null=True)
    lease_owner = models.CharField(_("leased by"), max_length=120, blank=True)

    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("planned by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    planned_at = models.DateTimeField(_("planned"), default=clock.now)
    ended_at = models.DateTimeField(_("ended"), null=True)
    why = models.CharField(_("why"), max_length=300, blank=True)
    edition = models.BigIntegerField(_("edition"), null=True)

    class Meta:
        verbose_name = _("planned act")
        verbose_name_plural = _("planned acts")
        constraints = [
            models.UniqueConstraint(
                fields=["story"],
                name="one_publication_planned",
                condition=Q(act__in=PUBLICATIONS, state__in=OPEN),
            ),
            models.UniqueConstraint(
                fields=["story"],
                name="one_withdrawal_planned",
                condition=Q(act=Act.WITHDRAW, state__in=OPEN),
            ),
        ]
        indexes = [
            models.Index(fields=["try_at"], name="planned_next", condition=Q(state="waiting")),
            models.Index(fields=["due", "id"], name="planned_due", condition=Q(state="waiting")),
            models.Index(fields=["lease_until"], name="planned_leased", condition=Q(state="claimed")),
            models.Index(fields=["state", "due"], name="planned_state"),
        ]

    def __str__(self) -> str:
        about = f"of story {self.story_id}" if self.story_id else "by itself"
        return f"{self.act} {about} at {self.due:%Y-%m-%d %H:%M:%S} ({self.state})"

    @property
    def its_story(self) -> Story:
        """Return the story of an act that is done to one."""
        assert self.story is not None, f"{self} is done to no story"
        return self.story

    @property
    def late_by(self) -> float:
        """Return how many seconds after its hour it was done; 0.0 for what is not done."""
        done = self.state == Stand.DONE and self.ended_at
        return max(0.0, (self.ended_at - self.due).total_seconds()) if done and self.ended_at else 0.0


class ClockSight(models.Model):
    """What a machine's clock last showed, beside the ticks since its start, which nobody can set."""

    host = models.CharField(max_length=80, primary_key=True)
    boot = models.CharField(max_length=40)
    ticks = models.FloatField()
    wall = models.DateTimeField()

    class Meta:
        verbose_name = _("sight of a clock")
        verbose_name_plural = _("sights of clocks")

    def __str__(self) -> str:
        return f"{self.host} at {self.wall}"


class ClockDoubt(models.Model):
    """A time during which the clock is not believed, from a jump until somebody has looked at it."""

    since = models.DateTimeField(_("since"), default=clock.now)
    host = models.CharField(_("machine"), max_length=80)
    seconds = models.FloatField(_("jump in seconds"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("doubt of the clock")
        verbose_name_plural = _("doubts of the clock")
        indexes = [models.Index(fields=["since"], name="clock_doubted", condition=Q(confirmed_at=None))]

    def __str__(self) -> str:
        return f"{self.host} {self.seconds:+.0f} s"
