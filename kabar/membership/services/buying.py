"""A reader orders something: what it costs them, the order, and what the gateway wants them to do."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kabar import clock
from kabar.config import Paper
from kabar.membership import codes, queries
from kabar.membership.gateways import open as gateways
from kabar.membership.gateways.asking import Bill, GatewayError
from kabar.membership.gateways.transfer import KIND as TRANSFER
from kabar.membership.models import Holding, Membership, Order, OrderState, Plan, Purpose
from kabar.membership.models.plans import SOLD
from kabar.membership.money import Money, nothing
from kabar.membership.refusals import Conflict, Refused, TooMany
from kabar.membership.services.fulfilling import fulfil
from kabar.readers.addresses import account_path
from kabar.readers.models import Reader
from kabar.staff.services import record

#: How long an order can be paid: a transfer takes until Monday, everything else an hour.
OPEN_FOR = timedelta(hours=1)
TRANSFER_OPEN_FOR = timedelta(days=3)
#: Orders of one reader within an hour.
AT_MOST, WITHIN = 10, timedelta(hours=1)
#: A transfer is told apart by some rupiah less, at most this part of the price.
APART, PART = 999, 20
NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader wants."""

    plan: Plan
    purpose: Purpose
    #: A key of `gateways.open.ways`; nothing when it costs nothing.
    way: str = ""
    currency: str = ""
    gift_to: str = ""
    gift_words: str = ""


def place(reader: Reader, wish: Wish) -> Order:
    """Write an order down and have its payment prepared; raise Refused, and then nothing can be paid."""
    currency = wish.currency or settings.PAPER.membership.currency
    price = wish.plan.price(currency)
    sold = wish.plan.on_offer and wish.plan.kind in SOLD and wish.plan.paper == reader.paper
    if price is None or not sold:
        raise Refused(_("This plan is not on offer."))
    membership = _fits(reader, wish)
    due = price - credit_of(membership, currency) if wish.purpose == Purpose.CHANGE else price
    if due < nothing(currency):
        raise Refused(_("What you have is worth more than the new plan. Change when it ends."))
    way = None if not due else _way(wish, currency)
    order = _written(reader, wish, price, due, membership, way)
    if way is None:
        return _free(order)
    return _prepared(order, way)


def _fits(reader: Reader, wish: Wish) -> Membership | None:
    """Return the membership an order is about; refuse what makes no sense for this reader."""
    recent = Order.objects.filter(reader=reader, made_at__gte=clock.now() - WITHIN)
    if recent.count() >= AT_MOST:
        raise TooMany(_("That were many orders. Please wait an hour, or pay one of them."))
    standing = queries.bought(reader)
    if wish.purpose == Purpose.GIFT:
        if not wish.plan.giftable:
            raise Refused(_("This plan cannot be given as a gift."))
        return None
    if wish.plan.once and queries.had(reader, wish.plan):
        raise Refused(_("You have had this one; it is for getting to know us."))
    if wish.purpose == Purpose.START:
        if standing:
            raise Refused(_("You have a membership: renew it or change its plan."))
        return None
    if standing is None or standing.state == Holding.PAUSED:
        raise Refused(_("There is no running membership to renew or change."))
    if (wish.purpose == Purpose.RENEW) != (standing.plan_id == wish.plan.pk):
        raise Refused(_("Renew the plan you have, or change to another one."))
    return standing


def credit_of(membership: Membership | None, currency: str) -> Money:
    """Return what the time that is left of a membership was worth, the last bought being left the longest."""
    credit = nothing(currency)
    if membership is None or membership.until is None:
        return credit
    left = membership.until - clock.now()
    for order in membership.orders.filter(state=OrderState.PAID, currency=currency).order_by("-id"):
        if left <= NO_TIME or not order.covers_until or not order.covers_from:
            break
        span = order.covers_until - order.covers_from
        part = min(span, left)
        credit += Money(currency, order.price).share(int(part.total_seconds()), int(span.total_seconds()))
        left -= part
        if order.purpose == Purpose.CHANGE:
            # What was left of earlier ones was taken off its price.
            break
    return credit


