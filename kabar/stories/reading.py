"""Tools for reading a story, the shelf of saved stories, and the worker that opens both without a line."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kabar.config import Paper
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.head import NOT_INDEXED, Head
from kabar.masthead.pages import page, printed
from kabar.masthead.press_keys import face
from kabar.plates import Variant
from kabar.stories import parts
from kabar.stories.models import Story

WORKER = "kabar/stories/reading/worker.js"


def register() -> None:
    """Stand above every story's body."""
    parts.register(parts.Part("reading", parts.Place.BEFORE_BODY, tools, rank=1))


def tools(request: ReaderRequest, story: Story) -> str:
    """Print the tools; the data-saver edition runs nothing and has none."""
    if getattr(request, "variant", None) is Variant.LITE or not story.path:
        return ""
    return render_to_string("kabar/stories/reading_tools.html", {"story": story, "paper": request.paper})


@require_safe
def shelf(request: ReaderRequest) -> HttpResponse:
    """Show what was saved or read last on the device; what it is, only the device knows."""
    title = _("Saved stories")
    head = Head(title=title, description="", path=request.path, robots=NOT_INDEXED, site=request.paper.name)
    return page(request, "kabar/stories/shelf.html", {"head": head}, keys=[face(request.paper.key)])


@require_safe
def worker(request: ReaderRequest) -> HttpResponse:
    """Answer with the worker, from an address above everything it may answer for."""
    told = f"const CLOSED = {json.dumps(closed(request.paper))};\n".encode()
    body = HttpResponse(told + _worker(), "text/javascript; charset=utf-8")
    return printed(body, keys=[face(request.paper.key)])


def closed(paper: Paper) -> list[str]:
    """Return where the worker answers for nobody: the building, what is one reader's, paid or handed in."""
    words = paper.words
    ways = (words.newsroom, words.account, words.membership, f"{words.corrections}/{words.corrections_ask}")
    return [f"/{way}" for way in (*ways, "-", "api", "media")]


@lru_cache(maxsize=1)
def _worker() -> bytes:
    found = finders.find(WORKER)
    assert isinstance(found, str), f"{WORKER} is not among the static files"
    return Path(found).read_bytes()
