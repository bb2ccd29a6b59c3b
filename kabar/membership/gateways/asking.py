"""What every gateway is asked and what it answers, and how one is found by its kind."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from typing import Any, Protocol

from django.utils.functional import Promise

from kabar.config import Gateway as Settings
from kabar.fetching import Answer, Budget, Fetcher, FetchError, is_outside
from kabar.membership.money import Money

#: A reader waits while a gateway is asked; what takes longer is tried again by them.
BUDGET = Budget(seconds=8.0, bytes=1 << 20, redirects=0)


class GatewayError(Exception):
    """The gateway did not do what it was asked; one line says why."""


class Declined(GatewayError):
    """The gateway will not do it, however often it is asked."""


class Forged(Exception):
    """A notification that is not the gateway's; nothing of it is believed or kept."""


@dataclass(frozen=True, slots=True)
class Method:
    """One way to pay; `leaves` tells that the reader is sent to the gateway's own page."""

    key: str
    label: str | Promise
    hint: str | Promise = ""
    leaves: bool = False


@dataclass(frozen=True, slots=True)
class Bill:
    """What is to be paid, by whom, and where they and the news of it come back to."""

    number: str
    due: Money
    what: str
    name: str
    email: str
    expires: datetime
    back: str
    notify: str
    language: str = "id"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader is to do: scan `qr`, or go to `leads`; `reference` is the gateway's own name for it."""

    reference: str
    qr: str = ""
    leads: str = ""
    shows: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a payment stands, as its gateway says: sums that only ever grow, so that order matters not.

    `returned` is all that ever went back, to the reader or their bank; `regained` what of it came again,
    since a refund failed or a dispute was `won`. `failed` names refunds that failed by key, and says why.
    Without a `reference` it says what a bank took of whatever was paid for the order.
    """

    order: str
    reference: str
    paid: Money
    returned: Money
    over: bool = False
    reversed: bool = False
    regained: Money | None = None
    won: bool = False
    failed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One notification: what it says, and what tells it from every other, so that a second copy is known.

    Without a `standing` it is only a sign that something changed: the gateway is asked what. `nothing` marks
    what does not concern a payment at all.
    """

    mark: str
    order: str = ""
    reference: str = ""
    standing: Standing | None = None
    nothing: bool = False


class Gateway(Protocol):
    """Takes money for the paper."""

    def methods(self, currency: str) -> Sequence[Method]:
        """Return the ways to pay in a currency; none when it does not take it."""

    def ask(self, bill: Bill, method: str) -> Asked:
        """Have a payment prepared; raise GatewayError."""

    def read(self, body: bytes, headers: Mapping[str, str]) -> Told:
        """Return what a notification says; raise Forged unless it proves where it is from."""

    def standing(self, order: str, reference: str, currency: str) -> Standing | None:
        """Return how a payment stands now, None when the gateway knows none; raise GatewayError."""

    def give_back(self, order: str, reference: str, amount: Money, key: str) -> None:
        """Have money returned, once for each key; what came of it is told by a notification or a standing.

        Raise GatewayError to be asked again, and Declined when that is of no use.
        """


def gateway(settings: Settings) -> Gateway:
    """Return the gateway that a table of kabar.toml is about: `kabar.membership.gateways.<name>`."""
    module: Any = import_module(f"kabar.membership.gateways.{settings.name}")
    made: Gateway = module.make(settings)
    return made


class Line:
    """The one way to a gateway's own address: JSON there and back, within a budget of time."""

    def __init__(self, settings: Settings, base: str) -> None:
        self.base = (settings.address or base).rstrip("/")
        self.fetcher = Fetcher(allows=_anywhere if settings.inside else is_outside)

    def send(
        self, method: str, path: str, headers: Mapping[str, str], said: Mapping[str, Any] | None = None
    ) -> tuple[int, dict[str, Any]]:
        """Return the status and what was answered; raise GatewayError when nothing sensible was."""
        data = None if said is None else json.dumps(said).encode()
        sent = {"Accept": "application/json", **headers}
        if data is not None:
            sent["Content-Type"] = "application/json"
        answer = self.fetch(method, self.base + path, sent, data)
        try:
            body = json.loads(answer.body or b"{}", parse_float=Decimal)
        except ValueError:
            raise GatewayError(f"{self.base}: answers {answer.status} without JSON") from None
        if answer.status >= 500:
            raise GatewayError(f"{self.base}: answers {answer.status}")
        return answer.status, body if isinstance(body, dict) else {"items": body}

    def fetch(self, method: str, url: str, headers: Mapping[str, str], data: bytes | None) -> Answer:
        """Return the answer as it came; raise GatewayError when there was none."""
        try:
            return self.fetcher.fetch(url, method=method, headers=headers, data=data, budget=BUDGET)
        except FetchError as failed:
            raise GatewayError(str(failed)) from None


def written_in(body: bytes) -> dict[str, Any]:
    """Return the JSON object of a notification; what is none is nobody's."""
    try:
        said = json.loads(body, parse_float=Decimal)
    except ValueError:
        raise Forged("not JSON") from None
    if not isinstance(said, dict):
        raise Forged("not a JSON object")
    return said


def _anywhere(_number: str) -> bool:
    return True