def _way(wish: Wish, currency: str) -> gateways.Way:
    for way in gateways.ways(currency):
        if way.key == wish.way:
            return way
    raise Refused(_("Choose how to pay."))


@transaction.atomic
def _written(
    reader: Reader,
    wish: Wish,
    price: Money,
    due: Money,
    membership: Membership | None,
    way: gateways.Way | None,
) -> Order:
    terms, plan = settings.PAPER.membership, wish.plan
    by_transfer = way is not None and way.kind == TRANSFER
    now = clock.now()
    order = Order(
        paper=reader.paper, number=codes.number(), reader=reader, plan=plan, membership=membership,
        purpose=wish.purpose, what=plan.name, length=plan.length, unit=plan.unit, currency=price.currency,
        price=price.minor, due_minor=due.minor, tax_name=terms.tax_name if terms.tax_percent else "",
        tax_points=round(terms.tax_percent * 100), gateway=way.kind if way else "",
        method=way.method.key if way else "", gift_to=wish.gift_to, gift_words=wish.gift_words[:200],
        made_at=now, expires=now + (TRANSFER_OPEN_FOR if by_transfer else OPEN_FOR),
    )  # fmt: skip
    if by_transfer:
        _save_apart(order)
    else:
        order.save(force_insert=True)
    record("order", order, by=None, plan=plan.slug, due=due.minor, currency=due.currency)
    return order


def _save_apart(order: Order) -> None:
    """Take some rupiah off a transfer, so that no two that are waited for are the same sum."""
    price = order.due_minor
    most = min(APART, price // PART)
    for less in random.sample(range(1, most + 1), most) if most else ():
        order.due_minor = price - less
        try:
            with transaction.atomic():
                order.save(force_insert=True)
            return
        except IntegrityError:
            continue
    raise TooMany(_("So many transfers are waited for that no sum is left. Please pay another way."))


def _free(order: Order) -> Order:
    with transaction.atomic():
        locked = Order.objects.select_for_update().get(pk=order.pk)
        fulfil(locked)
    order.refresh_from_db()
    return order


def _prepared(order: Order, way: gateways.Way) -> Order:
    """Ask the gateway, outside of any transaction, and keep what it wants the reader to do."""
    gateway = gateways.called(way.kind)
    if gateway is None:
        raise Refused(_("Choose how to pay."))
    try:
        asked = gateway.ask(bill_of(order), way.method.key)
    except GatewayError as failed:
        _leave(order, OrderState.WITHDRAWN)
        raise Refused(
            _("The payment service does not answer as it should. Please try again, or pay another way.")
        ) from failed
    to_do = {"qr": asked.qr, "leads": asked.leads, "shows": dict(asked.shows)}
    Order.objects.filter(pk=order.pk).update(reference=asked.reference, to_do=to_do)
    order.refresh_from_db()
    return order


def bill_of(order: Order) -> Bill:
    """Return an order as a gateway is told of it."""
    paper: Paper = settings.PAPER.for_key(order.paper)
    reader = order.reader
    return Bill(
        number=order.number, due=order.due, what=f"{paper.name}: {order.what}", name=reader.name,
        email=reader.email, expires=order.expires, language=paper.language,
        back=paper.address + account_path(paper, f"membership/order/{order.number}/"),
        notify=paper.address + account_path(paper, f"paid/{order.gateway}/"),
    )  # fmt: skip


def withdraw(order: Order) -> None:
    """Give up an order that waits for its money; money that comes all the same is still taken for it."""
    if not _leave(order, OrderState.WITHDRAWN):
        raise Conflict(_("This order is no longer waiting."))


def expire_orders() -> int:
    """Close the orders whose time to pay is over; return how many."""
    over = Order.objects.filter(state=OrderState.WAITING, expires__lte=clock.now())
    return sum(_leave(order, OrderState.EXPIRED) for order in over)


@transaction.atomic
def _leave(order: Order, to: OrderState) -> bool:
    left = Order.objects.filter(pk=order.pk, state=OrderState.WAITING).update(state=to)
    if left:
        record(f"order-{to.value}", order, by=None)
    return bool(left)
