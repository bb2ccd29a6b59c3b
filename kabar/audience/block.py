"""The block of the most read stories, printed once and set into fronts and stories."""

from __future__ import annotations

from django.template.loader import get_template

from kabar.audience import press_keys, queries
from kabar.masthead import press_keys as face_keys
from kabar.masthead.asking import ReaderRequest
from kabar.stories.models import Story
from kabar.stories.queries import listed

HOW_MANY = 5


def render(request: ReaderRequest) -> str:
    """Return the list with its heading; nothing while nothing was read often enough."""
    ranked = queries.most_read(request.paper.key)[: HOW_MANY * 2]
    found = listed(Story.objects.filter(paper=request.paper.key, live=True)).in_bulk(ranked) if ranked else {}
    stories = [found[pk] for pk in ranked if pk in found][:HOW_MANY]
    if not stories:
        return ""
    context = {"stories": stories, "paper": request.paper, "request": request}
    return get_template("kabar/audience/most_read.html").render(context)


def keys(paper: str) -> tuple[str, ...]:
    """Return what makes the list old: another ranking, a story changing or leaving, the paper's face."""
    ranked = queries.most_read(paper)[: HOW_MANY * 2]
    return (press_keys.most_read(paper), *(f"story:{pk}" for pk in ranked), face_keys.face(paper))
