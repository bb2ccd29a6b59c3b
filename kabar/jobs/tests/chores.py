"""Tasks that exist to be watched at work."""

from __future__ import annotations

import time
from datetime import timedelta

from django_tasks import task

from kabar.staff.models import Author

#: What the chores did, in order.
DONE: list[str] = []


@task()
def set_type(line: str) -> str:
    """Do what it is told and say so."""
    DONE.append(line)
    return line.upper()


@task()
def spill_ink() -> None:
    """Fail, always."""
    raise ValueError("ink on the floor")


@task(takes_context=True)
def count_tries(context: object) -> int:
    """Fail until the third try."""
    if context.attempt < 3:
        raise ValueError("not yet")
    return context.attempt


@task()
def take_time(seconds: float) -> None:
    """Take a while."""
    time.sleep(seconds)
    DONE.append(f"took {seconds}")


@task()
def name_author(name: str) -> None:
    """Change the database."""
    Author.objects.create(name=name, slug=name.lower())


DAY = timedelta(days=1)
