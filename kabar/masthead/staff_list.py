"""Who makes the paper, for its imprint; the department that knows the names supplies them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kabar.masthead.asking import ReaderRequest


@dataclass(frozen=True, slots=True)
class Person:
    """A name and a position in the imprint."""

    name: str
    position: str
    url: str


Supplier = Callable[[ReaderRequest], Sequence[Person]]
_suppliers: list[Supplier] = []


def register(supplier: Supplier) -> None:
    """Add a supplier of names; call it in an app's `ready`."""
    if supplier not in _suppliers:
        _suppliers.append(supplier)


def people(request: ReaderRequest) -> list[Person]:
    """Return everyone the imprint of a paper names."""
    return [person for supplier in _suppliers for person in supplier(request)]
