"""Takes what newsstands counted into the database, each line once, whatever ends whom in between."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from kabar.advertising import tally
from kabar.advertising.models import Count, TakenIn
from kabar.advertising.queries import campaigns_of
from kabar.crash import crash_at

logger = logging.getLogger("kabar.advertising")


def take_in() -> int:
    """Take in every file; return how many counts there were."""
    folder = settings.PAPER.var / tally.FOLDER
    return sum(_file(path) for path in sorted(folder.glob(f"*{tally.SUFFIX}")))


def _file(path: Path) -> int:
    # Asked before it is read: whatever a writer wrote before it let go is seen below.
    left = tally.is_left(path)
    taken, _new = TakenIn.objects.get_or_create(name=path.name)
    counts: Counter[tally.Counted] = Counter()
    end = taken.offset
    for end, counted in tally.read(path, taken.offset):  # noqa: B007  the last one is where it ends
        counts.update(counted)
    if counts:
        _add(taken, counts, end)
    if left:
        _let_go(path, taken)
    return sum(counts.values())


def _add(taken: TakenIn, counts: Counter[tally.Counted], end: int) -> None:
    """Add counts and move on in the file, in one transaction; whoever came second adds nothing."""
    with transaction.atomic():
        if not TakenIn.objects.filter(pk=taken.pk, offset=taken.offset).update(offset=end):
            return
        campaigns = campaigns_of(counted.creative for counted in counts)
        for counted, number in sorted(counts.items()):
            of: dict[str, Any] = {
                "paper": counted.paper,
                "creative": counted.creative,
                "place": counted.place,
                "hour": datetime.fromtimestamp(counted.hour, UTC),
                "what": counted.what,
            }
            Count.objects.get_or_create(**of, defaults={"campaign": campaigns.get(counted.creative, 0)})
            Count.objects.filter(**of).update(number=F("number") + number)
        crash_at("advertising:added")
    crash_at("advertising:taken")


def _let_go(path: Path, taken: TakenIn) -> None:
    """Throw away a file nobody writes to: all of it is in the database, but for a line that was cut off."""
    cut_off = path.stat().st_size - TakenIn.objects.get(pk=taken.pk).offset
    if cut_off:
        logger.warning("%s: the last %s bytes were cut off when its newsstand ended", path, cut_off)
    path.unlink()
    taken.delete()
