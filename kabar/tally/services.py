"""Takes what newsstands counted into the database, each line once, whatever ends whom in between."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from kabar.crash import crash_at
from kabar.tally import files
from kabar.tally.files import Some
from kabar.tally.models import TakenIn

logger = logging.getLogger("kabar.tally")

Add = Callable[[Counter[Some]], None]


def take_in(folder: Path, kind: type[Some], add: Add[Some]) -> int:
    """Take in every file of a kind of counts by what adds them; return how many there were."""
    return sum(_file(path, kind, add) for path in sorted(folder.glob(f"*{files.SUFFIX}")))


def _file(path: Path, kind: type[Some], add: Add[Some]) -> int:
    # Asked before it is read: whatever a writer wrote before it let go is seen below.
    left = files.is_left(path)
    taken, _new = TakenIn.objects.get_or_create(name=path.name)
    counts: Counter[Some] = Counter()
    end = taken.offset
    for end, counted in files.read(path, taken.offset, kind):  # noqa: B007  the last one is where it ends
        counts.update(counted)
    if counts:
        move_on(taken, end, lambda: add(counts))
    if left:
        _let_go(path, taken)
    return sum(counts.values())


def move_on(taken: TakenIn, end: int, add: Callable[[], None]) -> None:
    """Add counts and move on in the file, in one transaction; whoever came second adds nothing."""
    with transaction.atomic():
        if not TakenIn.objects.filter(pk=taken.pk, offset=taken.offset).update(offset=end):
            return
        add()
        crash_at("tally:added")
    crash_at("tally:taken")


def _let_go(path: Path, taken: TakenIn) -> None:
    """Throw away a file nobody writes to: all of it is in the database, but for a line that was cut off."""
    cut_off = path.stat().st_size - TakenIn.objects.get(pk=taken.pk).offset
    if cut_off:
        logger.warning("%s: the last %s bytes were cut off when its newsstand ended", path, cut_off)
    path.unlink()
    taken.delete()
