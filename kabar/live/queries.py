"""Every named read of live stories."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Max, Q, QuerySet

from kabar.live.models import Entry, LiveStory
from kabar.sisters.queries import is_lent_to
from kabar.staff.models import User
from kabar.stories.models import Story
from kabar.stories.permissions import open_among


def of_story(story: Story) -> LiveStory | None:
    """Return the live story that a story is, asked for once; None for any other."""
    return getattr(story, "live_story", None)


def followed(paper: str, story_pk: int) -> LiveStory | None:
    """Return a live story that readers of a paper may follow, its own or one on loan."""
    found = LiveStory.objects.filter(story=story_pk, story__live=True).select_related("story__section")
    shown = found.first()
    if shown is None or shown.story.paper == paper or is_lent_to(paper, story_pk):
        return shown
    return None


def told(shown: LiveStory) -> list[Entry]:
    """Return the entries readers were told, newest first, those withdrawn since among them."""
    entries = shown.entries.filter(number__isnull=False).exclude(state=Entry.State.WAITING)
    return list(entries.select_related("author", "picture", "became"))


def tells_its_story(story: Story) -> bool:
    """Tell whether readers see entries of a story, so that it needs no text of its own."""
    return Entry.objects.filter(live_story__story=story.pk, state=Entry.State.PUBLISHED).exists()


def waiting(shown: LiveStory) -> QuerySet[Entry]:
    """Return the entries an editor has not let through yet, oldest first."""
    return shown.entries.filter(state=Entry.State.WAITING).select_related("by").order_by("at", "pk")


def open_now(user: User) -> list[LiveStory]:
    """Return the live stories someone may write on, those open first, with what each told and what waits."""
    told, held = Q(entries__state=Entry.State.PUBLISHED), Q(entries__state=Entry.State.WAITING)
    found = LiveStory.objects.select_related("story__section").annotate(
        told=Count("entries", filter=told),
        held=Count("entries", filter=held),
        last_told=Max("entries__at", filter=told),
    )
    found = found.order_by("-state", "-opened_at")[:100]
    may = open_among(user, "change", [one.story for one in found])
    return [one for one in found if one.story_id in may]


def pictures_shown(story: Story) -> Iterable[int]:
    """Return the pictures that the entries of a story show."""
    shown = Entry.objects.filter(
        live_story__story=story.pk, state=Entry.State.PUBLISHED, picture__isnull=False
    )
    return shown.values_list("picture", flat=True) if story.pk else ()
