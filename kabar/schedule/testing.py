"""A schedule for tests: the scheduler's looks, taken in the test's own thread and connection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest import mock

from kabar import clock
from kabar.schedule import clockwatch, scheduler
from kabar.schedule.clockwatch import ClockWatch


def in_an_hour() -> datetime:
    """Return an instant an hour from now, to the second."""
    return (clock.now() + timedelta(hours=1)).replace(microsecond=0)


def look_once(owner: str = "test/1", watch: ClockWatch | None = None) -> float:
    """Do what is due now; return how long the scheduler would sleep."""
    return scheduler.look(owner, watch or ClockWatch("test"))


@contextmanager
def time_passes(**passed: float) -> Iterator[None]:
    """Let everybody see a later time, on the wall and in the ticks alike."""
    with clocks_show(timedelta(**passed), timedelta(**passed)):
        yield


@contextmanager
def clock_jumps(**jumped: float) -> Iterator[None]:
    """Let the wall show another time, while the ticks go on as they did."""
    with clocks_show(timedelta(**jumped), timedelta(0)):
        yield


@contextmanager
def clocks_show(wall: timedelta, ticks: timedelta) -> Iterator[None]:
    """Set the wall clock and the ticks ahead, or back."""
    now, look = clock.now, clockwatch.look

    def looked() -> clockwatch.Sight:
        seen = look()
        return clockwatch.Sight(seen.wall, seen.ticks + ticks.total_seconds(), seen.boot)

    with mock.patch.object(clock, "now", lambda: now() + wall), mock.patch.object(clockwatch, "look", looked):
        yield
