"""Staff confirm transfers and give money back; the gateway is asked by a job, once under each key."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from kabar.jobs.services import enqueue
from kabar.membership.gateways import open as gateways
from kabar.membership.gateways.asking import Declined, GatewayError, Standing
from kabar.membership.gateways.transfer import KIND as TRANSFER
from kabar.membership.models import Order, Payment, Refund, RefundState
from kabar.membership.money import Money, nothing
from kabar.membership.refusals import Conflict, Refused
from kabar.membership.services.settling import apply, fail
from kabar.staff.models import User
from kabar.staff.permissions import must
from kabar.staff.rights import ADMINISTER
from kabar.staff.services import record

SEND_BACK = "kabar.membership.tasks.send_refund"


def confirm_transfer(order: Order, came: Money, *, by: User) -> None:
    """Say that the money of a transfer is on the account; less than was due fulfils nothing."""
    must(by, ADMINISTER)
    if came <= nothing(came.currency):
        raise Refused(_("Write how much came."))
    with transaction.atomic():
        locked = Order.objects.select_for_update().get(pk=order.pk)
        if locked.gateway != TRANSFER or locked.paid_at is not None:
            raise Conflict(_("This order is not waiting for a transfer."))
        # What came before is counted on: a reader who sent too little sends the rest.
        before = sum(payment.paid for payment in locked.payments.all())
        total = Money(locked.currency, before) + came
        record("confirm-transfer", locked, by=by, came=came.minor, currency=came.currency)
        apply(TRANSFER, Standing(locked.number, locked.number, total, nothing(locked.currency)))
    order.refresh_from_db()


def refund(order: Order, amount: Money, *, reason: str, by: User) -> Refund:
    """Have money given back; all of it takes back what was bought, less of it does not."""
    must(by, ADMINISTER)
    if not reason.strip():
        raise Refused(_("Say why; the record keeps it."))
    with transaction.atomic():
        locked = Order.objects.select_for_update().get(pk=order.pk)
        payment = _payment_for(locked, amount)
        key = f"{locked.number}.{Refund.objects.filter(payment__order=locked).count() + 1}"
        wanted = Refund.objects.create(
            payment=payment, key=key, minor=amount.minor, reason=reason.strip()[:200], by=by
        )
        record("refund", locked, by=by, amount=amount.minor, currency=amount.currency, reason=reason[:200])
        if payment.gateway == TRANSFER:
            Refund.objects.filter(pk=wanted.pk).update(state=RefundState.SENT)
            apply(TRANSFER, _after(payment, amount))
        else:
            enqueue(SEND_BACK, [wanted.pk], once=f"refund:{wanted.pk}")
    order.refresh_from_db()
    wanted.refresh_from_db()
    return wanted


def _payment_for(order: Order, amount: Money) -> Payment:
    """Return a payment from which so much can be given back."""
    if amount <= nothing(amount.currency):
        raise Refused(_("Write how much goes back."))
    for payment in order.payments.all():
        if payment.paid - _spoken_for(payment) >= amount.minor and order.currency == amount.currency:
            return payment
    raise Refused(_("That is more than came."))


def _spoken_for(payment: Payment) -> int:
    """Return what of a payment is gone or on its way; some gateways tell of a refund days later."""
    by_state = dict.fromkeys(RefundState.values, 0)
    for wanted in payment.refunds.all():
        by_state[wanted.state] += wanted.minor
    return max(payment.gone, by_state[RefundState.SENT]) + by_state[RefundState.ASKED]


def send_back(pk: int) -> None:
    """Ask the gateway for a refund, and see what came of it; raise GatewayError to be tried again."""
    wanted = Refund.objects.select_related("payment__order").get(pk=pk)
    if wanted.state != RefundState.ASKED:
        return
    payment, order = wanted.payment, wanted.payment.order
    gateway = gateways.called(payment.gateway)
    if gateway is None:
        raise GatewayError(f"{payment.gateway} is not in kabar.toml any more")
    try:
        amount = Money(order.currency, wanted.minor)
        gateway.give_back(order.number, payment.reference, amount, wanted.key)
    except Declined as refused:
        fail(wanted.key, str(refused))
        return
    except GatewayError as failed:
        Refund.objects.filter(pk=pk).update(why_not=str(failed)[:300])
        raise
    Refund.objects.filter(pk=pk).update(state=RefundState.SENT, why_not="")
    standing = gateway.standing(order.number, payment.reference, order.currency)
    if standing is not None:
        apply(payment.gateway, standing)


def _after(payment: Payment, amount: Money) -> Standing:
    paid = Money(amount.currency, payment.paid)
    returned = Money(amount.currency, payment.returned) + amount
    return Standing(payment.order.number, payment.reference, paid, returned)
