"""Xendit: one hosted page with QRIS, virtual accounts, e-wallets and cards, made by its Invoice API.

Written from the reference of Xendit's Invoice and Refund APIs: `POST /v2/invoices`, the callbacks that carry
`x-callback-token`, `POST /refunds` and its notifications, and the notifications of disputes. A refund is told
of one by one; so it makes us ask for all of them. A dispute names our order and not its invoice, and says all
there is to know: the sum is held once it is raised, gone when it is lost, and released when it is won.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import InvalidOperation
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from kabar import clock
from kabar.config import Gateway as Settings
from kabar.membership.gateways.asking import (
    Asked,
    Bill,
    Declined,
    Forged,
    Gateway,
    GatewayError,
    Line,
    Method,
    Standing,
    Told,
    written_in,
)
from kabar.membership.money import Money, nothing, of_major

API = "https://api.xendit.co"
CURRENCY = "IDR"
PAID = frozenset({"PAID", "SETTLED"})
#: A dispute about a card or QRIS; its sum is held from the first of these on.
WON = "WON"
DISPUTES = frozenset({"ACTION_REQUIRED", "UNDER_REVIEW", "LOST", WON})
#: A refund is called after its order: `<order>.<number>`.
PART = "."
#: What it answers to a refund that can never be made.
FOR_GOOD = frozenset({400, 404, 409, 422})


def make(settings: Settings) -> Gateway:
    """Return the gateway of a table of kabar.toml."""
    return Xendit(settings)


class Xendit:
    """One account at Xendit; whether it is the sandbox follows from its key."""

    def __init__(self, settings: Settings) -> None:
        self._line = Line(settings, API)
        self._token = settings.token
        self._known = {"Authorization": f"Basic {b64encode(f'{settings.key}:'.encode()).decode()}"}

    def methods(self, currency: str) -> Sequence[Method]:
        """Offer its page."""
        if currency != CURRENCY:
            return ()
        label = _("QRIS, virtual account, e-wallet or card")
        return (Method("invoice", label, _("On the page of Xendit"), leaves=True),)

    def ask(self, bill: Bill, method: str) -> Asked:
        """Have a page made."""
        said = {
            "external_id": bill.number,
            "amount": bill.due.minor,
            "currency": bill.due.currency,
            "description": bill.what,
            "payer_email": bill.email,
            "invoice_duration": max(int((bill.expires - clock.now()).total_seconds()), 60),
            "success_redirect_url": bill.back,
            "failure_redirect_url": bill.back,
            "locale": bill.language,
        }
        status, answer = self._line.send("POST", "/v2/invoices", self._known, said)
        if status != 200 or not answer.get("invoice_url"):
            raise GatewayError(_refusal(answer))
        return Asked(str(answer["id"]), leads=str(answer["invoice_url"]))

    def read(self, body: bytes, headers: Mapping[str, str]) -> Told:
        """Believe what carries our token."""
        if not hmac.compare_digest(self._token.encode(), headers.get("x-callback-token", "").encode()):
            raise Forged("x-callback-token is not ours")
        said = written_in(body)
        if str(said.get("event", "")).startswith("refund."):
            return _of_refund(said)
        if str(said.get("event", "")).startswith("dispute."):
            return _of_dispute(said)
        if not {"id", "external_id", "status"} <= set(said):
            return Told("", nothing=True)
        mark = f"{said['id']}:{said['status']}:{said.get('paid_amount', '')}"
        return Told(mark, str(said["external_id"]), str(said["id"]), _standing(said, nothing(CURRENCY)))

    def standing(self, order: str, reference: str, currency: str) -> Standing | None:
        """Ask how an invoice stands, and what of it was returned."""
        invoice = self._invoice(order, reference)
        if invoice is None:
            return None
        _status, answer = self._line.send("GET", f"/refunds?invoice_id={quote(invoice['id'])}", self._known)
        found = answer.get("data") or answer.get("items") or ()
        returned = sum(_sum(one["amount"]).minor for one in found if one.get("status") == "SUCCEEDED")
        failed = tuple(
            (str(one.get("reference_id")), f"Xendit: {one.get('failure_code') or 'no reason given'}")
            for one in found
            if one.get("status") in ("FAILED", "CANCELLED")
        )
        return replace(_standing(invoice, Money(CURRENCY, returned)), failed=failed)

    def _invoice(self, order: str, reference: str) -> dict[str, Any] | None:
        if reference:
            status, answer = self._line.send("GET", f"/v2/invoices/{quote(reference)}", self._known)
            return None if status == 404 else answer
        _status, answer = self._line.send("GET", f"/v2/invoices?external_id={quote(order)}", self._known)
        found = answer.get("items") or ()
        return next(iter(found), None)

    def give_back(self, order: str, reference: str, amount: Money, key: str) -> None:
        """Ask for a refund; the same key is the same refund."""
        said = {
            "invoice_id": reference,
            "reference_id": key,
            "amount": amount.minor,
            "currency": amount.currency,
            "reason": "REQUESTED_BY_CUSTOMER",
        }
        known = self._known | {"idempotency-key": key}
        status, answer = self._line.send("POST", "/refunds", known, said)
        if status in FOR_GOOD or answer.get("status") == "FAILED":
            raise Declined(_refusal(answer))
        if status != 200:
            raise GatewayError(_refusal(answer))


def _of_refund(said: Mapping[str, Any]) -> Told:
    data = said.get("data")
    data = data if isinstance(data, dict) else {}
    # Documented both ways: the refund itself, or an envelope that holds it.
    data = data["data"] if isinstance(data.get("data"), dict) else data
    order = str(data.get("reference_id") or "").partition(PART)[0]
    mark = f"{data.get('id', '')}:{said['event']}"
    return Told(mark, order, str(data.get("invoice_id") or ""))


def _of_dispute(said: Mapping[str, Any]) -> Told:
    order, amount = str(said.get("reference_id") or ""), said.get("amount")
    if said.get("status") not in DISPUTES or not isinstance(amount, dict) or said.get("currency") != CURRENCY:
        return Told("", nothing=True)
    mark = f"{said.get('id', '')}:{said['status']}"
    taken, won = _sum(amount.get("terminal") or amount["initial"]), said["status"] == WON
    again = taken if won else nothing(CURRENCY)
    held = Standing(order, "", nothing(CURRENCY), taken, reversed=True, regained=again, won=won)
    return Told(mark, order, "", held)


def _standing(said: Mapping[str, Any], returned: Money) -> Standing:
    status = str(said["status"])
    paid = _sum(said.get("paid_amount") or said["amount"]) if status in PAID else nothing(CURRENCY)
    return Standing(str(said["external_id"]), str(said["id"]), paid, returned, over=status == "EXPIRED")


def _sum(said: Any) -> Money:
    try:
        return of_major(CURRENCY, str(said))
    except (ValueError, InvalidOperation):
        raise GatewayError(f"{said!r} is no sum of rupiah") from None


def _refusal(answer: Mapping[str, Any]) -> str:
    reason = answer.get("message") or answer.get("failure_code") or "no reason given"
    return f"Xendit: {answer.get('error_code', '')} {reason}".replace("  ", " ")
