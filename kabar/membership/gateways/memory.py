"""The in-memory twin of a gateway: takes money in a dictionary, and notifies whoever reads its letters."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from kabar.membership.gateways.asking import Asked, Bill, Forged, Method, Standing, Told, written_in
from kabar.membership.money import Money, nothing

SECRET = b"memory"
SIGNED = "x-signature"


@dataclass
class MemoryGateway:
    """Keeps what was asked of it; `pay` and `reverse` do what a reader and a bank would."""

    asked: dict[str, Bill] = field(default_factory=dict)
    standings: dict[str, Standing] = field(default_factory=dict)
    given_back: dict[str, Money] = field(default_factory=dict)

    def methods(self, currency: str) -> Sequence[Method]:
        """Take every currency in one way."""
        return (Method("memory", "Memory"),)

    def ask(self, bill: Bill, method: str) -> Asked:
        """Remember the bill."""
        self.asked[bill.number] = bill
        reference = f"m-{bill.number}"
        zero = nothing(bill.due.currency)
        self.standings[bill.number] = Standing(bill.number, reference, zero, zero)
        return Asked(reference, qr=f"memory:{bill.number}:{bill.due.plain()}")

    def pay(self, number: str, amount: Money | None = None) -> Standing:
        """Pay a bill."""
        due = amount or self.asked[number].due
        return self._now(replace(self.standings[number], paid=due))

    def reverse(self, number: str) -> Standing:
        """Take the money back, as a bank does."""
        before = self.standings[number]
        return self._now(replace(before, returned=before.paid, reversed=True))

    def win(self, number: str) -> Standing:
        """Give back what a bank took, as it does when it finds for the paper."""
        before = self.standings[number]
        return self._now(replace(before, regained=before.returned, won=True))

    def fail(self, number: str, key: str) -> Standing:
        """Have a refund come back, as from an account that was closed."""
        before, came = self.standings[number], self.given_back[key]
        regained = (before.regained or nothing(came.currency)) + came
        failed = (*before.failed, (key, "the account is closed"))
        return self._now(replace(before, regained=regained, failed=failed))

    def letter(self, standing: Standing, mark: str = "") -> tuple[bytes, dict[str, str]]:
        """Return a notification about a payment, signed."""
        regained = standing.regained.minor if standing.regained else 0
        body = json.dumps(
            {
                "mark": mark or f"{standing.paid.minor}/{standing.returned.minor}/{standing.over}/{regained}",
                "order": standing.order,
                "reference": standing.reference,
                "currency": standing.paid.currency,
                "paid": standing.paid.minor,
                "returned": standing.returned.minor,
                "regained": regained,
                "over": standing.over,
                "reversed": standing.reversed,
                "won": standing.won,
            }
        ).encode()
        return body, {SIGNED: hmac.new(SECRET, body, sha256).hexdigest()}

    def read(self, body: bytes, headers: Mapping[str, str]) -> Told:
        """Believe what is signed."""
        signed = hmac.new(SECRET, body, sha256).hexdigest()
        if not hmac.compare_digest(signed, headers.get(SIGNED, "")):
            raise Forged("the signature is not ours")
        said = written_in(body)
        paid, returned, regained = (
            Money(said["currency"], said[name]) for name in ("paid", "returned", "regained")
        )
        standing = Standing(
            said["order"], said["reference"], paid, returned, said["over"], said["reversed"], regained,
            said["won"],
        )  # fmt: skip
        return Told(f"{said['order']}:{said['mark']}", said["order"], said["reference"], standing)

    def standing(self, order: str, reference: str, currency: str) -> Standing | None:
        """Return how it stands."""
        return self.standings.get(order)

    def give_back(self, order: str, reference: str, amount: Money, key: str) -> None:
        """Return money once for each key."""
        if key in self.given_back:
            return
        self.given_back[key] = amount
        before = self.standings[order]
        self._now(replace(before, returned=before.returned + amount))

    def _now(self, standing: Standing) -> Standing:
        self.standings[standing.order] = standing
        return standing
