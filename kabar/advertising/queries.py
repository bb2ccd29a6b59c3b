"""Every named read of advertising."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet, Sum

from kabar import clock
from kabar.advertising.models import Campaign, Count, Creative, State


def running(paper: str, now: datetime | None = None) -> list[Campaign]:
    """Return the campaigns of a paper that are shown now; one that has its number is over."""
    now = now or clock.now()
    flying = Campaign.objects.filter(paper=paper, state=State.APPROVED, begins__lte=now, pace__gt=0)
    flying = flying.filter(Q(ends=None) | Q(ends__gt=now)).order_by("pk")
    return list(flying.prefetch_related("creatives", "sections", "topics"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """For which pages a creative wants a place: an empty set wants all of them."""

    place: str
    sections: frozenset[str]
    topics: frozenset[str]
    device: str

    def fits(self, place: str, section: str, topics: frozenset[str]) -> bool:
        """Tell whether a page, by its section and topics, is one of them."""
        here = place == self.place and (not self.sections or section in self.sections)
        return here and (not self.topics or bool(self.topics & topics))


def wanted(campaigns: Iterable[Campaign]) -> list[Wanted]:
    """Return what places campaigns want, each want once."""
    found = {
        Wanted(
            creative.place,
            frozenset(section.slug for section in campaign.sections.all()),
            frozenset(topic.slug for topic in campaign.topics.all()),
            campaign.device,
        ): None
        for campaign in campaigns
        for creative in campaign.creatives.all()
    }
    return list(found)


def campaigns_of(creatives: Iterable[int]) -> dict[int, int]:
    """Return the campaign of each creative, also of one that was taken out of it and was counted before."""
    wanted = set(creatives)
    before = Count.objects.filter(creative__in=wanted).exclude(campaign=0)
    now = Creative.objects.filter(pk__in=wanted)
    return dict(before.values_list("creative", "campaign")) | dict(now.values_list("pk", "campaign_id"))


def numbers_of(campaign: Campaign) -> list[int]:
    """Return the numbers of all a campaign shows."""
    return list(Creative.objects.filter(campaign=campaign).values_list("pk", flat=True))


def counts_of(campaign: Campaign) -> QuerySet[Count]:
    """Return what was counted of a campaign."""
    return Count.objects.filter(paper=campaign.paper, campaign=campaign.pk)


def seen(campaign: Campaign) -> int:
    """Return how many impressions a campaign had."""
    found = counts_of(campaign).filter(what=Count.What.SEEN).aggregate(all=Sum("number"))
    return found["all"] or 0
