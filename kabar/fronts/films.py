"""The rail of films: the newest that a live story shows, printed once and set into every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import get_template

from kabar.masthead import clippings
from kabar.masthead import press_keys as face_keys
from kabar.masthead.asking import ReaderRequest
from kabar.stories import press_keys, queries
from kabar.stories.models import Story
from kabar.video.models import Clip

#: Enough to be drawn along under a thumb, and few enough to be fetched.
HOW_MANY = 8
#: Under what name the press keeps the newest.
NEWEST = "films"


@dataclass(frozen=True, slots=True)
class Film:
    """A clip and the story in which it is seen."""

    clip: Clip
    story: Story


def newest(paper: str) -> list[Film]:
    """Return the films that came last, each once, in the newest story that shows it; some to spare."""
    return list(clippings.kept((NEWEST, paper), keys(paper), lambda: _newest(paper)))


def _newest(paper: str) -> list[Film]:
    films: dict[int, Film] = {}
    for shown in queries.films(paper, HOW_MANY * 3):
        films.setdefault(shown.clip_id, Film(shown.clip, shown.story))
    return list(films.values())


def render(request: ReaderRequest) -> str:
    """Return the rail of the newest films, as every page but the front has it."""
    return rail(request, newest(request.paper.key))


def rail(request: ReaderRequest, films: Sequence[Film]) -> str:
    """Return the rail of some films with its heading; nothing for a paper without any."""
    films = films[:HOW_MANY]
    if not films:
        return ""
    context = {"films": films, "paper": request.paper, "request": request}
    return get_template("kabar/fronts/films.html").render(context)


def keys(paper: str) -> tuple[str, ...]:
    """Return what makes the rail old: a story with a film coming, changing or going, and the paper's face."""
    return (press_keys.films(paper), face_keys.face(paper))
