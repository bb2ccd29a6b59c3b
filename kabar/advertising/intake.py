"""Takes what newsstands counted into the database, each line once, whatever ends whom in between."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from kabar.advertising import tally
from kabar.advertising.models import Count, TakenIn
from kabar.advertising.queries import campaigns_of
from kabar.advertising.tally import Some
from kabar.crash import crash_at

logger = logging.getLogger("kabar.advertising")


def take_in() -> int:
    """Take in every file of advertising; return how many counts there were."""
    return take_in_from(settings.PAPER.var / tally.FOLDER, tally.Counted, _add)


def take_in_from(folder: Path, kind: type[Some], add: Callable[[Counter[Some]], None]) -> int:
    """Take in every file of a kind of counts by what adds them; return how many there were."""
    return sum(_file(path, kind, add) for path in sorted(folder.glob(f"*{tally.SUFFIX}")))


def _file(path: Path, kind: type[Some], add: Callable[[Counter[Some]], None]) -> int:
    # Asked before it is read: whatever a writer wrote before it let go is seen below.
    left = tally.is_left(path)
    taken, _new = TakenIn.objects.get_or_create(name=path.name)
    counts: Counter[Some] = Counter()
    end = taken.offset
    for end, counted in tally.read(path, taken.offset, kind):  # noqa: B007  the last one is where it ends
        counts.update(counted)
    if counts:
        _move_on(taken, end, lambda: add(counts))
    if left:
        _let_go(path, taken)
    return sum(counts.values())


def _move_on(taken: TakenIn, end: int, add: Callable[[], None]) -> None:
    """Add counts and move on in the file, in one transaction; whoever came second adds nothing."""
    with transaction.atomic():
        if not TakenIn.objects.filter(pk=taken.pk, offset=taken.offset).update(offset=end):
            return
        add()
        crash_at("advertising:added")
    crash_at("advertising:taken")


def _add(counts: Counter[tally.Counted]) -> None:
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


def _let_go(path: Path, taken: TakenIn) -> None:
    """Throw away a file nobody writes to: all of it is in the database, but for a line that was cut off."""
    cut_off = path.stat().st_size - TakenIn.objects.get(pk=taken.pk).offset
    if cut_off:
        logger.warning("%s: the last %s bytes were cut off when its newsstand ended", path, cut_off)
    path.unlink()
    taken.delete()
