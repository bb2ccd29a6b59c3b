"""The pieces of a live story for the newsstand, which hands them on to those who follow it."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from kabar.live import press_keys, queries
from kabar.live.printing import pieces
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.pages import printed
from kabar.masthead.press_keys import face
from kabar.sisters.guests import homeward
from kabar.stories import press_keys as of_stories


@require_safe
def live_pieces(request: ReaderRequest, number: int) -> HttpResponse:
    """Answer with every piece and its number; 404 once readers cannot open the story."""
    shown = queries.followed(request.paper.key, number)
    if shown is None:
        raise Http404(f"no live story has the number {number}")
    home = settings.PAPER.for_key(shown.story.paper)

    def html(piece: str) -> str:
        return piece if home.key == request.paper.key else homeward(piece, home)

    told = {
        "state": shown.state,
        "number": shown.number,
        "pieces": [
            {"place": piece.place, "number": piece.number, "html": html(piece.html)}
            for piece in pieces(request, shown)
        ],
    }
    keys = [*press_keys.of(shown), of_stories.story(number), face(request.paper.key)]
    return printed(HttpResponse(json.dumps(told, ensure_ascii=False), "application/json"), keys)
