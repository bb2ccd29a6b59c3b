"""What every feeder answers with, and how one is found by its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Protocol

from kabar.config import Feed


class FeedError(Exception):
    """A feed gave nothing; one line says why, for the desk. `wait` is how long it asked to be left alone."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait


def _nothing(_refused: frozenset[str]) -> None:
    """A feed that needs not be told what became of its copy."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A WebSub hub that tells of a feed's news, and the address it knows the feed by; mostly none."""

    hub: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a feed brought: messages by name, what to remember, and whom to tell once they are filed."""

    messages: tuple[tuple[str, bytes], ...] = ()
    memory: Mapping[str, Any] = field(default_factory=dict)
    #: Called once everything is filed, with the names of what was refused.
    filed: Callable[[frozenset[str]], None] = _nothing
    #: None when nothing was said of it, as by a feed that has not changed.
    offer: Offer | None = None


class Feeder(Protocol):
    """Asks one kind of feed, within its budget of time and bytes."""

    def ask(self, feed: Feed, memory: Mapping[str, Any]) -> Brought:
        """Return what is new since last time; raise FeedError when nothing can be had."""


#: Files that lie beside copy: no item, but asked for when an item names one.
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".tif", ".tiff")


def is_picture(name: str) -> bool:
    """Tell a picture beside copy by its name."""
    return name.lower().endswith(PICTURES)


def beside(feed: Feed, name: str) -> bytes | None:
    """Return a file that lies beside a feed's copy; None where there is none, or no place for one.

    A name that leads out of the feed's folder is no name. Feeders that have a folder hold `beside`.
    """
    if not name or name.startswith(".") or any(sign in name for sign in "/\\\0\r\n"):
        return None
    if feed.kind == "push":
        return None
    look: Callable[[Feed, str], bytes | None] | None = getattr(feeder(feed.kind), "beside", None)
    return look(feed, name) if look else None


def feeder(kind: str) -> Feeder:
    """Return the feeder of a kind: `kabar.wire.feeders.<kind>`."""
    module: Any = import_module(f"kabar.wire.feeders.{kind}")
    return module
