"""The ledger of an order is what its payments come to; whatever differs is booked, and adds up to nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Sum

from kabar import clock
from kabar.membership.models import LedgerEntry, Order, OrderState

#: What was sold, the tax that is in it, what went back of it, and what is held of others' money.
SALES, TAX, RETURNS, OWED = "sales", "tax", "returns", "owed"


@dataclass(frozen=True, slots=True)
class Sums:
    """What came by one gateway, and what of it is gone again."""

    paid: int
    returned: int


def lost(order: Order, paid: int, returned: int) -> int:
    """Return how much of what was sold went back; what came twice goes back first."""
    if order.state == OrderState.REFUNDED:
        return order.due_minor
    return min(max(order.due_minor - (paid - returned), 0), order.due_minor)


def accounts_of(
    due: int, tax: int, *, sold: bool, back: int, by_gateway: Mapping[str, Sums]
) -> dict[str, int]:
    """Return where every account of an order should stand, gains below nothing; together they are nothing.

    What comes for an order that is not sold, or comes twice, is not ours: it is owed.
    """
    stands = {f"gateway:{kind}": sums.paid - sums.returned for kind, sums in by_gateway.items()}
    if sold:
        back_tax = tax * back // due if due else 0
        stands |= {SALES: tax - due, TAX: back_tax - tax, RETURNS: back - back_tax}
    stands[OWED] = -sum(stands.values())
    return stands


def book(order: Order) -> bool:
    """Write down what is not written yet; call it with the order locked. Tell whether there was anything."""
    missing = {name: minor for name, minor in difference(order).items() if minor}
    if not missing:
        return False
    bookings = LedgerEntry.objects.filter(order=order).values("booking").distinct().count()
    now = clock.now()
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            booking=f"{order.number}/{bookings + 1}", account=name, currency=order.currency, minor=minor,
            order=order, at=now,
        )
        for name, minor in missing.items()
    )  # fmt: skip
    return True


def difference(order: Order) -> dict[str, int]:
    """Return what the ledger of an order lacks, account by account."""
    sums: dict[str, Sums] = {}
    for payment in order.payments.all():
        before = sums.get(payment.gateway, Sums(0, 0))
        sums[payment.gateway] = Sums(before.paid + payment.paid, before.returned + payment.gone)
    paid, returned = (sum(getattr(each, name) for each in sums.values()) for name in ("paid", "returned"))
    wanted = accounts_of(
        order.due_minor,
        order.tax.minor,
        sold=order.paid_at is not None,
        back=lost(order, paid, returned),
        by_gateway=sums,
    )
    written = balances(order)
    return {name: wanted.get(name, 0) - written.get(name, 0) for name in wanted.keys() | written.keys()}


def balances(order: Order | None = None) -> dict[str, int]:
    """Return where the accounts stand: those of an order, or of all."""
    lines = LedgerEntry.objects.filter(order=order) if order else LedgerEntry.objects.all()
    return dict(lines.order_by().values_list("account").annotate(Sum("minor")))


def faults() -> Iterator[str]:
    """Give a line for every booking that does not add up and every order that is not booked as it stands."""
    sums = LedgerEntry.objects.order_by().values_list("booking", "currency").annotate(total=Sum("minor"))
    for booking, currency, total in sums.exclude(total=0):
        yield f"booking {booking} is off by {total} {currency}"
    bookings = defaultdict(set)
    for booking, currency in LedgerEntry.objects.values_list("booking", "currency").distinct():
        bookings[booking].add(currency)
    yield from (f"booking {name} mixes currencies" for name, found in bookings.items() if len(found) > 1)
    for order in Order.objects.prefetch_related("payments").iterator(chunk_size=500):
        off = {name: minor for name, minor in difference(order).items() if minor}
        if off:
            yield f"order {order.number} is not booked as it stands: {off}"
