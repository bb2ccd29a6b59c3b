"""What departments hold of a reader, so that all of it can be handed over as one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kabar.readers.models import Reader

Give = Callable[[Reader], Mapping[str, Any]]

_registered: dict[str, Give] = {}


def register(name: str, give: Give) -> None:
    """Have a department's part stand in every export under a name; call it in an app's `ready`."""
    _registered[name] = give


def everything(reader: Reader) -> dict[str, Mapping[str, Any]]:
    """Return all that the paper holds of a reader, by department."""
    return {name: dict(give(reader)) for name, give in _registered.items()}
