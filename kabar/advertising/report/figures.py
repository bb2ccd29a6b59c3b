"""The figures of a report: by day and by creative, in the paper's own days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.formats import date_format

from kabar import clock
from kabar.advertising import queries
from kabar.advertising.models import Campaign, Count
from kabar.advertising.places import Place

What = Count.What
#: More days than a plot can show side by side.
MOST_DAYS = 400


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted in a day or of a creative."""

    name: str
    numbers: Mapping[str, int] = field(default_factory=dict)
    day: date | None = None

    @property
    def label(self) -> str:
        """Its name as people read it: a day in words, which `name` writes for machines."""
        return date_format(self.day, "j M Y") if self.day else self.name

    @property
    def seen(self) -> int:
        """Impressions."""
        return self.numbers.get(What.SEEN, 0)

    @property
    def viewed(self) -> int:
        """Impressions of which half was in view for a second."""
        return self.numbers.get(What.VIEWED, 0)

    @property
    def clicked(self) -> int:
        """Clicks."""
        return self.numbers.get(What.CLICKED, 0)

    @property
    def closed(self) -> int:
        """How often a reader closed it."""
        return self.numbers.get(What.CLOSED, 0)

    @property
    def viewability(self) -> float:
        """Viewable impressions in a hundred."""
        return 100 * self.viewed / self.seen if self.seen else 0.0

    @property
    def click_rate(self) -> float:
        """Clicks in a hundred impressions."""
        return 100 * self.clicked / self.seen if self.seen else 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """A campaign's figures: all of them, by day, and by what was shown where."""

    campaign: Campaign
    whole: Figures
    days: list[Figures]
    creatives: list[Figures]


def of(campaign: Campaign, zone: str) -> Report:
    """Return a campaign's report; its days are those of the paper."""
    whole: dict[str, int] = defaultdict(int)
    days: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    shown: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for count in queries.counts_of(campaign).iterator():
        day = count.hour.astimezone(clock.zone(zone)).date()
        for numbers in (whole, days[day], shown[count.creative, count.place]):
            numbers[count.what] += count.number
    names = {creative.pk: creative.title for creative in campaign.creatives.all()}
    return Report(
        campaign,
        Figures("", whole),
        [Figures(day.isoformat(), days.get(day, {}), day) for day in _from_to(days)],
        [
            Figures(f"{names.get(pk, pk)} · {Place(place).label}", numbers)
            for (pk, place), numbers in sorted(shown.items())
        ],
    )


def _from_to(days: Mapping[date, object]) -> list[date]:
    """Return every day from the first to the last, also those on which nothing was counted."""
    if not days:
        return []
    first, last = min(days), max(days)
    return [first + timedelta(n) for n in range(min(MOST_DAYS, (last - first).days + 1))]
