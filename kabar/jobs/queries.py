"""Every named read of the jobs."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Min, QuerySet

from kabar.jobs.models import Job


def waiting() -> QuerySet[Job]:
    """Return the jobs nobody has taken yet, in the order they will be."""
    return Job.objects.filter(status=Job.Status.WAITING).order_by("-priority", "run_at", "id")


def overdue(before: datetime) -> QuerySet[Job]:
    """Return the jobs that should have begun before an instant: no worker is taking them."""
    return waiting().filter(run_at__lt=before)


def failed() -> QuerySet[Job]:
    """Return the jobs that were given up, the newest first."""
    return Job.objects.filter(status=Job.Status.FAILED).order_by("-finished_at")


def next_due() -> datetime | None:
    """Return when the next waiting job may begin, or a lease runs out; None when there is nothing to do."""
    begins = Job.objects.filter(status=Job.Status.WAITING).aggregate(at=Min("run_at"))["at"]
    ends = Job.objects.filter(status=Job.Status.RUNNING).aggregate(at=Min("lease_until"))["at"]
    return min((at for at in (begins, ends) if at is not None), default=None)
