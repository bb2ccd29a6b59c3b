"""Parts of pages kept until something in them changes: a teaser on a front, an item of a feed, the sections.

Only the press keeps any. Whoever prints a page without it makes every part anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Keeper(Protocol):
    """Keeps clippings for the length of one print."""

    def find(self, name: Hashable) -> Any:
        """Return a part in which nothing has changed, or None."""

    def keep(self, name: Hashable, part: object, keys: Iterable[str]) -> None:
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


def are_kept() -> bool:
    """Whether anybody keeps any here, so that it pays to ask for parts one by one."""
    return _keeper.get() is not None


def find(name: Hashable) -> Any:
    """Return what is kept; None when it has to be made."""
    keeper = _keeper.get()
    return keeper.find(name) if keeper else None


def keep(name: Hashable, part: T, keys: Iterable[str]) -> T:
    """Keep a part that was just made, if anybody keeps any; return it. Nobody may change it after that."""
    if keeper := _keeper.get():
        keeper.keep(name, part, keys)
    return part


def kept(name: Hashable, keys: Iterable[str], make: Callable[[], T]) -> T:
    """Return what is kept, or make and keep it."""
    found: T | None = find(name)
    return keep(name, make(), keys) if found is None else found
