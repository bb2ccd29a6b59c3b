"""Who holds what was sold, until when, and with whom they share it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kabar import clock
from kabar.membership.models.plans import Plan
from kabar.readers.models import Reader


class Holding(models.TextChoices):
    """Where a membership stands; changed only by `membership.services`."""

    RUNNING = "running", pgettext_lazy("membership", "running")
    CANCELLED = "cancelled", _("cancelled, runs to the end paid for")
    PAUSED = "paused", pgettext_lazy("membership", "paused")
    ENDED = "ended", pgettext_lazy("membership", "ended")


#: While it stands so, there is something to read by it or to take up again.
OPEN = (Holding.RUNNING, Holding.CANCELLED, Holding.PAUSED)


class Membership(models.Model):
    """What one reader holds: a plan, until an instant; without one it has no end."""

    paper = models.CharField(_("paper"), max_length=32, default="main")
    reader = models.ForeignKey(
        Reader, verbose_name=_("reader"), on_delete=models.PROTECT, related_name="memberships"
    )
    plan = models.ForeignKey(
        Plan, verbose_name=pgettext_lazy("membership", "plan"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=Holding.choices, default=Holding.RUNNING)
    starts = models.DateTimeField(_("starts"), default=clock.now)
    until = models.DateTimeField(_("until"), null=True)
    #: Given in the newsroom, and not bought.
    given = models.BooleanField(_("given"), default=False)
    reason = models.CharField(_("why"), max_length=200, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("given by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    #: What was left when it was paused.
    left = models.DurationField(_("left when it was paused"), null=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["reader"],
                name="one_bought_membership",
                condition=models.Q(given=False, state__in=["running", "cancelled", "paused"]),
            )
        ]
        indexes = [
            models.Index(
                fields=["until"],
                name="memberships_that_end",
                condition=models.Q(state__in=["running", "cancelled"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} #{self.pk}"

    @property
    def because(self) -> str:
        """Return by what name its entitlements are known."""
        return f"membership:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Tell whether there is something to read by it or to take up again."""
        return self.state in OPEN


class SeatState(models.TextChoices):
    """Where a seat stands."""

    INVITED = "invited", _("invited")
    TAKEN = "taken", pgettext_lazy("seat", "taken")
    FREED = "freed", _("given up")


class Seat(models.Model):
    """A place in a household's membership, for whoever opens its invitation."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="seats")
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(_("state"), max_length=8, choices=SeatState.choices, default=SeatState.INVITED)
    reader = models.ForeignKey(Reader, null=True, on_delete=models.PROTECT, related_name="seats")
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "reader"],
                name="one_seat_each",
                condition=models.Q(state="taken"),
            )
        ]

    def __str__(self) -> str:
        return self.email or f"#{self.pk}"

    @property
    def because(self) -> str:
        """Return by what name its entitlements are known."""
        return f"seat:{self.pk}"


class Reminder(models.Model):
    """That a member was told something about one period; while it is there, they are not told again."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="reminders")
    what = models.CharField(max_length=16)
    until = models.DateTimeField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [models.UniqueConstraint(fields=["membership", "what", "until"], name="reminded_once")]

    def __str__(self) -> str:
        return f"{self.what} {self.membership_id}"
