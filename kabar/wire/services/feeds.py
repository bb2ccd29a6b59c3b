"""How feeds are doing: held while they are asked, well or failing after it, and asked again at their hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from kabar import clock, config
from kabar.wire.models import Feed, Health
from kabar.wire.services.subscriptions import listens

#: A feed that fails is asked less and less often, but never less than once an hour.
LONGEST_PAUSE = timedelta(hours=1)


def standing_of(feed: config.Feed) -> Feed:
    """Return the row of a configured feed, made when it is asked for the first time."""
    return Feed.objects.get_or_create(name=feed.name, defaults={"kind": feed.kind})[0]


def is_due(feed: config.Feed) -> bool:
    """Tell whether it is time to ask a feed and nobody does."""
    now = clock.now()
    row = Feed.objects.filter(name=feed.name).values("next_at", "held_until").first()
    if row is None:
        return True
    free = row["held_until"] is None or row["held_until"] < now
    return free and (row["next_at"] is None or row["next_at"] <= now)


def hold(feed: config.Feed, *, for_: timedelta) -> Feed | None:
    """Take a feed for oneself while it is asked; None when another process has it."""
    row, now = standing_of(feed), clock.now()
    free = Q(held_until=None) | Q(held_until__lt=now)
    if not Feed.objects.filter(free, pk=row.pk).update(held_until=now + for_, asked_at=now, kind=feed.kind):
        return None
    row.refresh_from_db()
    return row


def answered(row: Feed, feed: config.Feed, memory: dict[str, Any], *, at: datetime) -> None:
    """Write down that a feed answered, and what it is to be reminded of next time.

    One whose hub tells us of news is asked once an hour, in case the hub falls silent.
    """
    Feed.objects.filter(pk=row.pk).update(
        health=Health.WELL, answered_at=at, failures=0, error="", memory=memory, held_until=None,
        next_at=at + (max(LONGEST_PAUSE, _every(feed)) if listens(row) else _every(feed)),
    )  # fmt: skip


def failed(row: Feed, feed: config.Feed, why: str, *, wait: float = 0.0) -> None:
    """Write down why a feed gave nothing, and leave it alone for longer each time, or as long as it asks."""
    pause = min(timedelta(seconds=feed.every) * 2 ** min(row.failures, 10), max(LONGEST_PAUSE, _every(feed)))
    Feed.objects.filter(pk=row.pk).update(
        health=Health.FAILING, failures=F("failures") + 1, error=" ".join(why.split())[:300], held_until=None,
        next_at=clock.now() + max(pause, timedelta(seconds=wait)),
    )  # fmt: skip


def gave_nothing_readable(row: Feed, feed: config.Feed, memory: dict[str, Any], why: str) -> None:
    """Write down that something came and nothing of it could be read, and what it was.

    An address is left alone for longer, and what it is reminded of stays as it was; files that were read once
    are not read again, and the next ones may be good: their feed keeps its pace.
    """
    failed(row, feed, why)
    if feed.kind != "web":
        Feed.objects.filter(pk=row.pk).update(memory=memory, next_at=clock.now() + _every(feed))


def _every(feed: config.Feed) -> timedelta:
    return timedelta(seconds=feed.every)
