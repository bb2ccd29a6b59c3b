"""What membership holds of a reader: handed over with an export, forgotten with an erasure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kabar.membership import queries
from kabar.membership.models import Holding, Membership, Order, Seat, SeatState
from kabar.membership.models.memberships import OPEN
from kabar.membership.services.holding import entitle
from kabar.readers import erasures, exports
from kabar.readers.models import Reader


def register() -> None:
    """Stand in both."""
    exports.register("membership", give)
    erasures.register("membership", forget)


def give(reader: Reader) -> Mapping[str, Any]:
    """Return all there is about a reader."""
    return {
        "memberships": [
            {
                "plan": str(one.plan),
                "state": one.state,
                "starts": one.starts.isoformat(),
                "until": one.until.isoformat() if one.until else None,
                "given": one.given,
                "seats": [seat.email for seat in queries.seats_of(one)],
            }
            for one in queries.held(reader)
        ],
        "orders": [
            {
                "number": order.number,
                "what": order.what,
                "due": order.due.plain(),
                "state": order.state,
                "made": order.made_at.isoformat(),
                "paid": order.paid_at.isoformat() if order.paid_at else None,
                "invoices": [str(invoice) for invoice in order.invoices.all()],
                "gift_to": order.gift_to,
            }
            for order in queries.orders_of(reader)
        ],
    }


def forget(reader: Reader) -> None:
    """Forget a reader; that something was sold is kept, as the law on taxes asks, and names nobody."""
    for membership in Membership.objects.filter(reader=reader, state__in=OPEN).select_related("plan"):
        Membership.objects.filter(pk=membership.pk).update(state=Holding.ENDED)
        membership.refresh_from_db()
        entitle(membership)
    Seat.objects.filter(membership__reader=reader).update(email="")
    Seat.objects.filter(reader=reader).update(email="", state=SeatState.FREED)
    Order.objects.filter(reader=reader).update(gift_to="", gift_words="", to_do={})
