"""Disputes whose end a gateway does not tell: somebody of the staff reads it there, and books it here."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from kabar.membership.gateways.asking import Standing
from kabar.membership.models import Order, Payment, RefundState
from kabar.membership.money import Money
from kabar.membership.refusals import Conflict, Refused
from kabar.membership.services.settling import apply
from kabar.staff.models import User
from kabar.staff.permissions import must
from kabar.staff.rights import ADMINISTER
from kabar.staff.services import record


def found_for_us(order: Order, *, reason: str, by: User) -> None:
    """Say that a bank found for the paper: what it took came again, and the reader has what was left."""
    must(by, ADMINISTER)
    if not reason.strip():
        raise Refused(_("Say why; the record keeps it."))
    with transaction.atomic():
        locked = Order.objects.select_for_update().get(pk=order.pk)
        taken = [payment for payment in locked.payments.all() if is_disputed(payment)]
        if not taken:
            raise Conflict(_("No bank has taken the money of this order."))
        record("found-for-us", locked, by=by, reason=reason.strip()[:200])
        for payment in taken:
            apply(payment.gateway, _come_again(locked, payment))
    order.refresh_from_db()


def is_disputed(payment: Payment) -> bool:
    """Tell whether a bank took the money of a payment, and has not found for the paper."""
    return payment.reversed and not payment.won and payment.gone > 0


def _come_again(order: Order, payment: Payment) -> Standing:
    """Return how a payment stands of which only what was refunded is gone."""
    sent = payment.refunds.filter(state=RefundState.SENT)
    refunded = sum(sent.values_list("minor", flat=True))
    paid, returned, again = (
        Money(order.currency, minor)
        for minor in (payment.paid, payment.returned, max(0, payment.returned - refunded))
    )
    return Standing(order.number, payment.reference, paid, returned, reversed=True, regained=again, won=True)
