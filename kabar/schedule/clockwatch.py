"""Watches the wall clock against the ticks since the machine's start, and doubts it after a jump."""

from __future__ import annotations

import logging
import socket
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from kabar import clock
from kabar.schedule import queries
from kabar.schedule.models import ClockDoubt, ClockSight, PlannedAct, Stand

log = logging.getLogger(__name__)

#: The wall may differ so much from the ticks between two looks; more is a jump.
TOLERANCE = 2.0
#: How often what was seen is kept for a later process to compare with.
KEEP_EVERY = 10.0
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Sight:
    """The wall clock and the ticks at one moment; ticks of another boot tell nothing."""

    wall: datetime
    ticks: float
    boot: str

    def jump_since(self, earlier: Sight) -> float:
        """Return by how many seconds the wall went astray; across boots only going back can be told."""
        passed = (self.wall - earlier.wall).total_seconds()
        if self.boot and self.boot == earlier.boot:
            return passed - (self.ticks - earlier.ticks)
        return min(0.0, passed)


def look() -> Sight:
    """Look at both clocks; the ticks go on while the machine sleeps, where the system counts so."""
    counter = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return Sight(clock.now(), time.clock_gettime(counter), _boot())


def _boot() -> str:
    try:
        return BOOT_ID.read_text().strip()
    except OSError:
        return ""


class ClockWatch:
    """One machine's watch; it also remembers what an earlier process saw."""

    def __init__(self, host: str = "") -> None:
        self.host = (host or socket.gethostname())[:80]
        self._last: Sight | None = None
        self._kept = float("-inf")

    def check(self) -> None:
        """Compare with the last look; after a jump nothing is done until somebody has confirmed the clock."""
        now, before = look(), self._last or self._remembered()
        jump = now.jump_since(before) if before else 0.0
        if abs(jump) > TOLERANCE:
            self._doubt(now, jump)
        elif now.ticks - self._kept >= KEEP_EVERY:
            self._keep(now)
        self._last = now

    def _remembered(self) -> Sight | None:
        """Return what this machine saw last; a machine never seen must not be behind any other."""
        own = ClockSight.objects.filter(host=self.host).first()
        seen = own or ClockSight.objects.order_by("-wall").first()
        return Sight(seen.wall, seen.ticks, seen.boot if own else "") if seen else None

    def _keep(self, sight: Sight) -> None:
        seen = {"boot": sight.boot, "ticks": sight.ticks, "wall": sight.wall}
        ClockSight.objects.update_or_create(host=self.host, defaults=seen)
        self._kept = sight.ticks

    def _doubt(self, now: Sight, jump: float) -> None:
        with transaction.atomic():
            self._keep(now)
            ClockDoubt.objects.create(host=self.host, seconds=jump, since=now.wall)
        log.error("the clock jumped by %+.1f s; nothing planned is done until it is confirmed", jump)


def hold_what_is_due() -> int:
    """Hold, while the clock is in doubt, the acts whose hour seems to have come; return how many."""
    if not queries.clock_in_doubt():
        return 0
    due = PlannedAct.objects.filter(state=Stand.WAITING, try_at__lte=clock.now())
    why = _("The clock jumped; somebody has to confirm it.")
    return due.update(state=Stand.HELD, why=why)
