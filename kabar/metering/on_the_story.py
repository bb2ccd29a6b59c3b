"""What stands on a story's page where the part ends that everybody reads."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.template.loader import render_to_string

from kabar.masthead.asking import ReaderRequest
from kabar.metering.deciding import Decision
from kabar.plates import Variant
from kabar.readers import offers
from kabar.readers.addresses import account_path
from kabar.stories import access, addresses, parts
from kabar.stories.models import Story

#: Where the press prints the rest of a story; no reader can ask for it.
RESTS = "/.rest/"


def register() -> None:
    """Print our part right below the body; the rest hangs where only the gate takes it from."""
    parts.register(parts.Part("rest", parts.Place.AFTER_BODY, place, keys=keys, rank=0))
    addresses.stand_beside(lambda story: [f"{RESTS}{story.pk}"])


def place(request: ReaderRequest, story: Story) -> str:
    """Return the place of the rest: the way to it, the wall, or a word on why it is open."""
    if getattr(request, "is_preview", False) or access.of(story) is access.Access.OPEN:
        return ""
    decision: Decision | None = getattr(request, "decision", None)
    if decision is not None and decision.opens:
        return said(request, story, decision)
    if decision is None and not access.was_cut(story):
        return ""
    return render_to_string("kabar/metering/place.html", _context(request, story, decision))


def keys(story: Story) -> tuple[str, ...]:
    """Return what reprints the wall: that memberships begin or cease to be sold."""
    closed = access.of(story) is not access.Access.OPEN
    return offers.keys(settings.PAPER.for_key(story.paper)) if closed else ()


def said(request: ReaderRequest, story: Story, decision: Decision) -> str:
    """Return a word on why a story is open."""
    return render_to_string("kabar/metering/said.html", _context(request, story, decision))


def wall(request: ReaderRequest, story: Story, decision: Decision) -> str:
    """Return the wall alone."""
    return render_to_string("kabar/metering/wall.html", _context(request, story, decision))


def _context(request: ReaderRequest, story: Story, decision: Decision | None) -> dict[str, Any]:
    lite = getattr(request, "variant", None) is Variant.LITE
    metered = access.of(story) is access.Access.METERED
    return {
        "story": story,
        "paper": request.paper,
        "decision": decision,
        "metered": metered,
        "lite": lite,
        # Whoever renders for a machine that may read on has to ask like everybody else.
        "always": metered or bool(settings.PAPER.crawlers),
        "whole": f"/-/whole/{story.pk}{'?is=lite' if lite else ''}",
        "most": request.paper.metering.stories_a_month,
        "sign_in": f"{account_path(request.paper, 'sign-in/')}?{urlencode({'next': story.path or '/'})}",
        "offer": offers.address(request.paper),
        "gifts": f"{account_path(request.paper, 'gifts/')}?{urlencode({'story': story.pk})}",
    }
