"""What this department holds of a reader, for their export and for their erasure."""

from __future__ import annotations

from typing import Any

from kabar.metering.models import Gift, MeteredRead
from kabar.readers.models import Reader


def told(reader: Reader) -> dict[str, Any]:
    """Return what a reader read by the meter and gave away."""
    reads = MeteredRead.objects.filter(reader=reader).values("story__path", "month", "at")
    gifts = Gift.objects.filter(reader=reader).values("story__path", "made", "ends", "revoked")
    return {"metered_reads": list(reads), "gifts": list(gifts)}


def forget(reader: Reader) -> None:
    """Forget both; links that were given away open nothing any more."""
    MeteredRead.objects.filter(reader=reader).delete()
    Gift.objects.filter(reader=reader).delete()
