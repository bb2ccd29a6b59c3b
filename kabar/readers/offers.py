"""The page on which readers may buy to read without advertising, told by whoever sells that."""

from __future__ import annotations

from collections.abc import Callable

from kabar.config import Paper

#: The path of the page, empty while nothing is sold.
Find = Callable[[Paper], str]

_registered: list[Find] = []


def register(find: Find) -> None:
    """Say where a paper sells it; whoever calls it reprints the paper's face when that changes."""
    if find not in _registered:
        _registered.append(find)


def address(paper: Paper) -> str:
    """Return the path of the first page on which it is sold, empty when nobody sells it."""
    return next((path for find in _registered if (path := find(paper))), "")
