"""Long lists cut into numbered sheets, without ever counting the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

from django.http import Http404

from kabar.masthead.asking import ReaderRequest

#: How deep a list is leafed through; what is older is found by its day.
DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a list and the ways to its neighbours."""

    items: Sequence[Any]
    number: int
    prev_url: str
    next_url: str
    is_deepest: bool

    @property
    def has_next(self) -> bool:
        """Whether there is an older sheet to turn to."""
        return bool(self.next_url)

    def own_path(self, request: ReaderRequest) -> str:
        """Return the sheet's own address."""
        return address(request, self.number)

    @property
    def is_first(self) -> bool:
        """Whether this is the sheet a reader sees first."""
        return self.number == 1


class Rows(Protocol):
    """What can be leafed through: rows of the database, or rows of several kinds in one order."""

    def __getitem__(self, some: slice, /) -> Iterable[Any]:
        """Return those between two places."""


def sheet(request: ReaderRequest, rows: Rows, size: int) -> Sheet:
    """Return the sheet of a list that a request asks for; Http404 for one that does not exist."""
    number = number_asked(request)
    begins = (number - 1) * size
    found = list(rows[begins : begins + size + 1])
    if not found and number > 1:
        raise Http404(f"the list has no sheet {number}")
    more = len(found) > size
    return Sheet(
        items=found[:size],
        number=number,
        prev_url=address(request, number - 1) if number > 1 else "",
        next_url=address(request, number + 1) if more and number < DEEPEST else "",
        is_deepest=more and number == DEEPEST,
    )


def number_asked(request: ReaderRequest) -> int:
    """Return the number of the sheet asked for, 1 when none is named."""
    asked = request.GET.get(request.paper.words.page, "1")
    if not (asked.isascii() and asked.isdecimal()) or not 1 <= int(asked[:4]) <= DEEPEST or len(asked) > 3:
        raise Http404(f"{asked!r} is not the number of a sheet")
    return int(asked)


def address(request: ReaderRequest, number: int) -> str:
    """Return the address of another sheet of the same list."""
    if number == 1:
        return request.path
    return f"{request.path}?{urlencode({request.paper.words.page: number})}"
