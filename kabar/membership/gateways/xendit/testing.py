"""Xendit on this machine, as its reference describes it: invoices, their callbacks, refunds."""

from __future__ import annotations

import json
import uuid
from base64 import b64decode
from typing import Any
from urllib.parse import parse_qs

from kabar import clock
from kabar.config import Gateway as Settings
from kabar.membership.gateways.loopback import Loopback, Reply, Request

KEY, TOKEN = "xnd_development_penyangga", "token-callback-penyangga"
BUSINESS = "5f27a14a9bf05c73dd040bc8"


class XenditDouble(Loopback):
    """One business's account, and what happens to its invoices."""

    routes = (
        ("POST", r"/v2/invoices", "create"),
        ("GET", r"/v2/invoices", "find"),
        ("GET", r"/v2/invoices/([\w-]+)", "one"),
        ("POST", r"/refunds", "refund"),
        ("GET", r"/refunds", "refunds_of"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.invoices: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}

    def settings(self) -> Settings:
        """Return the table of kabar.toml that leads here."""
        return Settings(name="xendit", key=KEY, token=TOKEN, address=self.address, inside=True)

    def create(self, request: Request) -> Reply:
        """Make an invoice."""
        if not self._knows(request):
            return 401, {"error_code": "INVALID_API_KEY", "message": "API key is invalid"}
        said, number = request.said, uuid.uuid4().hex[:24]
        self.invoices[number] = {
            "id": number,
            "external_id": said["external_id"],
            "user_id": BUSINESS,
            "status": "PENDING",
            "merchant_name": "Penyangga",
            "amount": said["amount"],
            "currency": said["currency"],
            "invoice_url": f"{self.address}/web/{number}",
            "created": _now(),
            "updated": _now(),
        }
        return 200, self.invoices[number]

    def one(self, request: Request, number: str) -> Reply:
        """Show an invoice."""
        found = self.invoices.get(number)
        missing = {"error_code": "INVOICE_NOT_FOUND_ERROR", "message": "Could not find the invoice"}
        return (200, found) if found else (404, missing)

    def find(self, request: Request) -> Reply:
        """List the invoices of an order."""
        (wanted,) = parse_qs(request.query)["external_id"]
        return 200, [one for one in self.invoices.values() if one["external_id"] == wanted]

    def refund(self, request: Request) -> Reply:
        """Return money once for each key."""
        said, key = request.said, request.headers.get("idempotency-key", "")
        if key not in self.refunds:
            self.refunds[key] = self._made(said)
        return 200, self.refunds[key]

    def refunds_of(self, request: Request) -> Reply:
        """List what was returned of an invoice."""
        (wanted,) = parse_qs(request.query)["invoice_id"]
        found = [one for one in self.refunds.values() if one["invoice_id"] == wanted]
        return 200, {"data": found, "has_more": False}

    def becomes(self, order: str, status: str, paid: int | None = None) -> bytes:
        """Let an invoice change, and return the callback of it."""
        found = next(one for one in self.invoices.values() if one["external_id"] == order)
        found.update(status=status, updated=_now())
        if status == "PAID":
            found.update(paid_amount=paid or found["amount"], paid_at=_now(), payment_method="QR_CODE")
            found["payment_channel"] = "QRIS"
        return json.dumps({name: said for name, said in found.items() if name != "invoice_url"}).encode()

    def refunded(self, key: str, status: str = "SUCCEEDED") -> bytes:
        """Let a refund end, and return the notification of it."""
        self.refunds[key]["status"] = status
        said = {"event": f"refund.{status.lower()}", "business_id": BUSINESS, "created": _now()}
        return json.dumps({**said, "data": self.refunds[key]}).encode()

    def disputes(self, order: str, status: str = "ACTION_REQUIRED", amount: int | None = None) -> bytes:
        """Let a bank ask for an invoice's money back, or decide; return the notification of it."""
        found = next(one for one in self.invoices.values() if one["external_id"] == order)
        decided = f"{amount or found['amount']}.00" if status in ("WON", "LOST") else None
        said = {
            "event": f"dispute.{status.lower()}",
            "id": f"mi-dspt-{found['id']}",
            "channel_code": "CARDS",
            "status": status,
            "currency": found["currency"],
            "amount": {"initial": f"{amount or found['amount']}.00", "terminal": decided},
            "created_at": _now(),
            "updated_at": _now(),
            "related_disputes": [],
            "payment_id": f"py-{found['id']}",
            "reference_id": order,
        }
        return json.dumps(said).encode()

    @staticmethod
    def headers() -> dict[str, str]:
        """Return the headers of every callback."""
        return {"x-callback-token": TOKEN}

    def _made(self, said: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": f"rfd-{uuid.uuid4()}",
            "payment_id": f"py-{uuid.uuid4()}",
            "invoice_id": said["invoice_id"],
            "reference_id": said["reference_id"],
            "amount": said["amount"],
            "currency": said["currency"],
            "status": "PENDING",
            "reason": said["reason"],
            "failure_code": None,
            "created": _now(),
            "updated": _now(),
        }

    @staticmethod
    def _knows(request: Request) -> bool:
        sent = request.headers.get("authorization", "").removeprefix("Basic ")
        return b64decode(sent).decode() == f"{KEY}:"


def _now() -> str:
    return f"{clock.now():%Y-%m-%dT%H:%M:%S}.000Z"
