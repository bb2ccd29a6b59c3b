"""Every write to the jobs: enqueue, claim under a lease, finish, try again, give up, clean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction

from kabar import clock
from kabar.jobs.models import Job

MAX_TRIES = 5
#: A worker that does not renew for this long is taken for dead, and its job for abandoned.
LEASE = timedelta(seconds=30)
FIRST_PAUSE = timedelta(seconds=5)
KEEP_DONE = timedelta(days=1)
KEEP_FAILED = timedelta(days=30)
LONGEST_TRACE = 8000


def enqueue(
    task: str,
    args: Sequence[Any] = (),
    kwargs: Mapping[str, Any] | None = None,
    *,
    queue: str = "default",
    priority: int = 0,
    run_at: datetime | None = None,
    once: str | None = None,
) -> Job:
    """Write a job down in the caller's transaction: it exists if, and only if, the change does.

    With `once`, a job waiting under that key is brought forward instead of a second one being written.
    """
    job = Job(
        task=task, args=list(args), kwargs=dict(kwargs or {}), queue=queue, priority=priority,
        run_at=run_at or clock.now(), dedupe_key=once,
    )  # fmt: skip
    if once is None:
        job.save(force_insert=True)
        return job
    return _enqueue_once(job)


def _enqueue_once(job: Job) -> Job:
    """Write a job unless its twin waits, in one statement.

    The twin is updated, not merely looked for: that locks its row until the caller commits, so that no
    worker can do the work before it can see the change that asked for it.
    """
    fields = [field for field in Job._meta.concrete_fields if not field.primary_key]
    table, earlier = Job._meta.db_table, "LEAST" if connection.vendor == "postgresql" else "MIN"
    written = Job.objects.raw(
        f"INSERT INTO {table} ({', '.join(str(field.column) for field in fields)})"
        f" VALUES ({', '.join(['%s'] * len(fields))})"
        " ON CONFLICT (dedupe_key) WHERE status = 'waiting'"
        f" DO UPDATE SET run_at = {earlier}({table}.run_at, EXCLUDED.run_at) RETURNING *",
        [field.get_db_prep_save(getattr(job, field.attname), connection) for field in fields],
    )
    # To its end, as SQLite writes nothing down before the last row was taken.
    (row,) = list(written)
    return row


def claim(owner: str, *, queues: Sequence[str] = ()) -> Job | None:
    """Take the next due job, or one abandoned by a dead worker, under a lease; None when there is nothing."""
    if Job.objects.filter(status=Job.Status.RUNNING, lease_until__lt=clock.now()).exists():
        give_up_abandoned()
        if abandoned := _claim(_ABANDONED, owner, queues):
            return abandoned
    return _claim(_DUE, owner, queues)


_ABANDONED = f"status = 'running' AND attempts < {MAX_TRIES} AND lease_until < %s", "lease_until"
_DUE = "status = 'waiting' AND run_at <= %s", "priority DESC, run_at, id"


def _claim(which: tuple[str, str], owner: str, queues: Sequence[str]) -> Job | None:
    """Take one job by a single statement, so that two workers never hold the same one."""
    condition, order = which
    table, now = Job._meta.db_table, _in_database(clock.now())
    among = f"AND queue IN ({', '.join(['%s'] * len(queues))})" if queues else ""
    skip = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    taken = Job.objects.raw(
        f"UPDATE {table} SET status = 'running', attempts = attempts + 1, lease_owner = %s,"
        f" lease_until = %s, attempted_at = %s, started_at = COALESCE(started_at, %s)"
        f" WHERE id = (SELECT id FROM {table} WHERE {condition} {among} ORDER BY {order} LIMIT 1 {skip})"
        " RETURNING *",
        [owner, _in_database(clock.now() + LEASE), now, now, now, *queues],
    )
    return next(iter(list(taken)), None)


def _in_database(instant: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(instant)


def give_up_abandoned() -> int:
    """Fail the jobs that have ended a worker as often as any job may be tried; return how many."""
    now = clock.now()
    hopeless = Job.objects.filter(status=Job.Status.RUNNING, lease_until__lt=now, attempts__gte=MAX_TRIES)
    if not hopeless.exists():
        return 0
    died = {
        "exception": "builtins.SystemExit",
        "traceback": f"No worker lived to finish it in {MAX_TRIES} tries.",
    }
    return hopeless.update(status=Job.Status.FAILED, finished_at=now, lease_until=None, errors=[died])


def renew(job: Job) -> bool:
    """Lengthen the lease of a job being done; False when it has passed to another worker."""
    return bool(_held(job).update(lease_until=clock.now() + LEASE))


def finish(job: Job, result: Any = None) -> bool:
    """Write down that a job is done; False when it has passed to another worker."""
    return bool(
        _held(job).update(
            status=Job.Status.DONE, result=result, finished_at=clock.now(), lease_until=None, dedupe_key=None
        )
    )


def fail(job: Job, exception: str, traceback: str) -> Job.Status:
    """Put a job that failed back for a later try, or give it up after the last; return where it stands."""
    errors = [*job.errors, {"exception": exception, "traceback": traceback[-LONGEST_TRACE:]}]
    if job.attempts >= MAX_TRIES:
        _held(job).update(status=Job.Status.FAILED, finished_at=clock.now(), lease_until=None, errors=errors)
        return Job.Status.FAILED
    try:
        with transaction.atomic():
            _held(job).update(
                status=Job.Status.WAITING, run_at=clock.now() + pause_after(job.attempts), lease_until=None,
                lease_owner="", errors=errors,
            )  # fmt: skip
    except IntegrityError:
        # The same work has been asked for again meanwhile: that job does it, this one is over.
        finish(job)
        return Job.Status.DONE
    return Job.Status.WAITING


def pause_after(tries: int) -> timedelta:
    """Return how long a job rests after so many tries: 5 s, 20 s, 80 s, 320 s."""
    return FIRST_PAUSE * 4 ** (tries - 1)


def try_failed_again() -> int:
    """Let the failed jobs wait anew, with all their tries; return how many."""
    failed = list(Job.objects.filter(status=Job.Status.FAILED).order_by("id"))
    for job in failed:
        with transaction.atomic():
            job.delete()
            enqueue(
                job.task, job.args, job.kwargs, queue=job.queue, priority=job.priority, once=job.dedupe_key
            )
    return len(failed)


def clean() -> int:
    """Forget jobs done a day ago and jobs given up a month ago; return how many."""
    now, forgotten = clock.now(), 0
    for status, keep in ((Job.Status.DONE, KEEP_DONE), (Job.Status.FAILED, KEEP_FAILED)):
        count, _ = Job.objects.filter(status=status, finished_at__lt=now - keep).delete()
        forgotten += count
    return forgotten


def _held(job: Job) -> Any:
    """Return the job's row only while this claim of it stands."""
    return Job.objects.filter(
        pk=job.pk, status=Job.Status.RUNNING, lease_owner=job.lease_owner, attempts=job.attempts
    )
