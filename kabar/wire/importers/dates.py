"""Instants as archives write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from kabar import clock

#: Date and time inside an address, as Indonesian sites write them: 20250812154745 or /2025/08/12/.
IN_ADDRESS = re.compile(r"/(20\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?=\D|$)|/(20\d\d)/(\d\d)/(\d\d)(?=\D|$)")
#: Nothing was published on the web before it, and a date before it is a slip of the pen.
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)


def instant(text: object, zone: str) -> datetime | None:
    """Return an ISO date or time as an instant; one without an offset is read on the clocks of the zone.

    Raise ValueError for what is neither.
    """
    if text is None or text == "":
        return None
    if not isinstance(text, str):
        raise ValueError(f"not a date: {text!r}")
    read = datetime.fromisoformat(text.strip())
    return plausible(read if read.tzinfo else read.replace(tzinfo=clock.zone(zone)))


def plausible(read: datetime) -> datetime:
    """Return an instant in UTC; raise ValueError for one no newspaper could mean."""
    try:
        moment = read.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"not a date: {read}") from None
    if moment < EARLIEST or moment.year > 9000:
        raise ValueError(f"not a date: {read}")
    return moment


def in_address(url: str, zone: str) -> datetime | None:
    """Return the instant an address says, or None."""
    found = IN_ADDRESS.search(url)
    if not found:
        return None
    numbers = [int(group) for group in found.groups() if group is not None]
    try:
        return datetime(*numbers, tzinfo=clock.zone(zone)).astimezone(UTC)  # type: ignore[arg-type,misc]
    except ValueError:
        return None


def rfc822(text: str) -> datetime | None:
    """Return an instant of RSS, or None for one that cannot be read."""
    try:
        read = parsedate_to_datetime(text)
        return plausible(read if read.tzinfo else read.replace(tzinfo=UTC))
    except (ValueError, TypeError, IndexError):
        return None
