"""The jobs process: hands that do jobs, one thread that keeps their leases, one that makes the rounds."""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Lock, Thread
from typing import TypeVar

from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from kabar import clock
from kabar.jobs import periodic, queries, services
from kabar.jobs.models import Job
from kabar.jobs.performing import call, settle

log = logging.getLogger(__name__)
T = TypeVar("T")

HANDS = 2
POLL = 1.0
#: The database is asked whether work is due no more often than this, however much is overdue.
SHORTEST_REST = 0.02
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 15.0
PLANNING, AFTER_FAILURE = timedelta(seconds=30), timedelta(seconds=1)


class Stopped(Exception):
    """The worker was told to stop while it waited for the database."""


def run_worker(stop: Event, *, hands: int = HANDS, poll: float = POLL) -> None:
    """Do jobs and make the rounds until told to stop; jobs begun are finished first."""
    leases = Leases()
    threads = [Thread(target=_make_rounds, args=(stop,), name="rounds")]
    for number in range(hands):
        threads.append(Thread(target=_do_jobs, args=(stop, number, leases, poll), name=f"hand-{number}"))
    for name, work in periodic.WATCHES.items():
        threads.append(Thread(target=_stand_watch, args=(stop, name, work), name=name))
    keeper_stops = Event()
    keeper = Thread(target=leases.keep, args=(keeper_stops,), name="leases")
    for thread in [*threads, keeper]:
        thread.start()
    for thread in threads:
        thread.join()
    keeper_stops.set()
    keeper.join()


def owner_name(number: int) -> str:
    """Return the name under which one hand of this process holds its leases."""
    return f"{socket.gethostname()[:80]}/{os.getpid()}/{number}"


class Leases:
    """The jobs being done here, whose leases are renewed while they last."""

    def __init__(self) -> None:
        self._held: dict[int, Job] = {}
        self._lock = Lock()

    def hold(self, job: Job) -> None:
        """Begin to renew a job's lease."""
        with self._lock:
            self._held[job.pk] = job

    def drop(self, job: Job) -> None:
        """Renew a job's lease no more."""
        with self._lock:
            self._held.pop(job.pk, None)

    def held(self) -> list[Job]:
        """Return the jobs being done."""
        with self._lock:
            return list(self._held.values())

    def keep(self, stop: Event) -> None:
        """Renew until told to stop; a renewal that fails is tried again at the next turn."""
        while not stop.wait(services.LEASE.total_seconds() / 3):
            for job in self.held():
                _once(partial(services.renew, job), f"renewing the lease of job {job.pk}")
        connections.close_all()


def _do_jobs(stop: Event, number: int, leases: Leases, poll: float) -> None:
    owner = owner_name(number)
    try:
        while not stop.is_set():
            rest = patiently(stop, lambda: _do_next(stop, owner, leases, poll), "looking for jobs")
            stop.wait(rest)
    except Stopped:
        pass
    finally:
        connections.close_all()


def _do_next(stop: Event, owner: str, leases: Leases, poll: float) -> float:
    """Do the next due job; return how long to rest when there was none."""
    close_old_connections()
    due = queries.next_due()
    if due is None or due > clock.now():
        return _until(due, poll)
    job = services.claim(owner)
    if job is None:
        return SHORTEST_REST
    leases.hold(job)
    try:
        outcome = call(job)
        close_old_connections()
        patiently(stop, lambda: settle(job, outcome), f"writing down job {job.pk}")
    finally:
        leases.drop(job)
    return 0.0


def _until(due: datetime | None, poll: float) -> float:
    """Return the rest until an instant, and no longer than until the database is asked again."""
    if due is None:
        return poll
    return min(poll, max(SHORTEST_REST, (due - clock.now()).total_seconds()))


def _stand_watch(stop: Event, name: str, work: periodic.Watch) -> None:
    """Keep a watch standing: one that fails begins anew."""
    while not stop.is_set():
        _once(partial(work, stop), f"watch {name}")
        stop.wait(SHORTEST_REST)
    connections.close_all()


def _make_rounds(stop: Event) -> None:
    """Plan the periodic tasks and make each round in its turn; one that fails does not stop the others."""
    rounds = [periodic.Round("planning", periodic.plan, PLANNING), *periodic.ROUNDS.values()]
    turns = dict.fromkeys((entry.name for entry in rounds), 0.0)
    try:
        while not stop.is_set():
            for entry in rounds:
                if turns[entry.name] <= time.monotonic():
                    made = _once(entry.work, f"round {entry.name}")
                    pause = entry.every if made else min(entry.every, AFTER_FAILURE)
                    turns[entry.name] = time.monotonic() + pause.total_seconds()
            stop.wait(max(SHORTEST_REST, min(turns.values()) - time.monotonic()))
    finally:
        connections.close_all()


def _once(work: Callable[[], object], what: str) -> bool:
    """Do something once and outlive its failure; what it missed it finds the next time."""
    close_old_connections()
    try:
        work()
    except Exception as error:
        _report(what, error)
        return False
    return True


def patiently(stop: Event, work: Callable[[], T], what: str) -> T:
    """Do something until it succeeds, with growing pauses, such as while the database is away."""
    pause = FIRST_PAUSE
    while True:
        try:
            return work()
        except Exception as error:
            _report(what, error)
        if stop.wait(pause):
            raise Stopped
        pause = min(pause * 2, LONGEST_PAUSE)


def _report(what: str, error: Exception) -> None:
    """Log a failure, in one line when it is the database's, and let go of its connection."""
    if isinstance(error, (DatabaseError, InterfaceError)):
        log.warning("%s: %s", what, str(error).strip().partition("\n")[0])
        connections.close_all()
    else:
        log.error("%s failed", what, exc_info=error)
