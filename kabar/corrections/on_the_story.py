"""What a story's page prints of its corrections, and the note on what is not yet verified."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from kabar.corrections import queries
from kabar.corrections.addresses import before_path, entry_path
from kabar.corrections.models import Correction
from kabar.corrections.touched import claims
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.printed_time import machine
from kabar.stories import addresses, parts, press_keys
from kabar.stories.models import Story


def register() -> None:
    """Print our parts on every story's page."""
    parts.register(parts.Part("corrections-first", parts.Place.BEFORE_BODY, at_the_top, rank=10))
    parts.register(parts.Part("unverified", parts.Place.AFTER_BODY, unverified_note, rank=5))
    parts.register(
        parts.Part(
            "corrections", parts.Place.AFTER_BODY, at_the_foot, facts=correction_comments, keys=keys, rank=20
        )
    )
    addresses.stand_beside(earlier_texts)


def earlier_texts(story: Story) -> list[str]:
    """Return where readers may see what the story said before, however often it was corrected."""
    words = settings.PAPER.for_key(story.paper).words
    return [before_path(words, one) for one in story.corrections.filter(compared=True).only("pk")]


def at_the_top(request: ReaderRequest, story: Story) -> str:
    """Tell of serious corrections before the text."""
    serious = [one for one in queries.about(story) if one.serious]
    if not serious:
        return ""
    return _print(request, story, "top", corrections=[_shown(story, one) for one in serious])


def at_the_foot(request: ReaderRequest, story: Story) -> str:
    """Tell of every correction of the story, and of those it carries for others."""
    about, carried = queries.about(story), queries.carried_by(story)
    if not about and not carried:
        return ""
    shown = [{**_shown(story, one), "touched": claims(story, one.affects)} for one in about]
    return _print(request, story, "foot", corrections=shown, carried=carried)


def _shown(story: Story, one: Correction) -> dict[str, Any]:
    return {
        "correction": one,
        "before": before_path(story.home.words, one) if one.compared else "",
        "ledger": entry_path(story.home, one.at, one.anchor),
        "told_in": one.told_in if one.told_in and one.told_in.live else None,
    }


def _print(request: ReaderRequest, story: Story, place: str, **context: Any) -> str:
    around = {"story": story, "paper": request.paper, "zone": story.place_zone}
    return render_to_string(f"kabar/corrections/on_the_{place}.html", {**around, **context})


def unverified_note(request: ReaderRequest, story: Story) -> str:
    """Say at the end, in brackets and italics, what is not verified; then where it was."""
    if not story.unverified:
        return ""
    context = {"story": story, "paper": request.paper, "verified_in": queries.verified_in(story)}
    return render_to_string("kabar/corrections/unverified.html", context)


def correction_comments(story: Story, paper: Any) -> dict[str, Any]:
    """Return the corrections as schema.org has them."""
    comments = [
        {
            "@type": "CorrectionComment",
            "text": one.note,
            "datePublished": machine(one.at, story.place_zone),
            "url": f"{paper.address}{story.path or '/'}#{one.anchor}",
        }
        for one in queries.about(story)
    ]
    return {"correction": comments} if comments else {}


def keys(story: Story) -> tuple[str, ...]:
    """Return the stories whose fate the page's notices tell: those it amends, those that amend it."""
    others = {one.told_in_id for one in queries.about(story)} | {
        one.story_id for one in queries.of_story(story)
    }
    return tuple(press_keys.story(pk) for pk in sorted(pk for pk in others if pk and pk != story.pk))
