"""Every write of the audience: the ranking, and letting old counts go."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from kabar import clock
from kabar.audience import press_keys
from kabar.audience.models import Ranking, Reads
from kabar.audience.queries import counted, most_read
from kabar.editions.models import Edition
from kabar.editions.services import open_edition

#: Nothing is shown of what was read longer ago.
KEPT = timedelta(days=8)


def rank() -> int:
    """Rank the stories of every paper; print anew where the order changed. Return how many papers changed."""
    Reads.objects.filter(hour__lt=clock.now() - KEPT).delete()
    return sum(_rank(paper.key) for paper in settings.PAPER.papers)


def _rank(paper: str) -> bool:
    now = counted(paper)
    if now == most_read(paper):
        return False
    with transaction.atomic():
        Ranking.objects.update_or_create(paper=paper, defaults={"stories": now, "at": clock.now()})
        keys = {press_keys.most_read(paper), *press_keys.fronts_by_rule(paper)}
        open_edition(Edition.Kind.FRONT, keys)
    return True
