"""What was ordered, what was paid and given back, what gateways told us, and the invoices of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kabar import clock
from kabar.membership.models.memberships import Membership
from kabar.membership.models.plans import Plan, Unit
from kabar.membership.money import Money
from kabar.readers.models import Reader


class Purpose(models.TextChoices):
    """What an order is for."""

    START = "start", _("a membership")
    RENEW = "renew", _("a renewal")
    CHANGE = "change", _("a change of plan")
    GIFT = "gift", _("a gift")


class OrderState(models.TextChoices):
    """Where an order stands; changed only by `membership.services`."""

    WAITING = "waiting", _("waiting for the money")
    PAID = "paid", pgettext_lazy("order", "paid")
    EXPIRED = "expired", pgettext_lazy("order", "expired")
    WITHDRAWN = "withdrawn", pgettext_lazy("order", "withdrawn")
    REFUNDED = "refunded", _("refunded")


class Order(models.Model):
    """What a reader asked for, as it was offered then; it is paid by whatever comes under its number."""

    paper = models.CharField(_("paper"), max_length=32, default="main")
    number = models.CharField(_("number"), max_length=16, unique=True)
    reader = models.ForeignKey(
        Reader, verbose_name=_("reader"), on_delete=models.PROTECT, related_name="orders"
    )
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="orders")
    purpose = models.CharField(_("for"), max_length=8, choices=Purpose.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=OrderState.choices, default=OrderState.WAITING
    )
    what = models.CharField(_("what"), max_length=80)
    length = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=6, choices=Unit.choices)
    currency = models.CharField(max_length=3)
    price = models.BigIntegerField()
    due_minor = models.BigIntegerField()
    tax_name = models.CharField(max_length=20, blank=True)
    tax_points = models.PositiveIntegerField(default=0)
    gateway = models.CharField(_("way of paying"), max_length=20, blank=True)
    method = models.CharField(max_length=30, blank=True)
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    #: What the reader is shown until it is paid: a QR code's text, an address, lines.
    to_do = models.JSONField(default=dict)
    gift_to = models.EmailField(_("gift for"), max_length=254, blank=True)
    gift_words = models.CharField(_("words"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("made"), default=clock.now, db_index=True)
    expires = models.DateTimeField(_("expires"))
    paid_at = models.DateTimeField(_("paid at"), null=True)
    covers_from = models.DateTimeField(null=True)
    covers_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "due_minor"],
                name="transfers_told_apart",
                condition=models.Q(state="waiting", gateway="transfer"),
            )
        ]
        indexes = [
            models.Index(fields=["expires"], name="orders_waiting", condition=models.Q(state="waiting"))
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def due(self) -> Money:
        """Return what is to be paid."""
        return Money(self.currency, self.due_minor)

    @property
    def tax(self) -> Money:
        """Return the tax that is in it."""
        return self.due.tax_within(self.tax_points)


class Payment(models.Model):
    """Money that came for an order under one reference, and what of it went back, in sums so far."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    gateway = models.CharField(_("way of paying"), max_length=20)
    reference = models.CharField(_("reference"), max_length=200)
    paid = models.BigIntegerField(default=0)
    returned = models.BigIntegerField(default=0)
    #: What came again of that, since a refund failed or a bank found for the paper.
    regained = models.BigIntegerField(default=0, db_default=0)
    reversed = models.BooleanField(_("taken back by the bank"), default=False)
    won = models.BooleanField(_("found for us by the bank"), default=False, db_default=False)
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [models.UniqueConstraint(fields=["gateway", "reference"], name="payment_known_once")]

    def __str__(self) -> str:
        return f"{self.gateway} {self.reference}"

    @property
    def gone(self) -> int:
        """Return how much of it is with the reader or their bank again."""
        return self.returned - self.regained


class RefundState(models.TextChoices):
    """Where a refund stands; that the money went back is told by the payment."""

    ASKED = "asked", _("asked for")
    SENT = "sent", _("on its way")
    FAILED = "failed", _("refused by the gateway")


class Refund(models.Model):
    """Money that somebody of the staff wants returned; asked of the gateway once, under a key of its own."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    key = models.CharField(max_length=32, unique=True)
    minor = models.BigIntegerField()
    reason = models.CharField(_("why"), max_length=200)
    state = models.CharField(max_length=6, choices=RefundState.choices, default=RefundState.ASKED)
    why_not = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.key


class Notices(models.TextChoices):
    """What became of a notification."""

    KEPT = "kept", _("kept, not acted on yet")
    DONE = "done", pgettext_lazy("notice", "done")
    ODD = "odd", _("about nothing we know")


class Notice(models.Model):
    """One notification of a gateway, proved to be its own and kept before anything is done about it."""

    gateway = models.CharField(max_length=20)
    mark = models.CharField(max_length=255)
    order_number = models.CharField(max_length=64, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    standing: Any = models.JSONField(null=True)
    body = models.TextField()
    received = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=4, choices=Notices.choices, default=Notices.KEPT)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("notification of a gateway")
        verbose_name_plural = _("notifications of gateways")
        constraints = [models.UniqueConstraint(fields=["gateway", "mark"], name="notice_kept_once")]
        indexes = [models.Index(fields=["id"], name="notices_kept", condition=models.Q(state="kept"))]

    def __str__(self) -> str:
        return f"{self.gateway} {self.mark}"


class InvoiceNumber(models.Model):
    """The last number a paper gave in a year; held while the next one is given, so that there are no gaps."""

    paper = models.CharField(max_length=32)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("last number of invoices")
        verbose_name_plural = _("last numbers of invoices")
        constraints = [models.UniqueConstraint(fields=["paper", "year"], name="numbers_of_a_year")]

    def __str__(self) -> str:
        return f"{self.year}/{self.last}"


class Invoice(models.Model):
    """An invoice, or a credit note, as it was issued; it names nobody, and is appended, never changed."""

    paper = models.CharField(max_length=32)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="invoices")
    #: What it is about, so that nothing is invoiced twice: `paid`, or `returned:<sum>`.
    about = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    tax_name = models.CharField(max_length=20, blank=True)
    tax_points = models.PositiveIntegerField(default=0)
    what = models.CharField(max_length=120)
    seller = models.JSONField(default=dict)
    at = models.DateTimeField(_("issued"))

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "year", "number"], name="invoice_number"),
            models.UniqueConstraint(fields=["order", "about"], name="invoiced_once"),
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.number:05d}"

    @property
    def total(self) -> Money:
        """Return its sum; a credit note's is below nothing."""
        return Money(self.currency, self.minor)

    @property
    def tax(self) -> Money:
        """Return the tax in it."""
        return Money(self.currency, self.tax_minor)
