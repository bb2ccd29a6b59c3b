"""What readers see of a live story: pieces of a page, each with the number since which it reads so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from kabar.live.models import Entry, LiveStory
from kabar.live.queries import told
from kabar.masthead.asking import ReaderRequest
from kabar.video.embeds import provider_of

SUMMARY, MOMENTS, STATE = "live-summary", "live-moments", "live-state"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the page by its place there; one that is not there yet is the newest entry."""

    place: str
    number: int
    html: str


def pieces(request: ReaderRequest, shown: LiveStory) -> Iterator[Piece]:
    """Yield the pieces in the order of the page."""
    around: dict[str, Any] = {
        "request": request, "paper": request.paper, "story": shown.story, "live": shown,
        "zone": shown.story.place_zone,
    }  # fmt: skip
    entries = told(shown)
    moments = [entry for entry in entries if entry.key_moment and not entry.is_withdrawn]
    newest = max((entry.number or 0 for entry in entries if entry.key_moment), default=0)
    yield Piece(STATE, 0 if shown.is_open else shown.number, _set("state", around))
    yield Piece(SUMMARY, shown.summary_number, _set("summary", around))
    yield Piece(MOMENTS, newest, _set("moments", {**around, "moments": moments}))
    for entry in entries:
        yield Piece(entry.anchor, entry.number or 0, _set("entry", {**around, **_shown(entry)}))


def _shown(entry: Entry) -> dict[str, Any]:
    became = entry.became if entry.became and entry.became.live else None
    return {"entry": entry, "became": became, "provider": provider_of(entry.embed) if entry.embed else ""}


def _set(name: str, context: dict[str, Any]) -> str:
    return render_to_string(f"kabar/live/{name}.html", context).strip()
