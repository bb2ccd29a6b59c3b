"""Every named read of memberships."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from kabar import clock
from kabar.config import Paper
from kabar.membership.models import (
    Holding,
    Institution,
    Invoice,
    Membership,
    Order,
    OrderState,
    Plan,
    Refund,
    RefundState,
    Seat,
    SeatState,
    Voucher,
)
from kabar.membership.models.memberships import OPEN
from kabar.membership.models.plans import SOLD
from kabar.membership.money import Money
from kabar.readers.models import Reader


def on_offer(paper: str) -> list[Plan]:
    """Return what readers can buy, in the publisher's order."""
    plans = Plan.objects.filter(paper=paper, on_offer=True, kind__in=SOLD)
    return [plan for plan in plans if price_of(plan) is not None]


def address_of_offer(paper: Paper) -> str:
    """Return where readers of a paper can buy, empty while there is nothing to buy."""
    return f"/{paper.words.membership}/" if on_offer(paper.key) else ""


def plan_called(paper: str, slug: str) -> Plan | None:
    """Return a plan that readers can buy."""
    return next((plan for plan in on_offer(paper) if plan.slug == slug), None)


def price_of(plan: Plan, currency: str = "") -> Money | None:
    """Return the price of a plan in a currency, or in the paper's own."""
    return plan.price(currency or settings.PAPER.membership.currency)


def bought(reader: Reader) -> Membership | None:
    """Return the membership a reader pays for, as long as it is not over."""
    return (
        Membership.objects.select_related("plan").filter(reader=reader, given=False, state__in=OPEN).first()
    )


def held(reader: Reader) -> QuerySet[Membership]:
    """Return everything a reader holds or held, the newest first."""
    return Membership.objects.select_related("plan").filter(reader=reader)


def seat_of(reader: Reader) -> Seat | None:
    """Return the seat a reader has in somebody's household."""
    seats = Seat.objects.select_related("membership__plan", "membership__reader")
    return seats.filter(reader=reader, state=SeatState.TAKEN, membership__state__in=OPEN).first()


def seats_of(membership: Membership) -> list[Seat]:
    """Return the seats that are taken or offered."""
    return list(membership.seats.exclude(state=SeatState.FREED).select_related("reader"))


def reads_until(membership: Membership) -> datetime | None:
    """Return when its entitlements end: who renews has some days' grace, who does not has none."""
    if membership.until is None:
        return None
    graced = membership.state == Holding.RUNNING and not membership.given and membership.plan.renews()
    days = settings.PAPER.membership.grace_days if graced else 0
    return membership.until + timedelta(days=days)


def orders_of(reader: Reader) -> QuerySet[Order]:
    """Return what a reader ordered, the newest first."""
    return Order.objects.filter(reader=reader).prefetch_related("payments", "invoices")


def order_of(reader: Reader, number: str) -> Order | None:
    """Return an order of a reader by its number."""
    return Order.objects.filter(reader=reader, number=number).select_related("plan", "membership").first()


def invoice_of(reader: Reader, pk: int) -> Invoice | None:
    """Return an invoice of a reader."""
    return Invoice.objects.filter(order__reader=reader, pk=pk).select_related("order__reader").first()


def gifts_of(reader: Reader) -> list[Voucher]:
    """Return the gifts a reader bought."""
    bought = Voucher.objects.filter(batch__order__reader=reader, batch__withdrawn=False)
    return list(bought.select_related("batch__plan", "batch__order").order_by("-id"))


def had(reader: Reader, plan: Plan) -> bool:
    """Tell whether a reader ever had a plan."""
    return Membership.objects.filter(reader=reader, plan=plan).exists()


# --- what the newsroom sees ---------------------------------------------------------------------------------


def transfers_waiting(paper: str) -> QuerySet[Order]:
    """Return the transfers somebody has to look for, the oldest first, and those that lapsed of late."""
    since = clock.now() - timedelta(days=14)
    waiting = Q(state=OrderState.WAITING) | Q(state=OrderState.EXPIRED, expires__gte=since)
    found = Order.objects.filter(waiting, paper=paper, gateway="transfer").select_related("reader", "plan")
    return found.order_by("-state", "id")


def orders(paper: str, words: str = "") -> QuerySet[Order]:
    """Return the orders of a paper, the newest first, narrowed by number or address."""
    found = Order.objects.filter(paper=paper).select_related("reader", "plan")
    return found.filter(Q(number__iexact=words) | Q(reader__email__icontains=words)) if words else found


def refunds_open(paper: str) -> QuerySet[Refund]:
    """Return the refunds that the gateway has not taken yet, and those that failed of late."""
    lately = Q(state=RefundState.FAILED, at__gte=clock.now() - timedelta(days=60))
    found = Refund.objects.filter(Q(state=RefundState.ASKED) | lately, payment__order__paper=paper)
    return found.select_related("payment__order")


def memberships_running(paper: str) -> int:
    """Return how many memberships run."""
    return Membership.objects.filter(paper=paper, state__in=(Holding.RUNNING, Holding.CANCELLED)).count()


def institutions(paper: str) -> QuerySet[Institution]:
    """Return the institutions of a paper."""
    return Institution.objects.filter(paper=paper).select_related("plan").prefetch_related("admissions")
