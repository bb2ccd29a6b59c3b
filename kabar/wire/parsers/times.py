"""Instants as agencies write them: ISO in all its spellings, mail's, and without a zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

COMPACT = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d\d)-?(?P<day>\d\d)"
    r"(?:[T ]?\s*(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d+)?)?)?"
    r"\s*(?:GMT)?\s*(?P<zone>Z|[+-]\d\d:?\d\d|[+-]\d\d)?"
)

#: Zones that mail's own parser does not know, beginning with the three of Indonesia; hours before UTC.
ZONES = {
    "WIB": 7, "WITA": 8, "WIT": 9, "ICT": 7, "SGT": 8, "MYT": 8, "PHT": 8, "HKT": 8, "JST": 9, "KST": 9,
    "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "AEST": 10, "AEDT": 11,
}  # fmt: skip
ZONED = re.compile(rf"(?<=[\d ])\s*\(?({'|'.join(ZONES)})\)?\.?$", re.I)
#: Months as Indonesian spells them where English does not.
MONTHS = {
    "januari": "Jan", "februari": "Feb", "maret": "Mar", "mei": "May", "juni": "Jun", "juli": "Jul",
    "agustus": "Aug", "agt": "Aug", "oktober": "Oct", "okt": "Oct", "nopember": "Nov", "desember": "Dec",
    "des": "Dec",
}  # fmt: skip
MONTH = re.compile(rf"(?<=\d )({'|'.join(MONTHS)})(?=\.? \d)", re.I)
WEEKDAY = re.compile(r"^(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad),?\s+", re.I)


def instant(said: str | None) -> datetime | None:
    """Return an instant; one without a zone is taken as UTC, one that cannot be is none."""
    text = " ".join((said or "").split())[:64]
    if not text:
        return None
    if not text[-1].isdigit():
        text = ZONED.sub(lambda hit: f" +{ZONES[hit[1].upper()]:02}00", text)
    if not text[0].isdigit() or not text[:4].isdigit():
        text = MONTH.sub(lambda hit: MONTHS[hit[1].lower()], WEEKDAY.sub("", text))
    found = COMPACT.fullmatch(text)
    try:
        return _of_parts(found) if found else _of_mail(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _of_parts(found: re.Match[str]) -> datetime:
    parts = [int(found[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
    naive = datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]
    return naive - _offset(found["zone"])


def _offset(zone: str | None) -> timedelta:
    if not zone or zone == "Z":
        return timedelta()
    sign, digits = (-1 if zone[0] == "-" else 1), zone[1:].replace(":", "").ljust(4, "0")
    return sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))


def _of_mail(text: str) -> datetime:
    parsed = parsedate_to_datetime(text)
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
