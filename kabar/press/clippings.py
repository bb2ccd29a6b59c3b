"""Parts of pages in the memory of this process, each as fresh as the counters of its keys allow."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from kabar.plates import Generations, Variant

#: Characters of all clippings together: some thousand teasers and a few hundred items of feeds.
ROOM = 4_000_000
#: What a part that is no text is counted for.
OTHER = 6_000


@dataclass(frozen=True, slots=True)
class Clipping:
    """A part of a page and what its freshness is judged by, as a plate's is."""

    part: object
    slots: tuple[int, ...]
    ticket: int

    @property
    def size(self) -> int:
        """How much of the room it takes."""
        return len(self.part) if isinstance(self.part, str) else OTHER


class Clippings:
    """All clippings of a process; the oldest make room."""

    def __init__(self, generations: Generations, room: int = ROOM) -> None:
        self._generations, self._room = generations, room
        self._kept: dict[Hashable, Clipping] = {}
        self._held = 0
        self._lock = threading.Lock()

    def during(self, ticket: int, turning: Iterable[str] = (), variant: Variant = Variant.ADS) -> Print:
        """Return the keeper for a print of a variant that took this ticket before it read anything.

        `turning` are keys that changed although their counters have not moved yet.
        """
        return Print(self, ticket, frozenset(self._generations.slots(turning)), variant)

    def find(self, name: Hashable, turning: frozenset[int] = frozenset()) -> Any:
        """Return the part of a clipping that is fresh and stays so when these counters move."""
        clipping = self._kept.get(name)
        if clipping is None or not turning.isdisjoint(clipping.slots):
            return None
        return clipping.part if self._generations.fresh(clipping) else None

    def keep(self, name: Hashable, part: object, keys: Iterable[str], ticket: int) -> None:
        """Keep a part made from rows that were read after the ticket was taken."""
        clipping = Clipping(part, self._generations.slots(keys), ticket)
        with self._lock:
            self._drop(name)
            self._kept[name] = clipping
            self._held += clipping.size
            while self._held > self._room and len(self._kept) > 1:
                self._drop(next(iter(self._kept)))

    def _drop(self, name: Hashable) -> None:
        if gone := self._kept.pop(name, None):
            self._held -= gone.size


@dataclass(frozen=True, slots=True)
class Print:
    """One print and the clippings it uses and makes."""

    clippings: Clippings
    ticket: int
    turning: frozenset[int]
    variant: Variant = Variant.ADS

    def find(self, name: Hashable) -> Any:
        """Return a part of the same variant in which nothing has changed."""
        return self.clippings.find((self.variant, name), self.turning)

    def keep(self, name: Hashable, part: object, keys: Iterable[str]) -> None:
        """Keep a part of this print."""
        self.clippings.keep((self.variant, name), part, keys, self.ticket)
