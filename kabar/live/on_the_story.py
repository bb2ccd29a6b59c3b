"""What a live story prints on its page, and what it says of itself to search engines."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from kabar.live import press_keys
from kabar.live.models import Entry
from kabar.live.printing import MOMENTS, STATE, SUMMARY, head, ours, set_entries
from kabar.live.queries import of_story, told
from kabar.live.sheets import laid_out
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.head import shortened
from kabar.masthead.printed_time import machine
from kabar.plates import Variant
from kabar.stories import addresses, parts
from kabar.stories.models import Story


def register() -> None:
    """Print our part on every live story's page, below its body."""
    parts.register(parts.Part("live", parts.Place.AFTER_BODY, entries, facts=live_blog, keys=keys, rank=1))
    addresses.stand_beside(pieces_of)


def pieces_of(story: Story) -> list[str]:
    """Return where the pieces of a live story hang for those who follow it, and where its sheets."""
    shown = of_story(story)
    if shown is None:
        return []
    return [path_of(story.pk), *(sheet.path for sheet in laid_out(told(shown), story.path or "").sheets)]


def path_of(story_pk: int) -> str:
    """Return where the press prints the pieces; no reader can ask for it."""
    return f"/.live/{story_pk}"


def entries(request: ReaderRequest, story: Story) -> str:
    """Print the summary, the key moments, the newest entries and the way to those before."""
    shown = of_story(story)
    if shown is None:
        return ""
    shown.story = story
    layout = laid_out(told(shown), story.path or "")
    by_place = {piece.place: mark_safe(piece.html) for piece in head(request, shown, layout)}
    lite = getattr(request, "variant", None) is Variant.LITE
    context = {
        "state": by_place[STATE],
        "summary": by_place[SUMMARY],
        "moments": by_place[MOMENTS],
        "entries": [mark_safe(piece.html) for piece in set_entries(request, shown, layout.newest)],
        "layout": layout,
        "live": shown,
        "story": story,
        "paper": request.paper,
        "zone": story.place_zone,
        "ours": ours(request, story),
        "follow": shown.is_open and not lite,
        "lite": lite,
    }
    return render_to_string("kabar/live/on_the_story.html", context)


def keys(story: Story) -> tuple[str, ...]:
    """Return what reprints the page when an entry comes."""
    shown = of_story(story)
    return tuple(press_keys.of(shown)) if shown else ()


def live_blog(story: Story, paper: Any) -> dict[str, Any]:
    """Return the live story as schema.org's LiveBlogPosting."""
    shown = of_story(story)
    if shown is None:
        return {}
    newest_told = laid_out(told(shown), story.path or "").newest
    updates = [_update(entry, story) for entry in newest_told if not entry.is_withdrawn]
    newest = max((update["dateModified"] for update in updates), default="")
    return {
        "@type": "LiveBlogPosting",
        "coverageStartTime": machine(shown.opened_at, story.place_zone),
        **({"coverageEndTime": machine(shown.closed_at, story.place_zone)} if shown.closed_at else {}),
        **({"dateModified": newest} if newest else {}),
        "liveBlogUpdate": updates,
    }


def _update(entry: Entry, story: Story) -> dict[str, Any]:
    paper = settings.PAPER.for_key(story.paper)
    update: dict[str, Any] = {
        "@type": "BlogPosting",
        "headline": shortened(entry.title or entry.body, 110),
        "articleBody": entry.body,
        "datePublished": machine(entry.at, story.place_zone),
        "dateModified": machine(entry.corrected_at or entry.at, story.place_zone),
        "url": f"{paper.address}{story.path or '/'}#{entry.anchor}",
    }
    if entry.author:
        update["author"] = {"@type": "Person", "name": entry.author.name}
    return update
