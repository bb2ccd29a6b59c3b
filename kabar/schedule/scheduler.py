"""The scheduler: a thread of the jobs process that sleeps until the next due second and does what is due."""

from __future__ import annotations

import logging
from threading import Event

from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from kabar import clock
from kabar.crash import crash_at
from kabar.schedule import queries, turns
from kabar.schedule.clockwatch import ClockWatch, hold_what_is_due
from kabar.schedule.performing import perform

log = logging.getLogger(__name__)

#: The longest sleep: what another process plans for the next moment is noticed by then, and so is a jump.
POLL = 0.5
SHORTEST_REST = 0.01
AFTER_FAILURE = 0.5


def keep(stop: Event) -> None:
    """Keep the schedule until told to stop, and outlive whatever fails, the database first of all."""
    owner, watch = turns.owner_name(), ClockWatch()
    try:
        while not stop.is_set():
            stop.wait(_outlive(owner, watch, stop))
    finally:
        connections.close_all()


def _outlive(owner: str, watch: ClockWatch, stop: Event) -> float:
    close_old_connections()
    try:
        return look(owner, watch, stop)
    except (DatabaseError, InterfaceError) as error:
        log.warning("the schedule waits for the database: %s", type(error).__name__)
        connections.close_all()
    except Exception as error:
        log.error("the scheduler failed: %s", type(error).__name__, exc_info=error)
    return AFTER_FAILURE


def look(owner: str, watch: ClockWatch, stop: Event | None = None) -> float:
    """Do everything that is due, in the order of the hours; return how long there is nothing to do."""
    turns.take_back(owner)
    while not (stop and stop.is_set()):
        watch.check()
        rest = _until_next()
        if rest > 0:
            return rest
        if hold_what_is_due():
            continue
        planned = turns.claim(owner)
        if planned is None:
            return SHORTEST_REST
        crash_at("schedule:claimed")
        perform(planned)
    return 0.0


def _until_next() -> float:
    """Return the sleep until the next act may be tried; 0 when one is due."""
    upcoming = queries.next_try()
    if upcoming is None:
        return POLL
    seconds = (upcoming - clock.now()).total_seconds()
    return min(POLL, max(SHORTEST_REST, seconds)) if seconds > 0 else 0.0
