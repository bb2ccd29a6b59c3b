"""Stripe: its hosted Checkout, asked by its own SDK, which goes out through our one way.

A webhook's signature covers all of it and its hour. What comes after a payment, refunds that fail and
disputes that are won, is told of bit by bit and partly without the order, so we ask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from kabar.config import Gateway as Settings
from kabar.membership.gateways.asking import (
    Asked,
    Bill,
    Declined,
    Forged,
    Gateway,
    GatewayError,
    Method,
    Standing,
    Told,
)
from kabar.membership.gateways.stripe.outbound import client_of, error, verified
from kabar.membership.money import Money, decimals, nothing

#: Stripe counts these in whole units; every other currency in hundredths or thousandths, rupiah included.
WHOLE = frozenset([
    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF",
    "XPF",
])  # fmt: skip
SESSIONS = frozenset(
    f"checkout.session.{end}"
    for end in ("completed", "async_payment_succeeded", "async_payment_failed", "expired")
)
ASK_ABOUT = frozenset([
    "charge.refunded", "charge.refund.updated", "refund.updated", "refund.failed", "charge.dispute.created",
    "charge.dispute.updated", "charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated",
    "charge.dispute.closed",
])  # fmt: skip
#: Refunds whose money came again, and disputes for which none was taken: questions, and averted ones.
CAME_AGAIN = frozenset({"failed", "canceled"})
UNTOUCHED = frozenset({"warning_needs_response", "warning_under_review", "warning_closed", "prevented"})
#: Where a refund keeps the key it was asked for under.
KEY = "key"
#: No payment has as many refunds or disputes.
ALL = 100


def make(settings: Settings) -> Gateway:
    """Return the gateway of a table of kabar.toml."""
    return Stripe(settings)


class Stripe:
    """One account at Stripe; whether it is a test account follows from its key."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def methods(self, currency: str) -> Sequence[Method]:
        """Offer its page."""
        return (Method("checkout", _("Card or wallet"), _("On the page of Stripe"), leaves=True),)

    def ask(self, bill: Bill, method: str) -> Asked:
        """Have a page made."""
        price = {
            "currency": bill.due.currency.lower(),
            "unit_amount": in_stripe(bill.due),
            "product_data": {"name": bill.what},
        }
        said: Any = {
            "mode": "payment",
            "client_reference_id": bill.number,
            "customer_email": bill.email,
            "line_items": [{"quantity": 1, "price_data": price}],
            "success_url": bill.back,
            "cancel_url": bill.back,
            "locale": bill.language,
            "expires_at": int(bill.expires.timestamp()),
            "metadata": {"order": bill.number},
            "payment_intent_data": {"metadata": {"order": bill.number}},
        }
        with error():
            session = self._client.v1.checkout.sessions.create(said, {"idempotency_key": bill.number})
        return Asked(session.id, leads=session.url or "")

    def read(self, body: bytes, headers: Mapping[str, str]) -> Told:
        """Believe what is signed, and lately."""
        event = verified(body, headers.get("stripe-signature", ""), self._settings.token)
        mark, kind, thing = str(event["id"]), str(event["type"]), event["data"]["object"]
        if kind in SESSIONS:
            standing = _of_session(thing)
            return Told(mark, standing.order, standing.reference, standing)
        if kind in ASK_ABOUT and thing.get("payment_intent"):
            return Told(mark, "", str(thing["payment_intent"]))
        return Told(mark, nothing=True)

    def standing(self, order: str, reference: str, currency: str) -> Standing | None:
        """Ask how a session or a payment stands."""
        with error():
            if reference.startswith("cs_"):
                session = self._client.v1.checkout.sessions.retrieve(reference)
                if not session.payment_intent:
                    return _of_session(session.to_dict())
                reference = str(session.payment_intent)
            found = self._client.v1.payment_intents.retrieve(reference, {"expand": ["latest_charge"]})
        intent = found.to_dict()
        order = str(intent["metadata"].get("order", order))
        if not intent.get("latest_charge"):
            zero = nothing(intent["currency"].upper())
            return Standing(order, reference, zero, zero, over=intent["status"] == "canceled")
        with error():
            refunds, disputes = (
                list_of.list({"payment_intent": reference, "limit": ALL}).to_dict()["data"]
                for list_of in (self._client.v1.refunds, self._client.v1.disputes)
            )
        return _of_charge(intent["latest_charge"], order, refunds, disputes)

    def give_back(self, order: str, reference: str, amount: Money, key: str) -> None:
        """Ask for a refund; the same key is the same refund."""
        said: Any = {
            "payment_intent": reference,
            "amount": in_stripe(amount),
            "metadata": {"order": order, KEY: key},
        }
        with error():
            done = self._client.v1.refunds.create(said, {"idempotency_key": key})
        if done.status in CAME_AGAIN:
            raise Declined(_why(done.to_dict()))

    @property
    def _client(self) -> Any:
        return client_of(self._settings)


def in_stripe(amount: Money) -> int:
    """Return an amount as Stripe counts it."""
    return amount.minor * _factor(amount.currency)


def from_stripe(currency: str, counted: int) -> Money:
    """Return an amount that Stripe counted."""
    name = currency.upper()
    whole, rest = divmod(counted, _factor(name))
    if rest:
        raise GatewayError(f"Stripe: {counted} is no amount of {name}")
    return Money(name, whole)


def _factor(currency: str) -> int:
    return 1 if currency in WHOLE else 10 ** max(2 - decimals(currency), 0)


def _of_session(said: Mapping[str, Any]) -> Standing:
    """Return the sums of a session; only a paid one has a payment that counts."""
    total = from_stripe(said["currency"], said["amount_total"])
    zero = nothing(total.currency)
    paid = total if said["payment_status"] == "paid" else zero
    reference = str(said.get("payment_intent") or said["id"])
    return Standing(str(said["client_reference_id"]), reference, paid, zero, over=said["status"] == "expired")


def _of_charge(
    said: Mapping[str, Any],
    order: str,
    refunds: Sequence[Mapping[str, Any]],
    disputes: Sequence[Mapping[str, Any]],
) -> Standing:
    """Return the sums of a payment: what went back by refunds and to banks, and what of it came again."""
    taken = [one for one in disputes if one["status"] not in UNTOUCHED]
    won = [one for one in taken if one["status"] == "won"]
    failed = [one for one in refunds if one["status"] in CAME_AGAIN]
    paid, returned, regained = (
        from_stripe(said["currency"], counted)
        for counted in (
            said["amount_captured"],
            sum(one["amount"] for one in (*refunds, *taken)),
            sum(one["amount"] for one in (*failed, *won)),
        )
    )
    return Standing(
        order, str(said["payment_intent"]), paid, returned, reversed=len(taken) > len(won),
        regained=regained, won=bool(won),
        failed=tuple((str((one.get("metadata") or {}).get(KEY, "")), _why(one)) for one in failed),
    )  # fmt: skip


def _why(refund: Mapping[str, Any]) -> str:
    return f"Stripe: the refund {refund['status']}: {refund.get('failure_reason') or 'no reason given'}"


__all__ = ["Forged", "Stripe", "from_stripe", "in_stripe", "make"]
