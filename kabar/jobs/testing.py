"""Does the jobs in the test's own thread and connection, so that a test sees what a worker would do."""

from __future__ import annotations

from datetime import datetime

from kabar import clock
from kabar.jobs import queries, services
from kabar.jobs.models import Job
from kabar.jobs.performing import Outcome, call, settle


def run_due_jobs(*, limit: int = 1000) -> list[Job]:
    """Do every job that is due, and those they enqueue; return them. A job that fails raises here."""
    done = []
    for job, outcome in _perform(limit):
        if outcome.error is not None:
            raise outcome.error
        done.append(job)
    return done


def try_due_jobs(*, limit: int = 1000) -> list[Job]:
    """Do every job that is due; return them as they stand after it, failed ones among them."""
    return [Job.objects.get(pk=job.pk) for job, _ in list(_perform(limit))]


def let_wait_be_over(before: datetime | None = None) -> None:
    """Make the waiting jobs due, as if the time until then had passed."""
    jobs = queries.waiting().filter(run_at__lte=before) if before else queries.waiting()
    jobs.update(run_at=clock.now())


def _perform(limit: int) -> list[tuple[Job, Outcome]]:
    done: list[tuple[Job, Outcome]] = []
    while len(done) < limit and (job := services.claim("test")):
        outcome = call(job)
        settle(job, outcome)
        done.append((job, outcome))
    return done
