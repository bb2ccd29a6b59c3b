"""The page on which readers may buy to read without advertising, told by whoever sells that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kabar.config import Paper


@dataclass(frozen=True, slots=True)
class Seller:
    """Where it is sold, empty while nothing is; and by which key pages that say so are printed anew."""

    address: Callable[[Paper], str]
    key: Callable[[str], str]


_registered: list[Seller] = []


def register(address: Callable[[Paper], str], key: Callable[[str], str]) -> None:
    """Say where papers sell it; call it in an app's `ready`."""
    seller = Seller(address, key)
    if seller not in _registered:
        _registered.append(seller)


def address(paper: Paper) -> str:
    """Return the path of the first page on which it is sold, empty when nobody sells it."""
    return next((path for seller in _registered if (path := seller.address(paper))), "")


def keys(paper: Paper) -> tuple[str, ...]:
    """Return the keys that move when it begins or ceases to be sold."""
    return tuple(seller.key(paper.key) for seller in _registered)
