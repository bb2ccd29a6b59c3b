"""What a partner is given: the newest stories, those that changed lately, and those that were taken down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from kabar import clock
from kabar.editions.models import Edition
from kabar.stories.models import PrintedPicture, Story, Takedown
from kabar.syndication.models import Partner

#: The newest stories of a feed, changed ones beside them, and for how long a takedown is told.
NEWEST, CHANGED, EDITIONS = 50, 50, 200
TOLD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Given:
    """What a feed holds, the newest change first."""

    stories: tuple[Story, ...]
    gone: tuple[Takedown, ...]

    @property
    def changed(self) -> datetime:
        """Return when anything of it last changed."""
        instants = [story.last_published_at for story in self.stories if story.last_published_at]
        return max([*instants, *(each.at for each in self.gone)], default=clock.UNKNOWN)


def given_to(partner: Partner) -> Given:
    """Return what a partner may have now; what is under embargo is a draft, and no draft is here."""
    ours = _ours(partner)
    newest = list(ours.order_by("-first_published_at", "-id").values_list("pk", flat=True)[:NEWEST])
    lately = list(ours.filter(pk__in=_changed_lately()).values_list("pk", flat=True)[:CHANGED])
    stories = Story.objects.filter(pk__in={*newest, *lately}).select_related("section", "lead_picture")
    found = stories.prefetch_related("bylines__author", "topics").order_by("-last_published_at", "-pk")
    return Given(tuple(found), tuple(_gone(partner)))


def pictures_of(given: Given) -> list[tuple[str, ...]]:
    """Return what is said of pictures and lets them go along: it changes while their story stays."""
    printed = PrintedPicture.objects.filter(story__in=[story.pk for story in given.stories])
    facts = ("seal", "owner", "terms", "usage", "description", "caption")
    return list(printed.order_by("pk").values_list(*(f"picture__{name}" for name in facts)))


def _ours(partner: Partner) -> QuerySet[Story]:
    """Return the live stories that are the paper's own to pass on: no agency's, none that was paid for."""
    stories = Story.objects.filter(paper=partner.paper, live=True, distributor=None, sponsored=False)
    chosen = list(partner.sections.values_list("pk", flat=True))
    return stories.filter(section__in=chosen) if chosen else stories


def _changed_lately() -> set[int]:
    newest = Edition.objects.order_by("-number").values_list("subjects", flat=True)[:EDITIONS]
    return {int(one[6:]) for subjects in newest for one in subjects if one.startswith("story:")}


def _gone(partner: Partner) -> Iterator[Takedown]:
    """Yield the last takedown of each story that is still gone; its partner may have printed it."""
    chosen = list(partner.sections.values_list("pk", flat=True))
    of_ours = Q(story__section__in=chosen) if chosen else Q()
    lately = Takedown.objects.filter(
        of_ours, paper=partner.paper, at__gt=clock.now() - TOLD, story__live=False
    )
    ours = lately.filter(story__distributor=None, story__sponsored=False).select_related("story")
    seen: set[int] = set()
    for takedown in ours.order_by("-at", "-pk")[:CHANGED]:
        if takedown.story_id not in seen:
            seen.add(takedown.story_id)
            yield takedown
