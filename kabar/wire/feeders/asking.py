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
class Brought:
    """What a feed brought: messages by name, what to remember, and whom to tell once they are filed."""

    messages: tuple[tuple[str, bytes], ...] = ()
    memory: Mapping[str, Any] = field(default_factory=dict)
    #: Called once everything is filed, with the names of what was refused.
    filed: Callable[[frozenset[str]], None] = _nothing


class Feeder(Protocol):
    """Asks one kind of feed, within its budget of time and bytes."""

    def ask(self, feed: Feed, memory: Mapping[str, Any]) -> Brought:
        """Return what is new since last time; raise FeedError when nothing can be had."""


def feeder(kind: str) -> Feeder:
    """Return the feeder of a kind: `kabar.wire.feeders.<kind>`."""
    module: Any = import_module(f"kabar.wire.feeders.{kind}")
    return module
