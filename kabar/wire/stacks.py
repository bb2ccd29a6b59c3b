"""The order of the versions on a thread: which of them counts, and that nothing older covers a kill."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from kabar.wire.models import Item
from kabar.wire.parsers.item import USABLE


def is_taken_back(item: Item) -> bool:
    """Tell whether an agency forbids the use of a version: killed, or withheld until further notice."""
    return item.standing != USABLE


def top_of(stack: Sequence[Item]) -> Item:
    """Return the version that counts, of some in the order in which they came.

    A kill counts from its arrival on, whatever hour or number it bears, until a later version is sent.
    """
    back = next((place for place in range(len(stack) - 1, -1, -1) if is_taken_back(stack[place])), None)
    if back is None:
        return _best(stack)
    after = [each for each in stack[back + 1 :] if _is_later(each, stack[back])]
    return _best(after) if after else stack[back]


def ordered(items: Iterable[Item]) -> list[Item]:
    """Return the versions of a thread, the one that counts first."""
    left, found = sorted(items, key=lambda each: each.pk), []
    while left:
        found.append(top_of(left))
        left.remove(found[-1])
    return found


def _best(stack: Sequence[Item]) -> Item:
    """Return the newest version: by number where items bear the same key, then by hour, then by arrival."""
    came = {id(each): place for place, each in enumerate(stack)}
    of_key: dict[str, Item] = {}
    for each in stack:
        there = of_key.get(each.key)
        if there is None or (_number(each), _hour(each)) >= (_number(there), _hour(there)):
            of_key[each.key] = each
    return max(of_key.values(), key=lambda each: (_hour(each), came[id(each)]))


def _is_later(item: Item, killed: Item) -> bool:
    if item.key == killed.key and _number(item) != _number(killed) and _number(item) and _number(killed):
        return _number(item) > _number(killed)
    return item.said_at is not None and item.said_at > _hour(killed)


def _hour(item: Item) -> datetime:
    return item.said_at or item.received_at


def _number(item: Item) -> int:
    return int(item.version[:18]) if item.version.isascii() and item.version.isdigit() else 0
