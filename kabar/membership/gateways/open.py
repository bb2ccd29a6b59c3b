"""The gateways that are open: the transfer, and each that kabar.toml has a table for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings

from kabar.membership.gateways.asking import Gateway, Method, gateway
from kabar.membership.gateways.transfer import KIND as TRANSFER
from kabar.membership.gateways.transfer import Transfer

#: Gateways that stand in for the ones of kabar.toml, by kind; filled by `standing_in` alone.
_standing_in: dict[str, Gateway] = {}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to pay: a gateway's kind and one of its methods."""

    kind: str
    method: Method

    @property
    def key(self) -> str:
        """Return its name in a form."""
        return f"{self.kind}:{self.method.key}"


def by_kind() -> dict[str, Gateway]:
    """Return every open gateway by its kind."""
    named = {each.name: gateway(each) for each in settings.PAPER.gateways}
    return {TRANSFER: Transfer(settings.PAPER.membership), **named, **_standing_in}


def called(kind: str) -> Gateway | None:
    """Return the gateway of a kind, None when it is not open."""
    return by_kind().get(kind)


def ways(currency: str) -> list[Way]:
    """Return every way to pay in a currency, those by which one reads at once first."""
    found = [Way(kind, method) for kind, each in by_kind().items() for method in each.methods(currency)]
    return sorted(found, key=lambda way: way.kind == TRANSFER)


@contextmanager
def standing_in(**gateways: Gateway) -> Iterator[None]:
    """Have gateways stand in for those of kabar.toml while a block runs."""
    _standing_in.update(gateways)
    try:
        yield
    finally:
        for kind in gateways:
            del _standing_in[kind]
