"""Times and days as the press prints them, in the language of the page."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import dateformat
from django.utils.translation import get_language, pgettext

from kabar import clock


def minute(instant: datetime, zone: str) -> str:
    """Return the time to the minute with its zone: 20.15 WIB, or 20:15 WIB in English."""
    there = clock.local(instant, zone)
    return f"{there:%H}{_divider()}{there:%M} {clock.zone_label(instant, zone)}"


def day_and_minute(instant: datetime, zone: str) -> str:
    """Return the day of the week, the date and the time: Jumat, 13 Mei 2022, 20.15 WIB."""
    return f"{day(clock.local(instant, zone).date())}, {minute(instant, zone)}"


def date_and_minute(instant: datetime, zone: str) -> str:
    """Return the date and the time for a list: 13 Mei 2022, 20.15 WIB."""
    there = clock.local(instant, zone).date()
    return f"{dateformat.format(there, 'j M Y')}, {minute(instant, zone)}"


def exactly(instant: datetime, zone: str) -> str:
    """Return the date and the time to the second, which is left out at the full minute.

    An embargo that has no hour ends when “it is lifted”: the word stands behind “until”.
    """
    if instant == clock.UNTIL_LIFTED:
        return pgettext("until", "it is lifted")
    there = clock.local(instant, zone)
    time = f"%H{_divider()}%M" + (f"{_divider()}%S" if there.second else "")
    return f"{dateformat.format(there.date(), 'j M Y')}, {there:{time}} {clock.zone_label(instant, zone)}"


def day(printed: date) -> str:
    """Return a day in full: Jumat, 13 Mei 2022."""
    return dateformat.format(printed, "l, j F Y")


def machine(instant: datetime, zone: str) -> str:
    """Return an instant for machines, on the clocks of its place: 2022-05-13T20:15:00+07:00."""
    if not clock.is_known(instant):
        return ""
    return clock.local(instant, zone).isoformat(timespec="seconds")


def _divider() -> str:
    return "." if (get_language() or "").startswith("id") else ":"
