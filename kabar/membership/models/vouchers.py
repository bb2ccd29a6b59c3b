"""What is given without a payment of its own: vouchers and gifts by code, institutions by network or mail."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kabar import clock
from kabar.membership.models.memberships import Membership
from kabar.membership.models.orders import Order
from kabar.membership.models.plans import Plan
from kabar.readers.models import Reader


class VoucherBatch(models.Model):
    """So many codes made at once, each good for one plan once; a paid gift is a batch of one."""

    paper = models.CharField(max_length=32, default="main")
    name = models.CharField(_("name"), max_length=80)
    plan = models.ForeignKey(
        Plan, verbose_name=pgettext_lazy("membership", "plan"), on_delete=models.PROTECT, related_name="+"
    )
    count = models.PositiveIntegerField(_("how many"))
    good_until = models.DateTimeField(_("good until"))
    order = models.OneToOneField(Order, null=True, on_delete=models.PROTECT, related_name="gift")
    withdrawn = models.BooleanField(default=False)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("batch of vouchers")
        verbose_name_plural = _("batches of vouchers")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class Voucher(models.Model):
    """One code; only its digest is kept, and the code is made again from the paper's secret when needed."""

    batch = models.ForeignKey(VoucherBatch, on_delete=models.PROTECT, related_name="vouchers")
    place = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    used_by = models.ForeignKey(Reader, null=True, on_delete=models.PROTECT, related_name="vouchers")
    used_at = models.DateTimeField(null=True)
    membership = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="vouchers")

    class Meta:
        verbose_name = _("voucher")
        verbose_name_plural = _("vouchers")
        ordering = ["batch", "place"]
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="voucher_place")]

    def __str__(self) -> str:
        return f"{self.batch} {self.place}"


class VoucherTry(models.Model):
    """That somebody tried a code that is none, remembered for an hour."""

    sender = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        verbose_name = _("try of a voucher")
        verbose_name_plural = _("tries of vouchers")

    def __str__(self) -> str:
        return str(self.at)


class Institution(models.Model):
    """A library, a school, an office whose people read by its network or by their address of mail."""

    paper = models.CharField(max_length=32, default="main")
    name = models.CharField(_("name"), max_length=120)
    plan = models.ForeignKey(
        Plan, verbose_name=pgettext_lazy("membership", "plan"), on_delete=models.PROTECT, related_name="+"
    )
    networks = models.JSONField(_("networks"), default=list)
    domains = models.JSONField(_("domains of mail"), default=list)
    seats = models.PositiveIntegerField(_("readers at most"), default=100)
    until = models.DateTimeField(_("until"))
    ended = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Admission(models.Model):
    """One reader who reads by an institution; it lasts a while and is renewed by coming from there again."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="admissions")
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="admissions")
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("admission")
        verbose_name_plural = _("admissions")
        constraints = [models.UniqueConstraint(fields=["institution", "reader"], name="admitted_once")]

    def __str__(self) -> str:
        return f"{self.institution} {self.reader_id}"

    @property
    def because(self) -> str:
        """Return by what name its entitlements are known."""
        return f"institution:{self.institution_id}"
