"""The way to the installment before and after, on a story's page."""

from __future__ import annotations

from django.template.loader import get_template

from kabar.masthead.asking import ReaderRequest
from kabar.series import press_keys
from kabar.series.queries import Neighbours, neighbours
from kabar.stories.models import Story
from kabar.stories.parts import Part, Place
from kabar.stories.press_keys import story as key_of_story

KEPT = "around_in_series"


def around(story: Story) -> Neighbours | None:
    """Return what stands around a story, asked once while its page is printed."""
    if KEPT not in story.__dict__:
        story.__dict__[KEPT] = neighbours(story.pk) if story.pk else None
    found: Neighbours | None = story.__dict__[KEPT]
    return found


def render(request: ReaderRequest, story: Story) -> str:
    """Return the two ways, empty for a story in no series and for one that has nobody beside it yet."""
    found = around(story)
    if found is None or not (found.before or found.after):
        return ""
    shown = {"around": found, "paper": request.paper, "written": story.language}
    context = {**shown, "named_in": story.home.language}
    return get_template("kabar/series/part.html").render(context)


def keys(story: Story) -> tuple[str, ...]:
    """Return what alters them: the series' name, and the stories on both sides."""
    found = around(story)
    if found is None:
        return ()
    return (press_keys.series(found.own.series_id), *map(key_of_story, found.watched))


PART = Part("series", Place.AFTER_BODY, render, keys=keys, rank=10)
