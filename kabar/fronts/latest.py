"""The fragment of latest stories, printed once and set into every page."""

from __future__ import annotations

from django.template.loader import get_template

from kabar.masthead import press_keys as face_keys
from kabar.masthead.asking import ReaderRequest
from kabar.sisters import lists
from kabar.stories import press_keys

#: Enough for a column of the front and for two rows below a story.
HOW_MANY = 8


def render(request: ReaderRequest) -> str:
    """Return the newest stories of the paper as a list."""
    stories = lists.latest(request.paper.key, HOW_MANY)
    context = {"stories": stories, "paper": request.paper, "request": request}
    return get_template("kabar/fronts/latest.html").render(context)


def keys(paper: str) -> tuple[str, ...]:
    """Return what makes the list old: any story coming or going, and the paper's face."""
    return (press_keys.latest(paper), face_keys.face(paper))
