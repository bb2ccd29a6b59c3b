"""What a department above sets into named places of a page: templates know the places, not who fills them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kabar.masthead.asking import ReaderRequest


@dataclass(frozen=True, slots=True)
class Insets:
    """A department's part in one page: the HTML of a place, and what the page needs for it.

    `html` is given the name of a place and what the page is about; it returns escaped HTML or nothing.
    `policy` is added to what the page allows to be loaded, `keys` to what the page is made from.
    """

    html: Callable[[str, Any], str]
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    policy: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


#: Returns None for a page in which nothing of the department stands, such as a member's.
Provide = Callable[[ReaderRequest], Insets | None]

_registered: list[Provide] = []


def register(provide: Provide) -> None:
    """Have a department asked for every page that may hang on the rack; call it in an app's `ready`."""
    if provide not in _registered:
        _registered.append(provide)


def of(request: ReaderRequest) -> list[Insets]:
    """Return what is set into a page."""
    return [found for provide in _registered if (found := provide(request)) is not None]
