"""What a story's page says of its sisters: who printed it first, and where it is told in other languages."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.template.loader import render_to_string

from kabar.masthead.asking import ReaderRequest
from kabar.sisters.guests import address_at_home, home_of, loan_of
from kabar.sisters.queries import told_alike
from kabar.stories import press_keys
from kabar.stories.languages import own_name
from kabar.stories.models import Story
from kabar.stories.parts import Part, Place

#: Where a story keeps what tells the same while its page is printed.
KEPT = "told_alike"


def origin(request: ReaderRequest, story: Story) -> str:
    """Return the line that says who printed a guest first; empty for a story at home."""
    if loan_of(story) is None:
        return ""
    context = {"home": home_of(story), "address": address_at_home(story)}
    return render_to_string("kabar/sisters/origin.html", context)


def _others(story: Story) -> list[Story]:
    if KEPT not in story.__dict__:
        story.__dict__[KEPT] = told_alike(story) if story.pk else []
    found: list[Story] = story.__dict__[KEPT]
    return found


def translations(request: ReaderRequest, story: Story) -> str:
    """Return the ways to the same story in other languages."""
    others = [
        {"story": other, "address": _address(other), "language": own_name(other.language)}
        for other in _others(story)
    ]
    return render_to_string("kabar/sisters/translations.html", {"others": others}) if others else ""


def alternates(story: Story) -> Iterator[tuple[str, str]]:
    """Yield a story's languages and addresses, its own among them; nothing for one told in one language."""
    others = _others(story)
    for each in sorted([story, *others], key=lambda one: one.language) if others else ():
        yield each.language, _address(each)


def keys(story: Story) -> tuple[str, ...]:
    """Return what alters the ways: the others changing or leaving."""
    return tuple(press_keys.story(other.pk) for other in _others(story))


def _address(story: Story) -> str:
    return settings.PAPER.for_key(story.paper).address + (story.path or "/")


ORIGIN = Part("origin", Place.BEFORE_BODY, origin, rank=0)
TRANSLATIONS = Part("translations", Place.BEFORE_BODY, translations, keys=keys, alternates=alternates, rank=5)
