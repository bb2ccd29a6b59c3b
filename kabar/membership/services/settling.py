"""What gateways tell us: kept first, then acted on exactly once, in whatever order it came."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.db import IntegrityError, transaction

from kabar import clock
from kabar.crash import crash_at
from kabar.jobs.services import enqueue
from kabar.membership import ledger
from kabar.membership.gateways import open as gateways
from kabar.membership.gateways.asking import Standing, Told
from kabar.membership.models import Notice, Notices, Order, OrderState, Payment, Refund, RefundState
from kabar.membership.money import Money
from kabar.membership.services.fulfilling import fulfil, give_again, take_back
from kabar.membership.services.invoicing import credit

ACT = "kabar.membership.tasks.act_on"
#: When a job does what the request that brought the news could not.
SOON = timedelta(seconds=5)


class Unknown(Exception):
    """It is about no order of ours, or does not fit it."""


def keep(kind: str, told: Told, body: bytes) -> Notice | None:
    """Keep a notification; None when it was kept before."""
    now = clock.now()
    try:
        with transaction.atomic():
            notice = Notice.objects.create(
                gateway=kind, mark=told.mark[:255], order_number=told.order[:64],
                reference=told.reference[:200], standing=_in_json(told.standing),
                body=body.decode("utf-8", "replace").replace("\0", ""), received=now,
            )  # fmt: skip
            enqueue(ACT, [notice.pk], run_at=now + SOON, once=f"notice:{notice.pk}")
    except IntegrityError:
        return None
    crash_at("notice-kept")
    return notice


def act(pk: int) -> None:
    """Do what a kept notification is about; raise GatewayError when a gateway must be asked and is silent."""
    notice = Notice.objects.get(pk=pk)
    if notice.state != Notices.KEPT:
        return
    standing, odd = _standing(notice)
    with transaction.atomic():
        if not Notice.objects.filter(pk=pk, state=Notices.KEPT).update(state=Notices.DONE):
            return
        try:
            if standing is None:
                raise Unknown(odd)
            apply(notice.gateway, standing)
        except Unknown as why:
            Notice.objects.filter(pk=pk).update(state=Notices.ODD, why=str(why)[:300])
        crash_at("notice-acting")
    crash_at("notice-done")


def apply(kind: str, standing: Standing) -> bool:
    """Bring an order to where its payment stands; tell whether anything changed. Raise Unknown."""
    with transaction.atomic():
        order = Order.objects.select_for_update().filter(number=standing.order).first()
        if order is None:
            raise Unknown(f"no order {standing.order!r}")
        if {standing.paid.currency, standing.returned.currency} != {order.currency}:
            raise Unknown(f"{standing.paid.currency} for an order in {order.currency}")
        changed = _sums(order, kind, standing)
        if standing.over and order.state == OrderState.WAITING and order.gateway == kind:
            changed |= bool(
                Order.objects.filter(pk=order.pk, state=OrderState.WAITING).update(state=OrderState.EXPIRED)
            )
        if changed:
            _follow(order)
        for key, why in standing.failed:
            fail(key, why)
        return changed


def fail(key: str, why: str) -> None:
    """Write down that a refund did not reach the reader; somebody of the staff has to see to it."""
    wanted = Refund.objects.filter(key=key).exclude(state=RefundState.FAILED)
    wanted.update(state=RefundState.FAILED, why_not=why[:300])


def _sums(order: Order, kind: str, standing: Standing) -> bool:
    """Write down a payment's sums, which only grow; tell whether they did."""
    if not (standing.paid or standing.returned or standing.reversed):
        return False
    if not standing.reference:
        return _disputed(order, kind, standing)
    payment = Payment.objects.filter(gateway=kind, reference=standing.reference).first()
    if payment is None:
        if not (standing.paid or standing.returned):
            return False
        payment = Payment.objects.create(order=order, gateway=kind, reference=standing.reference)
    elif payment.order_id != order.pk:
        raise Unknown(f"{standing.reference} is the payment of another order")
    return _grow(payment, standing)


def _disputed(order: Order, kind: str, standing: Standing) -> bool:
    """Write down what a bank took of an order's payment beside what was refunded of it."""
    payment = order.payments.filter(gateway=kind, paid__gt=0).order_by("-paid").first()
    if payment is None:
        raise Unknown("a dispute about an order for which nothing came")
    sent = payment.refunds.filter(state=RefundState.SENT).values_list("minor", flat=True)
    returned = standing.returned + Money(order.currency, sum(sent))
    return _grow(payment, replace(standing, returned=returned))


def _grow(payment: Payment, standing: Standing) -> bool:
    """Let the sums of a payment grow to what is said; tell whether they did."""
    names = ("paid", "returned", "regained", "reversed", "won")
    before = [getattr(payment, name) for name in names]
    payment.paid = max(payment.paid, standing.paid.minor)
    # Taken back whole: then what was said to be paid no longer says how much.
    whole = standing.reversed and not (standing.paid or standing.returned)
    back = payment.paid if whole else standing.returned.minor
    again = max(payment.regained, standing.regained.minor if standing.regained else 0)
    payment.returned = min(max(payment.returned, back), payment.paid + again)
    payment.regained = min(again, payment.returned)
    payment.reversed = payment.reversed or standing.reversed
    payment.won = payment.won or standing.won
    payment.save()
    return before != [getattr(payment, name) for name in names]


def _follow(order: Order) -> None:
    """Fulfil an order that has its money, take back what lost it, and book all of it."""
    payments = list(order.payments.all())
    paid, returned = (sum(getattr(each, name) for each in payments) for name in ("paid", "gone"))
    if paid - returned >= order.due_minor:
        if order.paid_at is None:
            fulfil(order)
        elif any(each.won for each in payments):
            give_again(order)
    order.refresh_from_db()
    if order.paid_at is not None:
        # What came twice is given back first; only then does a refund touch what was sold.
        lost = ledger.lost(order, paid, returned)
        credit(order, lost)
        if lost >= order.due_minor > 0:
            take_back(order)
            order.refresh_from_db()
    ledger.book(order)


def _standing(notice: Notice) -> tuple[Standing | None, str]:
    """Return what a notification says, or what its gateway answers when asked; else why there is nothing."""
    if notice.standing is not None:
        return _from_json(notice.standing), ""
    gateway = gateways.called(notice.gateway)
    if gateway is None:
        return None, f"{notice.gateway} is not open"
    order = Order.objects.filter(number=notice.order_number).first()
    if notice.order_number and order is None:
        return None, f"no order {notice.order_number!r}"
    currency = order.currency if order else ""
    return gateway.standing(
        notice.order_number, notice.reference, currency
    ), "the gateway knows no such payment"


def _in_json(standing: Standing | None) -> dict[str, object] | None:
    if standing is None:
        return None
    return {
        "order": standing.order, "reference": standing.reference, "currency": standing.paid.currency,
        "paid": standing.paid.minor, "returned": standing.returned.minor, "over": standing.over,
        "reversed": standing.reversed, "won": standing.won,
        "regained": standing.regained.minor if standing.regained else 0,
    }  # fmt: skip


def _from_json(said: dict[str, object]) -> Standing:
    currency = str(said["currency"])
    # Notifications of before the last release say nothing of what came again.
    paid, returned, regained = (
        Money(currency, int(str(said.get(name, 0)))) for name in ("paid", "returned", "regained")
    )
    return Standing(
        str(said["order"]), str(said["reference"]), paid, returned, over=bool(said["over"]),
        reversed=bool(said["reversed"]), regained=regained, won=bool(said.get("won")),
    )  # fmt: skip
