"""The stories beside a story, on its page."""

from __future__ import annotations

from django.template.loader import get_template

from kabar.archive.models import RelatedStory
from kabar.archive.related.press_keys import beside
from kabar.masthead.asking import ReaderRequest
from kabar.stories import press_keys
from kabar.stories.models import Story
from kabar.stories.parts import Part, Place
from kabar.stories.queries import listed

#: Where a story keeps what stands beside it while its page is printed.
KEPT = "stories_beside"


def stories_beside(story: Story) -> list[Story]:
    """Return the live stories chosen for one, the nearest first."""
    known: list[Story] | None = story.__dict__.get(KEPT)
    if known is None:
        rows = RelatedStory.objects.filter(story=story.pk).order_by("rank")
        pks = list(rows.values_list("other_id", flat=True))
        found = listed(Story.objects.filter(live=True, paper=story.paper)).in_bulk(pks) if pks else {}
        known = story.__dict__[KEPT] = [found[pk] for pk in pks if pk in found]
    return known


def render(request: ReaderRequest, story: Story) -> str:
    """Return the list, empty for a story that stands alone."""
    stories = stories_beside(story) if story.pk else []
    if not stories:
        return ""
    context = {"stories": stories, "paper": request.paper, "request": request, "written": story.language}
    return get_template("kabar/archive/related.html").render(context)


def keys(story: Story) -> tuple[str, ...]:
    """Return what makes the list old: other stories chosen, or one of them changed or gone."""
    return (beside(story.pk), *(press_keys.story(other.pk) for other in stories_beside(story)))


PART = Part("related", Place.AFTER_BODY, render, keys=keys, rank=900)
