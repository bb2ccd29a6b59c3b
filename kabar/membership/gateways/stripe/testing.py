"""Stripe on this machine, as its reference describes it: sessions, payments, refunds, signed events."""

from __future__ import annotations

import hmac
import json
import time
import uuid
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl

from kabar.config import Gateway as Settings
from kabar.membership.gateways.loopback import Loopback, Reply, Request

KEY, SECRET = "sk_test_penyangga", "whsec_penyangga"


class StripeDouble(Loopback):
    """One account, and what happens to its payments."""

    routes = (
        ("POST", r"/v1/checkout/sessions", "session"),
        ("GET", r"/v1/checkout/sessions/(\w+)", "one_session"),
        ("GET", r"/v1/payment_intents/(\w+)", "intent"),
        ("POST", r"/v1/refunds", "refund"),
        ("GET", r"/v1/(refunds|disputes)", "listed"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.sessions: dict[str, dict[str, Any]] = {}
        self.charges: dict[str, dict[str, Any]] = {}
        self.refunds: list[dict[str, Any]] = []
        self.disputed: list[dict[str, Any]] = []
        self.answered: dict[str, Reply] = {}

    def settings(self) -> Settings:
        """Return the table of kabar.toml that leads here."""
        return Settings(name="stripe", key=KEY, token=SECRET, address=self.address, inside=True)

    def session(self, request: Request) -> Reply:
        """Make a page."""
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return 401, {"error": {"type": "invalid_request_error", "message": "Invalid API Key provided"}}
        key = request.headers.get("idempotency-key", "")
        if key in self.answered:
            return self.answered[key]
        said, number = dict(parse_qsl(request.body.decode())), f"cs_test_{uuid.uuid4().hex}"
        self.sessions[said["client_reference_id"]] = {
            "id": number,
            "object": "checkout.session",
            "client_reference_id": said["client_reference_id"],
            "amount_total": int(said["line_items[0][price_data][unit_amount]"]),
            "currency": said["line_items[0][price_data][currency]"],
            "metadata": {"order": said["metadata[order]"]},
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "url": f"{self.address}/c/pay/{number}",
        }
        self.answered[key] = 200, self.sessions[said["client_reference_id"]]
        return self.answered[key]

    def one_session(self, request: Request, number: str) -> Reply:
        """Show a page."""
        found = next((one for one in self.sessions.values() if one["id"] == number), None)
        missing = {
            "error": {"type": "invalid_request_error", "message": f"No such checkout.session: {number}"}
        }
        return (200, found) if found else (404, missing)

    def intent(self, request: Request, number: str) -> Reply:
        """Show a payment, with its charge."""
        charge = self.charges[number]
        return 200, {
            "id": number,
            "object": "payment_intent",
            "currency": charge["currency"],
            "metadata": charge["metadata"],
            "status": "succeeded",
            "latest_charge": charge,
        }

    def refund(self, request: Request) -> Reply:
        """Return money once for each key."""
        key = request.headers.get("idempotency-key", "")
        if key not in self.answered:
            said = dict(parse_qsl(request.body.decode()))
            charge, amount = self.charges[said["payment_intent"]], int(said["amount"])
            if charge["amount_refunded"] + amount > charge["amount_captured"]:
                message = "Refund amount is greater than unrefunded amount on charge"
                return 400, {"error": {"type": "invalid_request_error", "message": message}}
            charge["amount_refunded"] += amount
            self.refunds.append(
                {
                    "id": f"re_{uuid.uuid4().hex}",
                    "object": "refund",
                    "status": "succeeded",
                    "amount": amount,
                    "metadata": {"order": said["metadata[order]"], "key": said["metadata[key]"]},
                    "payment_intent": said["payment_intent"],
                }
            )
            self.answered[key] = 200, self.refunds[-1]
        return self.answered[key]

    def listed(self, request: Request, what: str) -> Reply:
        """List the refunds or the disputes of a payment, the newest first."""
        wanted = dict(parse_qsl(request.query))["payment_intent"]
        found = reversed(self.refunds if what == "refunds" else self.disputed)
        data = [one for one in found if one["payment_intent"] == wanted]
        return 200, {"object": "list", "data": data, "has_more": False, "url": f"/v1/{what}"}

    def pays(self, order: str) -> bytes:
        """Let a reader pay, and return the event of it."""
        session, intent = self.sessions[order], f"pi_{uuid.uuid4().hex}"
        session.update(payment_intent=intent, payment_status="paid", status="complete")
        self.charges[intent] = {
            "id": f"ch_{uuid.uuid4().hex}",
            "object": "charge",
            "amount_captured": session["amount_total"],
            "amount_refunded": 0,
            "currency": session["currency"],
            "disputed": False,
            "metadata": session["metadata"],
            "payment_intent": intent,
        }
        return self.event("checkout.session.completed", session)

    def expires(self, order: str) -> bytes:
        """Let a page expire, and return the event of it."""
        self.sessions[order]["status"] = "expired"
        return self.event("checkout.session.expired", self.sessions[order])

    def refunded(self, order: str) -> bytes:
        """Return the event of what was returned."""
        return self.event("charge.refunded", self.charge_of(order))

    def refund_fails(self, order: str) -> bytes:
        """Let the last refund come back from the reader's bank, and return the event of it."""
        charge, refund = self.charge_of(order), self.refunds[-1]
        charge["amount_refunded"] -= refund["amount"]
        refund.update(status="failed", failure_reason="lost_or_stolen_card")
        return self.event("refund.failed", refund)

    def disputes(self, order: str, status: str = "needs_response") -> bytes:
        """Let a bank take the money back, or only ask about it, and return the event of it."""
        charge = self.charge_of(order)
        charge["disputed"] = True
        self.disputed.append(
            {
                "id": f"dp_{uuid.uuid4().hex}",
                "object": "dispute",
                "status": status,
                "amount": charge["amount_captured"],
                "charge": charge["id"],
                "payment_intent": charge["payment_intent"],
            }
        )
        return self.event("charge.dispute.created", self.disputed[-1])

    def decides(self, order: str, status: str) -> bytes:
        """Let the bank find for one side, and return the event of it; the charge stays marked as disputed."""
        found = next(
            one for one in self.disputed if one["payment_intent"] == self.charge_of(order)["payment_intent"]
        )
        found["status"] = status
        return self.event("charge.dispute.closed", found)

    def charge_of(self, order: str) -> dict[str, Any]:
        """Return the charge of an order."""
        return self.charges[self.sessions[order]["payment_intent"]]

    @staticmethod
    def event(kind: str, thing: dict[str, Any]) -> bytes:
        """Return an event about a thing as it is now."""
        said = {"id": f"evt_{uuid.uuid4().hex}", "object": "event", "type": kind, "data": {"object": thing}}
        return json.dumps(said).encode()

    @staticmethod
    def headers(body: bytes, at: float | None = None) -> dict[str, str]:
        """Return the headers of an event, signed at an hour."""
        hour = int(time.time() if at is None else at)
        proof = hmac.new(SECRET.encode(), f"{hour}.".encode() + body, sha256).hexdigest()
        return {"stripe-signature": f"t={hour},v1={proof}"}
