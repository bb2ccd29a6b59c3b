"""Parts of a page that change more often than the page, each printed once and set into every copy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kabar.masthead.asking import ReaderRequest

Render = Callable[[ReaderRequest], str]
Keys = Callable[[str], tuple[str, ...]]


class UnknownFragment(KeyError):
    """No department has registered a fragment of this name."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A name, how it is rendered, and the keys (of a paper's key) it depends on."""

    name: str
    render: Render
    keys: Keys


_registered: dict[str, Fragment] = {}


def register(name: str, render: Render, keys: Keys) -> None:
    """Offer a fragment to every page; call it in an app's `ready`."""
    _registered[name] = Fragment(name, render, keys)


def find(name: str) -> Fragment:
    """Return a fragment by its name; raise UnknownFragment when there is none."""
    try:
        return _registered[name]
    except KeyError:
        known = ", ".join(sorted(_registered)) or "none"
        raise UnknownFragment(f"no fragment is called {name!r}; known are: {known}") from None


def every() -> tuple[Fragment, ...]:
    """Return all fragments that are on offer."""
    return tuple(_registered.values())


def marker(name: str) -> str:
    """Return the mark at which the press cuts a page and the newsstand sets the fragment."""
    return f"<!--kabar:fragment {name}-->"


def render_fragment(name: str, request: ReaderRequest) -> tuple[str, tuple[str, ...]]:
    """Return a fragment's HTML and the keys it depends on: a plate of its own for the press."""
    fragment = find(name)
    return fragment.render(request), fragment.keys(request.paper.key)
