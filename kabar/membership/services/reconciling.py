"""Ask the gateways about every order of late, so that no payment depends on a notification having come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from kabar import clock
from kabar.jobs.services import enqueue
from kabar.membership import ledger
from kabar.membership.gateways import open as gateways
from kabar.membership.gateways.asking import GatewayError
from kabar.membership.gateways.transfer import KIND as TRANSFER
from kabar.membership.models import Notice, Notices, Order, Refund, RefundState
from kabar.membership.services.refunding import SEND_BACK
from kabar.membership.services.settling import Unknown, act, apply


@dataclass(slots=True)
class Found:
    """What came of it."""

    asked: int = 0
    mended: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Tell whether everything is as the gateways and the ledger say."""
        return not (self.silent or self.faults)

    def lines(self) -> Iterator[str]:
        """Give what there is to say, line by line."""
        yield from (f"mended: order {number} stood otherwise at its gateway" for number in self.mended)
        yield from (f"trouble: {line}" for line in (*self.silent, *self.faults))
        yield f"{self.asked} orders asked about, {len(self.mended)} mended, {len(self.faults)} faults"


def reconcile(days: int = 30) -> Found:
    """Act on what was kept, ask about every order of so many days, and read the ledger."""
    found = Found()
    for pk in Notice.objects.filter(state=Notices.KEPT).order_by("id").values_list("pk", flat=True):
        try:
            act(pk)
        except GatewayError as silent:
            found.silent.append(str(silent))
    # A gateway that was silent for longer than a job tries is asked for its refunds again.
    for pk in Refund.objects.filter(state=RefundState.ASKED).values_list("pk", flat=True):
        enqueue(SEND_BACK, [pk], once=f"refund:{pk}")
    since = clock.now() - timedelta(days=days)
    orders = Order.objects.filter(made_at__gte=since).exclude(gateway__in=("", TRANSFER)).order_by("id")
    for order in orders.prefetch_related("payments").iterator(chunk_size=200):
        _ask(order, found)
    found.faults.extend(ledger.faults())
    return found


def _ask(order: Order, found: Found) -> None:
    gateway = gateways.called(order.gateway)
    if gateway is None:
        found.silent.append(f"order {order.number}: {order.gateway} is not in kabar.toml any more")
        return
    paid = [payment.reference for payment in order.payments.all()]
    for reference in paid or [order.reference]:
        try:
            standing = gateway.standing(order.number, reference, order.currency)
            if standing is not None and apply(order.gateway, standing):
                found.mended.append(order.number)
        except (GatewayError, Unknown) as silent:
            found.silent.append(f"order {order.number}: {silent}")
    found.asked += 1
