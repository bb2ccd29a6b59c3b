"""What readers see of a live story: pieces of a page, each with the number since which it reads so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from kabar.live.models import Entry, LiveStory
from kabar.live.queries import told
from kabar.live.sheets import Layout, laid_out
from kabar.masthead.asking import ReaderRequest
from kabar.stories.models import Story
from kabar.video.embeds import provider_of

SUMMARY, MOMENTS, STATE = "live-summary", "live-moments", "live-state"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the page by its place there; one that is not there yet is the newest entry."""

    place: str
    number: int
    html: str


def pieces(request: ReaderRequest, shown: LiveStory) -> Iterator[Piece]:
    """Yield all pieces in the order of the page, for those who follow: what they were not told may be old."""
    entries = told(shown)
    yield from head(request, shown, laid_out(entries, shown.story.path or ""))
    yield from set_entries(request, shown, entries)


def head(request: ReaderRequest, shown: LiveStory, layout: Layout) -> Iterator[Piece]:
    """Yield what stands above the entries."""
    around = _around(request, shown)
    entries = [*layout.newest, *(entry for sheet in reversed(layout.sheets) for entry in sheet.entries)]
    newest = max((entry.number or 0 for entry in entries if entry.key_moment), default=0)
    yield Piece(STATE, 0 if shown.is_open else shown.number, _set("state", around))
    yield Piece(SUMMARY, shown.summary_number, _set("summary", around))
    yield Piece(MOMENTS, newest, moments(request, shown, layout))


def moments(request: ReaderRequest, shown: LiveStory, layout: Layout, *, on: str = "") -> str:
    """Return the key moments, each leading to where its entry stands, as seen from one of the pages."""
    places = [("", layout.newest), *((sheet.path, sheet.entries) for sheet in reversed(layout.sheets))]
    listed = [
        (entry, "" if path == on else path or shown.story.path)
        for path, entries in places
        for entry in entries
        if entry.key_moment and not entry.is_withdrawn
    ]
    return _set("moments", {**_around(request, shown), "moments": listed})


def set_entries(request: ReaderRequest, shown: LiveStory, entries: Iterable[Entry]) -> Iterator[Piece]:
    """Yield entries as they stand on a page."""
    around = _around(request, shown)
    for entry in entries:
        yield Piece(entry.anchor, entry.number or 0, _set("entry", {**around, **_shown(entry)}))


def _around(request: ReaderRequest, shown: LiveStory) -> dict[str, Any]:
    return {
        "request": request, "paper": request.paper, "story": shown.story, "live": shown,
        "zone": shown.story.place_zone, "ours": ours(request, shown.story),
    }  # fmt: skip


def ours(request: ReaderRequest, story: Story) -> str:
    """Return the language of what the paper says beside a story in another; empty where they are one."""
    return request.paper.language if story.language != request.paper.language else ""


def _shown(entry: Entry) -> dict[str, Any]:
    became = entry.became if entry.became and entry.became.live else None
    return {"entry": entry, "became": became, "provider": provider_of(entry.embed) if entry.embed else ""}


def _set(name: str, context: dict[str, Any]) -> str:
    return render_to_string(f"kabar/live/{name}.html", context).strip()
