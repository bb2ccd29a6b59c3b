"""Instants, zones and the printed timestamp; everything that asks the time asks here."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"

#: The three times of Indonesia by their offset, as the press prints them.
INDONESIAN_LABELS = {timedelta(hours=7): "WIB", timedelta(hours=8): "WITA", timedelta(hours=9): "WIT"}
INDONESIAN_ZONES = frozenset({WIB, WITA, WIT, "Asia/Pontianak"})

#: Stands for the date of a story in an archive of which nobody knows when it was printed: behind all others
#: in every list, and never printed itself.
UNKNOWN = datetime(1970, 1, 1, 12, tzinfo=UTC)

#: Stands for the end of an embargo that has no hour: it holds until an editor lifts it.
UNTIL_LIFTED = datetime(9999, 1, 1, tzinfo=UTC)

A_DAY = timedelta(days=1)


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


@lru_cache(maxsize=128)
def zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name; raise ValueError naming it when there is no such zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"no time zone is called {name!r}; use an IANA name such as Asia/Jakarta") from error


def local(instant: datetime, zone_name: str) -> datetime:
    """Return the instant on the clocks of a zone; a naive instant is refused."""
    if instant.tzinfo is None:
        raise ValueError(f"an instant must carry its zone: {instant!r}")
    return instant.astimezone(zone(zone_name))


def zone_label(instant: datetime, zone_name: str) -> str:
    """Return what the press prints behind the time: WIB, WITA, WIT, or UTC and the offset elsewhere."""
    there = local(instant, zone_name)
    offset = there.utcoffset() or timedelta(0)
    if zone_name in INDONESIAN_ZONES and offset in INDONESIAN_LABELS:
        return INDONESIAN_LABELS[offset]
    # Before 1964 Indonesia's clocks kept other offsets, which the three names do not mean.
    return _offset_label(offset)


def _offset_label(offset: timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "−"
    return f"UTC{sign}{hours}" + (f".{rest:02d}" if rest else "")


def is_known(instant: datetime) -> bool:
    """Say whether an instant is one, and does not stand for a date nobody knows."""
    return instant != UNKNOWN


def today(zone_name: str) -> date:
    """Return today's date on the clocks of a zone."""
    return local(now(), zone_name).date()


def month_bounds(year: int, month: int, zone_name: str) -> tuple[datetime, datetime]:
    """Return the instants at which a month begins and the next one begins in a zone."""
    following = date(year + month // 12, month % 12 + 1, 1)
    begins, _ = day_bounds(date(year, month, 1), zone_name)
    ends, _ = day_bounds(following, zone_name)
    return begins, ends


def day_bounds(day: date, zone_name: str) -> tuple[datetime, datetime]:
    """Return the instants at which a day begins and the next one begins in a zone."""
    begins = datetime(day.year, day.month, day.day, tzinfo=zone(zone_name))
    following = day + timedelta(days=1)
    ends = datetime(following.year, following.month, following.day, tzinfo=zone(zone_name))
    return begins.astimezone(UTC), ends.astimezone(UTC)
