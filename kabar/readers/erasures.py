"""What departments forget of a reader who asked to be erased."""

from __future__ import annotations

from collections.abc import Callable

from kabar.readers.models import Reader

Forget = Callable[[Reader], None]

_registered: dict[str, Forget] = {}


def register(name: str, forget: Forget) -> None:
    """Have a department forget a reader with the others, in one transaction; call it in an app's `ready`."""
    _registered[name] = forget


def forget_everywhere(reader: Reader) -> None:
    """Have every department forget a reader; call it inside the transaction of the erasure."""
    for forget in _registered.values():
        forget(reader)
