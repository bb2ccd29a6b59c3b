"""Every named read of the record of editions."""

from __future__ import annotations

from kabar.editions.models import Edition


def after(number: int, *, limit: int = 500) -> list[Edition]:
    """Return the editions after a number, oldest first: what a node asks when it wakes."""
    return list(Edition.objects.filter(number__gt=number).order_by("number")[:limit])


def newest_number() -> int:
    """Return the number of the newest edition, 0 before the first."""
    return Edition.objects.order_by("-number").values_list("number", flat=True).first() or 0
