"""Parts of pages kept until something in them changes: a teaser on a front, an item of a feed.

Only the press keeps any. Whoever prints a page without it makes every part anew.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class Keeper(Protocol):
    """Keeps clippings for the length of one print."""

    def find(self, name: Hashable) -> str | None:
        """Return a part in which nothing has changed, or None."""

    def keep(self, name: Hashable, text: str, keys: Iterable[str]) -> None:
        """Keep a part until one of its keys changes."""


_keeper: ContextVar[Keeper | None] = ContextVar("keeper of clippings", default=None)


@contextmanager
def kept_by(keeper: Keeper) -> Iterator[None]:
    """Let the pages made in this block use what is kept."""
    token = _keeper.set(keeper)
    try:
        yield
    finally:
        _keeper.reset(token)


def find(name: Hashable) -> str | None:
    """Return what is kept; None when it has to be made."""
    keeper = _keeper.get()
    return keeper.find(name) if keeper else None


def keep(name: Hashable, text: str, keys: Iterable[str]) -> str:
    """Keep a part that was just made, if anybody keeps any; return it."""
    if keeper := _keeper.get():
        keeper.keep(name, text, keys)
    return text
