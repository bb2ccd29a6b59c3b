"""The pieces of a live story for the newsstand, which hands them on, and the sheets of its older entries."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kabar.live import press_keys, queries
from kabar.live.models import LiveStory
from kabar.live.printing import moments, ours, pieces, set_entries
from kabar.live.sheets import Layout, Sheet, laid_out, path_of
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.head import Head, shortened, trail
from kabar.masthead.pages import page, printed
from kabar.masthead.press_keys import face
from kabar.masthead.views import gone
from kabar.sisters.guests import homeward
from kabar.stories import press_keys as of_stories
from kabar.stories.models import State, Story
from kabar.stories.queries import at_path, moved_from
from kabar.stories.views import keys_of, why


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


@require_safe
def sheet(request: ReaderRequest, number: str, **_address: str) -> HttpResponse:
    """Show a sheet of a live story's older entries; it goes where its story goes, and leaves with it."""
    path = request.path.rpartition("/live/")[0]
    story = at_path(request.paper.key, path)
    if story is None:
        return _moved(request, path, int(number))
    if story.state != State.LIVE:
        return gone(request, why(story))
    shown = queries.of_story(story)
    layout = laid_out(queries.told(shown), path) if shown else None
    found = layout.sheet(int(number)) if layout else None
    if shown is None or layout is None or found is None:
        raise Http404(f"{path} has no sheet {number}")
    shown.story = story
    context = _on_the_sheet(request, shown, layout, found)
    return page(request, "kabar/live/sheet.html", context, keys=keys_of(story))


def _moved(request: ReaderRequest, path: str, number: int) -> HttpResponse:
    moved = moved_from(request.paper.key, path)
    if moved is None or not moved.path or moved.path == path:
        raise Http404(f"no story stands at {path}")
    return printed(HttpResponsePermanentRedirect(path_of(moved.path, number)), keys=[])


def _on_the_sheet(request: ReaderRequest, shown: LiveStory, layout: Layout, found: Sheet) -> dict[str, Any]:
    story = shown.story
    return {
        "head": _head(request, story, found),
        "story": story,
        "section": story.section,
        "live": shown,
        "zone": story.place_zone,
        "sheet": found,
        "sheets": layout.sheets,
        "newer": layout.sheet(found.number + 1),
        "older": layout.sheet(found.number - 1),
        "moments": mark_safe(moments(request, shown, layout, on=found.path)),
        "entries": [mark_safe(piece.html) for piece in set_entries(request, shown, found.entries)],
        "ours": ours(request, story),
        "foreign": story.language if story.language != request.paper.language else "",
    }


def _head(request: ReaderRequest, story: Story, found: Sheet) -> Head:
    """Return what a sheet says of itself: it is found under its own address, and leads to its story."""
    paper = request.paper
    title = _("%(headline)s: earlier entries, sheet %(number)s") % {
        "headline": shortened(story.headline, 70), "number": found.number,
    }  # fmt: skip
    way = [(paper.name, "/"), (story.section.name, story.section.get_absolute_url())]
    return Head(
        title=title,
        site=paper.name,
        description=shortened(found.begins.title or found.begins.body),
        path=found.path,
        json_ld=(trail(paper.address, *way, (story.headline, story.path or "/"), (title, found.path)),),
    )
