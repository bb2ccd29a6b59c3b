"""Parts of a story's page that departments above the story print: notes, labels, sources, corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from kabar.masthead.asking import ReaderRequest
from kabar.stories.body import PrintedBlock
from kabar.stories.models import Story


class Place(Enum):
    """Where on the page a part stands; the value is its name in the template's `parts`."""

    ABOVE_HEADLINE = "above_headline"
    BEFORE_BODY = "before_body"
    AFTER_BODY = "after_body"


Render = Callable[[ReaderRequest, Story], str]
Facts = Callable[[Story, Any], dict[str, Any]]
Keys = Callable[[Story], tuple[str, ...]]
Body = Callable[[Story, list[PrintedBlock]], list[PrintedBlock]]
Alternates = Callable[[Story], Iterable[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Part:
    """A part's place and rank there, its HTML, its facts for search engines, and the keys it adds.

    `render` returns escaped HTML, empty when the part has nothing to say of this story; `facts` names of
    schema.org's NewsArticle; `keys` what reprints the page besides the story's own key; `alternates` the
    same in other languages, as language and whole address; `body` returns the printed body with what the
    part marks in it, and is asked before `render`.
    """

    name: str
    place: Place
    render: Render
    facts: Facts | None = None
    keys: Keys | None = None
    alternates: Alternates | None = None
    body: Body | None = None
    rank: int = 100


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Print a part on every story's page; call it in an app's `ready`."""
    _parts[part.name] = part


def printed(request: ReaderRequest, story: Story) -> dict[str, SafeString]:
    """Return the HTML of each place, by its name."""
    return {
        place.value: mark_safe("".join(part.render(request, story) for part in _at(place))) for place in Place
    }


def marked(story: Story, body: list[PrintedBlock]) -> list[PrintedBlock]:
    """Return the body with what the parts mark in it."""
    for part in _ranked():
        if part.body:
            body = part.body(story, body)
    return body


def facts(story: Story, paper: Any) -> dict[str, Any]:
    """Return what the parts add to the story as data."""
    return {name: fact for part in _ranked() if part.facts for name, fact in part.facts(story, paper).items()}


def alternates(story: Story) -> tuple[tuple[str, str], ...]:
    """Return the languages and addresses in which the parts say the story is told."""
    return tuple(other for part in _ranked() if part.alternates for other in part.alternates(story))


def keys(story: Story) -> list[str]:
    """Return the keys the parts add to the story's page."""
    return [key for part in _ranked() if part.keys for key in part.keys(story)]


def _at(place: Place) -> Iterator[Part]:
    return (part for part in _ranked() if part.place is place)


def _ranked() -> list[Part]:
    return sorted(_parts.values(), key=lambda part: (part.rank, part.name))
