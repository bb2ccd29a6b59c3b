"""A paid order becomes time to read, or a gift; a refunded one takes it back. The order is locked."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from kabar import clock
from kabar.jobs.services import enqueue
from kabar.membership.lengths import after
from kabar.membership.models import Holding, Membership, Order, OrderState, Purpose
from kabar.membership.models.memberships import OPEN
from kabar.membership.services import vouchers
from kabar.membership.services.holding import SEND, end, entitle
from kabar.membership.services.invoicing import issue, noted_at
from kabar.membership.signals import order_paid
from kabar.staff.services import record


def fulfil(order: Order) -> None:
    """Give what was paid for; once, for an order is paid once."""
    now = clock.now()
    open_states = (OrderState.WAITING, OrderState.EXPIRED, OrderState.WITHDRAWN)
    taken = Order.objects.filter(pk=order.pk, state__in=open_states)
    if not taken.update(state=OrderState.PAID, paid_at=now):
        return
    order.refresh_from_db()
    record("order-paid", order, by=None)
    if order.purpose == Purpose.GIFT:
        vouchers.make_gift(order)
    else:
        _extend(order, now)
    if order.due_minor:
        issue(order)
    enqueue(SEND, ["gift" if order.purpose == Purpose.GIFT else "paid", order.pk])
    transaction.on_commit(lambda: order_paid.send(Order, order=order))


def _extend(order: Order, now: datetime) -> None:
    """Begin a membership or make the standing one longer."""
    zone = settings.PAPER.for_key(order.paper).zone
    standing = (
        Membership.objects.select_for_update()
        .filter(reader=order.reader, given=False, state__in=OPEN)
        .first()
    )
    if standing is None:
        begins = now
    elif order.purpose == Purpose.CHANGE or standing.until is None:
        # What was left of the old plan was taken off the price.
        begins = now
    else:
        begins = max(now, standing.until if standing.left is None else now + standing.left)
    ends = after(begins, order.length, order.unit, zone)
    if standing is None:
        standing = Membership.objects.create(
            paper=order.paper, reader=order.reader, plan=order.plan, starts=now, until=ends
        )
    else:
        standing.plan, standing.until, standing.left = order.plan, ends, None
        standing.state = Holding.RUNNING
        standing.save(update_fields=["plan", "until", "left", "state"])
    Order.objects.filter(pk=order.pk).update(membership=standing, covers_from=begins, covers_until=ends)
    order.refresh_from_db()
    entitle(standing)


def take_back(order: Order) -> None:
    """Take back what an order gave, because its money went back; once."""
    if not Order.objects.filter(pk=order.pk, state=OrderState.PAID).update(state=OrderState.REFUNDED):
        return
    order.refresh_from_db()
    record("order-refunded", order, by=None)
    enqueue(SEND, ["refunded", order.pk])
    if order.purpose == Purpose.GIFT:
        vouchers.take_back_gift(order)
        return
    if order.membership and order.membership.is_open and order.covers_until and order.covers_from:
        _shorten(order.membership, order.covers_until - order.covers_from)


def give_again(order: Order) -> None:
    """Give what was taken back once more, since a bank found for the paper: as much as was left then."""
    if not Order.objects.filter(pk=order.pk, state=OrderState.REFUNDED).update(state=OrderState.PAID):
        return
    order.refresh_from_db()
    record("order-regained", order, by=None)
    taken_at = noted_at(order)
    enqueue(SEND, ["regained", order.pk])
    if order.purpose == Purpose.GIFT:
        vouchers.give_gift_again(order)
    elif order.covers_from and order.covers_until and taken_at < order.covers_until:
        _lengthen(order, order.covers_until - max(taken_at, order.covers_from))


def _lengthen(order: Order, left: timedelta) -> None:
    """Add so much time to what the reader has by now, or begin with it."""
    now = clock.now()
    held = Membership.objects.select_for_update().filter(reader=order.reader, given=False, state__in=OPEN)
    standing = held.first()
    if standing is None:
        begins = now
        standing = Membership.objects.create(
            paper=order.paper, reader=order.reader, plan=order.plan, starts=now, until=now + left
        )
    elif standing.left is not None:
        begins = now + standing.left
        standing.left += left
    else:
        begins = max(now, standing.until or now)
        standing.until = begins + left
    standing.save(update_fields=["until", "left"])
    Order.objects.filter(pk=order.pk).update(
        membership=standing, covers_from=begins, covers_until=begins + left
    )
    order.refresh_from_db()
    entitle(standing)


def _shorten(membership: Membership, span: timedelta) -> None:
    """Take so much time off a membership; one that has no more is over."""
    if membership.state == Holding.PAUSED and membership.left is not None and membership.left > span:
        membership.left -= span
        membership.save(update_fields=["left"])
    elif membership.state != Holding.PAUSED and membership.until and membership.until - span > clock.now():
        membership.until -= span
        membership.save(update_fields=["until"])
        entitle(membership)
    else:
        end(membership, why="refunded")
