"""Adds what newsstands counted of advertising to the database."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import F

from kabar.advertising.models import Count
from kabar.advertising.queries import campaigns_of
from kabar.tally import services as tally
from kabar.tally.files import FOLDER, Counted


def take_in() -> int:
    """Take in every file of advertising; return how many counts there were."""
    return tally.take_in(settings.PAPER.var / FOLDER, Counted, add)


def add(counts: Counter[Counted]) -> None:
    """Add counts to those of their hours."""
    campaigns = campaigns_of(counted.creative for counted in counts)
    for counted, number in sorted(counts.items()):
        of: dict[str, Any] = {
            "paper": counted.paper,
            "creative": counted.creative,
            "place": counted.place,
            "hour": datetime.fromtimestamp(counted.hour, UTC),
            "what": counted.what,
        }
        Count.objects.get_or_create(**of, defaults={"campaign": campaigns.get(counted.creative, 0)})
        Count.objects.filter(**of).update(number=F("number") + number)
