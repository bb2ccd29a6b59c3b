"""The ledger: double entry, appended, never changed; the database itself refuses."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kabar import clock
from kabar.membership.models.orders import Order


class LedgerEntry(models.Model):
    """One line of one booking; the lines of a booking add up to nothing."""

    booking = models.CharField(_("booking"), max_length=40)
    account = models.CharField(_("account"), max_length=40)
    currency = models.CharField(max_length=3)
    minor = models.BigIntegerField()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="ledger")
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("line of the ledger")
        verbose_name_plural = _("lines of the ledger")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["booking", "account"], name="booked_once")]

    def __str__(self) -> str:
        return f"{self.booking} {self.account} {self.minor}"
