"""What is done with pictures while nobody waits for it."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from kabar.jobs.periodic import periodic
from kabar.pictures import queries, services


@task()
def make_finer_sizes(numbers: list[int]) -> list[int]:
    """Make the finer sizes of pictures; return the numbers of those that went wrong."""
    return services.make_finer_sizes(numbers)


@periodic(every=timedelta(minutes=5))
@task()
def finish_sizes() -> int:
    """Have made what readers' pages still lack, whatever was lost on the way; return how many pictures."""
    unfinished = queries.unfinished()
    for number in unfinished:
        services.want_finer_sizes([number])
    return len(unfinished)


@periodic(every=timedelta(hours=1))
@task()
def sweep() -> int:
    """Take away public files of pictures nobody may see, and what an earlier crop left."""
    return services.sweep()
