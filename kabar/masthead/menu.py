"""The paper's menu; the department that knows the sections supplies it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kabar.masthead.asking import ReaderRequest


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    name: str
    url: str


Supplier = Callable[[ReaderRequest], Sequence[Entry]]
_suppliers: list[Supplier] = []


def register(supplier: Supplier) -> None:
    """Add a supplier of menu entries; call it in an app's `ready`."""
    if supplier not in _suppliers:
        _suppliers.append(supplier)


def entries(request: ReaderRequest) -> list[Entry]:
    """Return the menu of the paper a request is for."""
    return [entry for supplier in _suppliers for entry in supplier(request)]
