"""The way from the offer to read without ads to the purchase: seen, opened, bought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from kabar.advertising.models import Count
from kabar.advertising.places import Offer
from kabar.advertising.tags import OFFER
from kabar.readers.models import Entitlement
from kabar.readers.queries import AD_FREE

#: What a purchase grants is granted because of it; what staff gives away is no purchase.
BOUGHT = "membership:"


@dataclass(frozen=True, slots=True)
class Step:
    """One place of the offer: how often it was seen there, and opened from there."""

    label: str
    seen: int
    opened: int

    @property
    def rate(self) -> float:
        """Openings in a hundred."""
        return 100 * self.opened / self.seen if self.seen else 0.0


@dataclass(frozen=True, slots=True)
class Funnel:
    """All places, and how many readers came to read without ads for the first time."""

    steps: list[Step]
    bought: int

    @property
    def seen(self) -> int:
        """How often it was seen anywhere."""
        return sum(step.seen for step in self.steps)

    @property
    def opened(self) -> int:
        """How often it was opened from anywhere."""
        return sum(step.opened for step in self.steps)


def of(paper: str, since: datetime) -> Funnel:
    """Return the funnel of a paper since an hour."""
    rows = Count.objects.filter(paper=paper, creative=OFFER, hour__gte=since)
    counted = {
        (row["place"], row["what"]): row["all"]
        for row in rows.values("place", "what").annotate(all=Sum("number"))
    }
    steps = [
        Step(
            str(place.label),
            counted.get((place.value, Count.What.SEEN), 0),
            counted.get((place.value, Count.What.CLICKED), 0),
        )
        for place in Offer
    ]
    bought = Entitlement.objects.filter(
        reader__paper=paper, name=AD_FREE, because__startswith=BOUGHT, starts__gte=since
    )
    return Funnel(steps, bought.values("reader").distinct().count())
