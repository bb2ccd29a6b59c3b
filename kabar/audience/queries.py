"""Every named read of the audience."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Sum

from kabar import clock
from kabar.audience.models import Ranking, Reads
from kabar.audience.press_keys import most_read as of_ranking
from kabar.masthead import clippings

#: Under what name the press keeps the ranking.
RANKING = "ranking"
#: What was read in these hours counts.
LATELY = timedelta(hours=24)
#: A story that so few have read is not among the most read.
FEWEST = 3
#: More than any list shows, so that those that stand elsewhere can be left out.
RANKED = 20


def most_read(paper: str) -> list[int]:
    """Return the most read stories of a paper as they were ranked last, the most read first."""
    return list(clippings.kept((RANKING, paper), [of_ranking(paper)], lambda: _ranked(paper)))


def _ranked(paper: str) -> list[int]:
    return Ranking.objects.filter(paper=paper).values_list("stories", flat=True).first() or []


def counted(paper: str) -> list[int]:
    """Return the live stories of a paper that were read most lately, the most read first."""
    since = clock.now() - LATELY
    reads = Reads.objects.filter(hour__gt=since, story__paper=paper, story__live=True)
    totals = reads.values("story").annotate(total=Sum("number")).filter(total__gte=FEWEST)
    return list(totals.order_by("-total", "-story").values_list("story", flat=True)[:RANKED])
