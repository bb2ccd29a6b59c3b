"""How long a plan lasts: days of 24 hours, months and years of the paper's calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime, timedelta

from kabar import clock
from kabar.membership.models import Unit


def after(instant: datetime, length: int, unit: str, zone: str) -> datetime:
    """Return the instant so much later; a month after the 31st ends on the last day there is."""
    if unit == Unit.DAY:
        return instant + timedelta(days=length)
    there = clock.local(instant, zone)
    months = there.year * 12 + there.month - 1 + length * (12 if unit == Unit.YEAR else 1)
    year, month = divmod(months, 12)
    day = min(there.day, monthrange(year, month + 1)[1])
    return there.replace(year=year, month=month + 1, day=day).astimezone(UTC)
