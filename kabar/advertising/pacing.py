"""Spreading what was sold evenly over its days: how often a device that could show it does."""

from __future__ import annotations

from datetime import datetime, timedelta

from kabar import clock
from kabar.advertising import queries
from kabar.advertising.models import Campaign

EVERY = timedelta(minutes=1)
#: Paces come in steps, so that lists are not printed anew for a trifle.
STEP = 0.05
#: One look may at most double or halve it: what readers do in a minute is not what they do in a day.
FASTER, SLOWER = 2.0, 0.5


def due(campaign: Campaign, now: datetime) -> bool:
    """Tell whether a campaign's pace is looked at now."""
    return bool(campaign.goal) and (campaign.paced_at is None or now - campaign.paced_at >= EVERY)


def keep(campaign: Campaign, now: datetime | None = None) -> float:
    """Set a campaign's pace by what is left of its number and of its time; 0 when it has its number."""
    now = now or clock.now()
    had = queries.seen(campaign)
    pace = next_pace(campaign, had, now)
    Campaign.objects.filter(pk=campaign.pk).update(pace=pace, paced_at=now, paced_seen=had)
    campaign.pace, campaign.paced_at, campaign.paced_seen = pace, now, had
    return pace


def next_pace(campaign: Campaign, had: int, now: datetime) -> float:
    """Return the pace that brings the rest of a campaign's number in the rest of its time."""
    assert campaign.goal and campaign.ends
    left = campaign.goal - had
    if left <= 0:
        return 0.0
    since = (now - campaign.paced_at).total_seconds() if campaign.paced_at else 0.0
    lately = had - campaign.paced_seen
    if since <= 0 or lately <= 0:
        return min(1.0, max(STEP, campaign.pace * (FASTER if since > 0 else 1)))
    wanted = left / max(1.0, (campaign.ends - now).total_seconds())
    change = min(FASTER, max(SLOWER, wanted / (lately / since)))
    return min(1.0, max(STEP, campaign.pace * change))


def stepped(pace: float) -> float:
    """Return a pace as lists say it."""
    return round(max(STEP, round(pace / STEP) * STEP), 2)
