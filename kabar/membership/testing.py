"""Plans, members and orders for tests, at a gateway in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import Any

from django.conf import settings

from kabar.membership.gateways.memory import MemoryGateway
from kabar.membership.gateways.open import standing_in
from kabar.membership.models import Kind, Membership, Order, Plan, Purpose, Unit
from kabar.membership.services import apply, buying
from kabar.membership.services.buying import Wish
from kabar.readers.models import Reader

_numbers = count(1)


def a_plan(name: str = "Bulanan", price: int = 35_000, **fields: Any) -> Plan:
    """Return a plan on offer, a month for a reader unless told otherwise."""
    said = {
        "slug": f"{name.lower().replace(' ', '-')}-{next(_numbers)}",
        "prices": {"IDR": price},
        "entitlements": ["ad_free"],
        **fields,
    }
    return Plan.objects.create(name=name, **said)


def a_day_pass() -> Plan:
    """Return a plan of a day."""
    return a_plan("Sehari", 5_000, unit=Unit.DAY, length=1)


def a_family_plan(seats: int = 3) -> Plan:
    """Return a plan with seats."""
    return a_plan("Keluarga", 60_000, kind=Kind.FAMILY, seats=seats)


@contextmanager
def at_the_counter() -> Iterator[MemoryGateway]:
    """Open a gateway in memory, called `memory`."""
    gateway = MemoryGateway()
    with standing_in(memory=gateway):
        yield gateway


def with_a_bank() -> Any:
    """Return the paper of the settings with an account at a bank, for pytest's `settings`."""
    terms = replace(
        settings.PAPER.membership, bank="Bank Nusa", bank_account="123-456-789", bank_holder="PT Pos Warta"
    )
    return replace(settings.PAPER, membership=terms)


def order(reader: Reader, plan: Plan, purpose: Purpose = Purpose.START, way: str = "memory:memory") -> Order:
    """Return an order of a plan."""
    return buying.place(reader, Wish(plan, purpose, way))


def paid(gateway: MemoryGateway, reader: Reader, plan: Plan, purpose: Purpose = Purpose.START) -> Order:
    """Return an order that is paid."""
    made = order(reader, plan, purpose)
    apply("memory", gateway.pay(made.number))
    made.refresh_from_db()
    return made


def member(gateway: MemoryGateway, reader: Reader, plan: Plan) -> Membership:
    """Return the membership of a reader who paid for a plan."""
    membership = paid(gateway, reader, plan).membership
    assert membership is not None
    return membership
