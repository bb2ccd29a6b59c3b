"""Midtrans on this machine, as its documentation describes it: charges, Snap's pages, statuses, refunds."""

from __future__ import annotations

import json
import uuid
from base64 import b64decode
from hashlib import sha512
from typing import Any

from kabar import clock
from kabar.config import Gateway as Settings
from kabar.membership.gateways.loopback import Loopback, Reply, Request

KEY = "SB-Mid-server-penyangga"
#: What a status is answered and notified with.
CODES = {"pending": "201", "expire": "407", "deny": "202", "cancel": "202"}
#: A partial refund leaves the code of success.
SUCCESS = "200"


class MidtransDouble(Loopback):
    """One merchant's account, and what happens to its transactions."""

    routes = (
        ("POST", r"/v2/charge", "charge"),
        ("POST", r"/snap/v1/transactions", "page"),
        ("GET", r"/v2/([\w-]+)/status", "status"),
        ("POST", r"/v2/([\w-]+)/refund", "refund"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.transactions: dict[str, dict[str, Any]] = {}
        self.notify: dict[str, str] = {}

    def settings(self) -> Settings:
        """Return the table of kabar.toml that leads here."""
        return Settings(name="midtrans", key=KEY, sandbox=True, address=self.address, inside=True)

    def charge(self, request: Request) -> Reply:
        """Make a QR code."""
        refused = self._refused(request)
        if refused:
            return refused
        said = request.said
        made = self._made(said, request, "qris")
        return 200, {
            **made,
            "status_code": "201",
            "status_message": "QRIS transaction is created",
            "qr_string": f"00020101021226620014COM.GO-JEK.WWW{made['order_id']}6304ABCD",
            "acquirer": "gopay",
        }

    def page(self, request: Request) -> Reply:
        """Make a page; a transaction begins once a way is chosen there."""
        refused = self._refused(request)
        if refused:
            return refused
        made = self._made(request.said, request, "bank_transfer")
        token = str(uuid.uuid4())
        return 201, {"token": token, "redirect_url": f"{self.address}/snap/v4/redirection/{made['order_id']}"}

    def status(self, request: Request, order: str) -> Reply:
        """Say how a transaction stands."""
        found = self.transactions.get(order)
        if not self._knows(request):
            return 401, {"status_code": "401", "status_message": "Unknown Merchant server_key/id"}
        if found is None:
            return 404, {"status_code": "404", "status_message": "Transaction doesn't exist."}
        return 200, found

    def refund(self, request: Request, order: str) -> Reply:
        """Return money once for each key."""
        found, said = self.transactions.get(order), request.said
        if found is None:
            return 404, {"status_code": "404", "status_message": "Transaction doesn't exist."}
        if found["transaction_status"] not in ("settlement", "partial_refund"):
            return 200, {"status_code": "412", "status_message": "Merchant cannot modify the transaction"}
        if any(part["refund_key"] == said["refund_key"] for part in found["refunds"]):
            return 200, {"status_code": "412", "status_message": "Refund key has been used"}
        if found["payment_type"] == "bank_transfer":
            return 200, {"status_code": "412", "status_message": "Payment channel cannot be refunded"}
        self.give(order, int(said["amount"]), said["refund_key"])
        return 200, {**found, "status_message": "Success, refund request is approved"}

    def give(self, order: str, amount: int, key: str = "") -> bytes:
        """Return money, as the merchant's dashboard does; return the notification."""
        found = self.transactions[order]
        found["refunds"].append(
            {"refund_key": key or str(uuid.uuid4()), "refund_amount": f"{amount}.00", "reason": "Refund"}
        )
        total = sum(int(part["refund_amount"].partition(".")[0]) for part in found["refunds"])
        found["refund_amount"] = f"{total}.00"
        whole = f"{total}.00" == found["gross_amount"]
        return self.becomes(order, "refund" if whole else "partial_refund")

    def becomes(self, order: str, status: str) -> bytes:
        """Let a transaction change, and return the notification of it."""
        found = self.transactions[order]
        code = CODES.get(status, SUCCESS)
        found.update(transaction_status=status, status_code=code)
        if status == "settlement":
            found["settlement_time"] = _now()
        return self.notification(order)

    def notification(self, order: str, **changed: str) -> bytes:
        """Return the notification of how a transaction stands; what is changed is signed as it was before."""
        found = self.transactions[order]
        signed = f"{found['order_id']}{found['status_code']}{found['gross_amount']}{KEY}"
        said = {
            **found,
            "status_message": "midtrans payment notification",
            "signature_key": sha512(signed.encode()).hexdigest(),
        }
        return json.dumps(said | changed).encode()

    def _made(self, said: dict[str, Any], request: Request, kind: str) -> dict[str, Any]:
        details = said["transaction_details"]
        order = str(details["order_id"])
        self.notify[order] = request.headers.get("x-override-notification", "")
        self.transactions[order] = {
            "status_code": "201",
            "transaction_id": str(uuid.uuid4()),
            "order_id": order,
            "merchant_id": "G490526303",
            "gross_amount": f"{details['gross_amount']}.00",
            "currency": "IDR",
            "payment_type": kind,
            "transaction_time": _now(),
            "transaction_status": "pending",
            "fraud_status": "accept",
            "refunds": [],
        }
        return self.transactions[order]

    def _refused(self, request: Request) -> Reply | None:
        if not self._knows(request):
            return 401, {"status_code": "401", "status_message": "Unknown Merchant server_key/id"}
        order = str(request.said["transaction_details"]["order_id"])
        if order in self.transactions:
            return 406, {"status_code": "406", "status_message": "order ID has been utilized previously"}
        return None

    def _knows(self, request: Request) -> bool:
        sent = request.headers.get("authorization", "").removeprefix("Basic ")
        return b64decode(sent).decode() == f"{KEY}:"


def _now() -> str:
    return f"{clock.local(clock.now(), clock.WIB):%Y-%m-%d %H:%M:%S}"
