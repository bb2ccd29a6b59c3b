"""Midtrans: QRIS drawn on our own page by the Core API; virtual accounts, e-wallets and cards on Snap's.

Written from https://docs.midtrans.com: the charge of `qris`, Snap's transactions, the notification and its
`signature_key`, the status and the refund of a transaction. A notification's signature covers the order, the
code and the sum, but not the status; so what a notification says is not believed: it makes us ask.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Mapping, Sequence
from decimal import InvalidOperation
from hashlib import sha512
from typing import Any

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

CORE, CORE_SANDBOX = "https://api.midtrans.com", "https://api.sandbox.midtrans.com"
SNAP, SNAP_SANDBOX = "https://app.midtrans.com", "https://app.sandbox.midtrans.com"
#: It takes rupiah, whole ones.
CURRENCY = "IDR"
QRIS, SNAP_PAGE = "qris", "snap"
PAID = frozenset({"settlement", "capture"})
RETURNED = frozenset({"refund", "partial_refund"})
CHARGED_BACK = frozenset({"chargeback", "partial_chargeback"})
#: What can be given back tomorrow, when it is settled.
NOT_YET = frozenset({"capture", "authorize", "pending"})
#: What it answers to a refund that can never be made: no such payment, not one to be changed, too much.
FOR_GOOD = frozenset({"400", "404", "411", "412", "413", "414", "418"})


def make(settings: Settings) -> Gateway:
    """Return the gateway of a table of kabar.toml."""
    return Midtrans(settings)


class Midtrans:
    """One account at Midtrans."""

    def __init__(self, settings: Settings) -> None:
        self._key = settings.key
        self._core = Line(settings, CORE_SANDBOX if settings.sandbox else CORE)
        self._snap = Line(settings, SNAP_SANDBOX if settings.sandbox else SNAP)

    def methods(self, currency: str) -> Sequence[Method]:
        """Offer QRIS here, and the rest on Snap's page."""
        if currency != CURRENCY:
            return ()
        return (
            Method(QRIS, "QRIS", _("Scan with any bank or e-wallet application")),
            Method(
                SNAP_PAGE, _("Virtual account, e-wallet or card"), _("On the page of Midtrans"), leaves=True
            ),
        )

    def ask(self, bill: Bill, method: str) -> Asked:
        """Have a QR code made, or a page."""
        return self._charge(bill) if method == QRIS else self._page(bill)

    def _charge(self, bill: Bill) -> Asked:
        said = self._bill(bill) | {
            "payment_type": "qris",
            "qris": {"acquirer": "gopay"},
            "custom_expiry": {"expiry_duration": _minutes_left(bill), "unit": "minute"},
        }
        _status, answer = self._core.send("POST", "/v2/charge", self._headers(bill.notify), said)
        if str(answer.get("status_code")) != "201" or not answer.get("qr_string"):
            raise GatewayError(_refusal(answer))
        return Asked(str(answer["transaction_id"]), qr=str(answer["qr_string"]))

    def _page(self, bill: Bill) -> Asked:
        said = self._bill(bill) | {
            "expiry": {"unit": "minutes", "duration": _minutes_left(bill)},
            "callbacks": {"finish": bill.back},
        }
        status, answer = self._snap.send("POST", "/snap/v1/transactions", self._headers(bill.notify), said)
        if status != 201 or not answer.get("redirect_url"):
            raise GatewayError(_refusal(answer))
        return Asked(str(answer["token"]), leads=str(answer["redirect_url"]))

    def read(self, body: bytes, headers: Mapping[str, str]) -> Told:
        """Believe where a notification is from by its signature, and ask what it is about."""
        said = written_in(body)
        signed = "".join(str(said.get(name, "")) for name in ("order_id", "status_code", "gross_amount"))
        proof = sha512((signed + self._key).encode()).hexdigest()
        if not hmac.compare_digest(proof, str(said.get("signature_key", ""))):
            raise Forged("signature_key does not fit")
        names = ("transaction_id", "transaction_status", "status_code", "fraud_status", "refund_amount")
        mark = ":".join(str(said.get(name, "")) for name in names)
        return Told(mark, str(said["order_id"]), str(said.get("transaction_id", "")))

    def standing(self, order: str, reference: str, currency: str) -> Standing | None:
        """Ask how the payment of an order stands."""
        _status, answer = self._core.send("GET", f"/v2/{order}/status", self._headers())
        code = str(answer.get("status_code", ""))
        if code == "404":
            return None
        if "transaction_status" not in answer:
            raise GatewayError(_refusal(answer))
        return _standing(answer)

    def give_back(self, order: str, reference: str, amount: Money, key: str) -> None:
        """Ask for a refund; the same key is the same refund."""
        said = {"refund_key": key, "amount": amount.minor, "reason": "Refund"}
        _status, answer = self._core.send("POST", f"/v2/{order}/refund", self._headers(), said)
        code = str(answer.get("status_code"))
        if code == "200":
            return
        # A second asking for the same refund hears the same as one that cannot be made.
        _status, stands = self._core.send("GET", f"/v2/{order}/status", self._headers())
        if any(part.get("refund_key") == key for part in stands.get("refunds") or ()):
            return
        later = stands.get("transaction_status") in NOT_YET
        raise (Declined if code in FOR_GOOD and not later else GatewayError)(_refusal(answer))

    def _bill(self, bill: Bill) -> dict[str, Any]:
        return {
            "transaction_details": {"order_id": bill.number, "gross_amount": bill.due.minor},
            "item_details": [{"id": "1", "name": bill.what[:50], "price": bill.due.minor, "quantity": 1}],
            "customer_details": {"first_name": bill.name[:255], "email": bill.email},
        }

    def _headers(self, notify: str = "") -> dict[str, str]:
        known = {"Authorization": f"Basic {b64encode(f'{self._key}:'.encode()).decode()}"}
        return known | ({"X-Override-Notification": notify} if notify else {})


def _standing(said: Mapping[str, Any]) -> Standing:
    """Return the sums that a status stands for."""
    status = said["transaction_status"]
    gross, zero = _rupiah(said["gross_amount"]), nothing(CURRENCY)
    paid, returned, taken_back = zero, zero, False
    if status in PAID and said.get("fraud_status", "accept") == "accept":
        paid = gross
    elif status in RETURNED or status in CHARGED_BACK:
        paid, taken_back = gross, status in CHARGED_BACK
        returned = _sum_returned(said) or (zero if status.startswith("partial") else gross)
    return Standing(
        str(said["order_id"]), str(said["transaction_id"]), paid, returned,
        over=status in ("expire", "cancel"), reversed=taken_back or status == "cancel",
    )  # fmt: skip


def _sum_returned(said: Mapping[str, Any]) -> Money:
    parts = said.get("refunds") or ()
    if parts:
        return Money(CURRENCY, sum(_rupiah(part["refund_amount"]).minor for part in parts))
    return _rupiah(said.get("refund_amount") or 0)


def _rupiah(said: Any) -> Money:
    try:
        return of_major(CURRENCY, str(said))
    except (ValueError, InvalidOperation):
        raise GatewayError(f"{said!r} is no sum of rupiah") from None


def _minutes_left(bill: Bill) -> int:
    return max(int((bill.expires - clock.now()).total_seconds() // 60), 1)


def _refusal(answer: Mapping[str, Any]) -> str:
    said = answer.get("error_messages") or [answer.get("status_message", "no reason given")]
    return f"Midtrans: {'; '.join(map(str, said))}"
