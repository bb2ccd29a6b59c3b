"""How old the moon is, and what that does to the sea."""

from datetime import UTC, datetime

NEW_MOON = datetime(2000, 1, 6, 18, 14, tzinfo=UTC)
MONTH = 29.530588853


def age(instant):
    """Return the days since the last new moon."""
    return (instant - NEW_MOON).total_seconds() / 86400 % MONTH


def tides(instant):
    """Return what the tides are called: spring about new and full moon, neap about the quarters."""
    from_syzygy = age(instant) % (MONTH / 2)
    near = min(from_syzygy, MONTH / 2 - from_syzygy)
    return "pasang purnama" if near < MONTH / 8 else "pasang perbani"
