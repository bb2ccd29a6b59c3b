"""Scripts that every page runs once it stands, but for the data-saver edition, which runs none."""

from __future__ import annotations

_registered: list[str] = []


def register(path: str) -> None:
    """Have a static file of a department above run as a module on every page; call it in an app's `ready`."""
    if path not in _registered:
        _registered.append(path)


def every() -> tuple[str, ...]:
    """Return the static paths of all of them."""
    return tuple(_registered)
