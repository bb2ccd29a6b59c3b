"""The rail of films: the newest that a live story shows, printed once and set into every page."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import get_template

from kabar.masthead import press_keys as face_keys
from kabar.masthead.asking import ReaderRequest
from kabar.stories import press_keys, queries
from kabar.stories.models import Story
from kabar.video.models import Clip

#: Enough to be drawn along under a thumb, and few enough to be fetched.
HOW_MANY = 8


@dataclass(frozen=True, slots=True)
class Film:
    """A clip and the story in which it is seen."""

    clip: Clip
    story: Story


def newest(paper: str) -> list[Film]:
    """Return the films that came last, each once, in the newest story that shows it."""
    films: dict[int, Film] = {}
    for shown in queries.films(paper, HOW_MANY * 3):
        films.setdefault(shown.clip_id, Film(shown.clip, shown.story))
    return list(films.values())[:HOW_MANY]


def render(request: ReaderRequest) -> str:
    """Return the rail with its heading; nothing for a paper without films."""
    films = newest(request.paper.key)
    if not films:
        return ""
    context = {"films": films, "paper": request.paper, "request": request}
    return get_template("kabar/fronts/films.html").render(context)


def keys(paper: str) -> tuple[str, ...]:
    """Return what makes the rail old: a story with a film coming, changing or going, and the paper's face."""
    return (press_keys.films(paper), face_keys.face(paper))
