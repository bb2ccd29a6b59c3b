"""How the newsroom's pages tell of a story in a series, and of what was refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from kabar.series.models import Installment, Series
from kabar.series.services import NumberTaken
from kabar.staff.models import User
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.models import Story
from kabar.stories.permissions import open_among, open_to, policy


@dataclass(frozen=True, slots=True)
class Way:
    """A story as someone may see it: what it is called, and where it opens; a desk's draft is its own."""

    name: str
    url: str = ""


def way_to(story: Story, user: User) -> Way:
    """Return the way to a story for someone."""
    if policy.user_has_permission_for_instance(user, "change", story):
        return Way(newest_headline(story), reverse("stories:edit", args=[story.pk]))
    if story.live:
        return Way(story.headline, story.home.address + (story.path or "/"))
    seen = open_to(user).filter(pk=story.pk).exists()
    return Way(newest_headline(story) if seen else _("A story of another desk"))


def newest_headline(story: Story) -> str:
    """Return how a story is called by now."""
    newest = story.latest_revision
    return (newest.object_str if newest else story.headline) or _("Untitled")


def refused(request: NewsroomRequest, refusal: Exception) -> None:
    """Say why something was not done, and lead to the story that stood in the way."""
    why = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
    buttons = []
    if isinstance(refusal, NumberTaken) and refusal.story:
        way = way_to(refusal.story, request.user)
        why = f"{why} {way.name}"
        buttons = [messages.button(way.url, _("Open it"))] if way.url else []
    messages.error(request, why, buttons=buttons)


@dataclass(frozen=True, slots=True)
class Row:
    """A place of a series in its list."""

    place: Installment
    way: Way
    may_change: bool


def rows(places: Iterable[Installment], user: User) -> list[Row]:
    """Return some places as they are listed to someone."""
    there = list(places)
    mine = open_among(user, "publish", [place.story for place in there])
    return [Row(place, way_to(place.story, user), place.story_id in mine) for place in there]


def named(series: Series, number: int) -> str:
    """Return a series with the number of a day."""
    day = _("Day %(number)s") % {"number": number}
    return f"{series.name} · {day}" if series.counts_days else series.name


def numbers(said: Any) -> int | None:
    """Return a number as a form sends it."""
    words = str(said or "").strip()
    if not words:
        return None
    if not words.isdecimal() or len(words) > 9:
        raise ValidationError(_("Give the number of the day; it is 1 or more."))
    return int(words)
