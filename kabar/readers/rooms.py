"""The rooms of an account, as its menu lists them; departments above add their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kabar.config import Paper
from kabar.readers.addresses import account_path


@dataclass(frozen=True, slots=True)
class Room:
    """A page of the account: its name in the menu, and its path under the account's address."""

    name: str
    title: Any
    path: str
    order: int


_registered: dict[str, Room] = {}


def register(name: str, title: Any, path: str, order: int) -> None:
    """Put a page into the account's menu; the title may be translated lazily. Call it in an app's `ready`."""
    _registered[name] = Room(name, title, path, order)


def menu(paper: Paper, path: str) -> list[dict[str, Any]]:
    """Return the menu of the account as its pages print it; the room one stands in is marked."""
    rooms = sorted(_registered.values(), key=lambda room: (room.order, room.name))
    return [
        {
            "title": room.title,
            "url": account_path(paper, room.path),
            "here": account_path(paper, room.path) == path,
        }
        for room in rooms
    ]
