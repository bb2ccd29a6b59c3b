"""What is done again and again: tasks with rows of their own, and rounds made by the jobs process itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event

from django_tasks.base import Task

from kabar import clock
from kabar.jobs import services

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Periodic:
    """A task and how often it runs."""

    task: Task
    every: timedelta


@dataclass(frozen=True, slots=True)
class Round:
    """A short look at what there is to do, too frequent to be worth a row; it must bear being repeated."""

    name: str
    work: Callable[[], object]
    every: timedelta


#: Work that a thread of the jobs process does from its start until it is told to stop.
Watch = Callable[[Event], None]

TASKS: dict[str, Periodic] = {}
ROUNDS: dict[str, Round] = {}
WATCHES: dict[str, Watch] = {}


def periodic(*, every: timedelta) -> Callable[[Task], Task]:
    """Declare, above `@task()`, that a task without arguments runs again and again."""

    def declare(task: Task) -> Task:
        TASKS[task.module_path] = Periodic(task, every)
        return task

    return declare


def make_round(name: str, work: Callable[[], object], *, every: timedelta) -> None:
    """Have the jobs process call a function again and again, such as a follower of editions."""
    ROUNDS[name] = Round(name, work, every)


def stand_watch(name: str, work: Watch) -> None:
    """Give a thread of the jobs process to work that must not wait behind other work."""
    WATCHES[name] = work


def plan() -> None:
    """See to it that each periodic task waits for its next hour; what was missed is done once, at once."""
    for path, entry in TASKS.items():
        services.enqueue(
            path, queue=entry.task.queue_name, priority=entry.task.priority,
            run_at=next_turn(clock.now(), entry.every), once=f"periodic:{path}",
        )  # fmt: skip


def next_turn(now: datetime, every: timedelta) -> datetime:
    """Return the next multiple of a period, the same for every worker that asks."""
    return EPOCH + ((now - EPOCH) // every + 1) * every
