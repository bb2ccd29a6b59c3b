"""Does one job and writes down how it went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django_tasks.base import TaskContext, TaskResultStatus
from django_tasks.signals import task_finished, task_started
from django_tasks.utils import get_exception_traceback, get_module_path, normalize_json

from kabar.jobs import services
from kabar.jobs.backend import ONCE, DurableBackend, as_result, task_at
from kabar.jobs.models import Job


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one try: a result, or the exception that ended it."""

    result: Any = None
    error: BaseException | None = None


def call(job: Job) -> Outcome:
    """Call a job's task; whatever it raises is an outcome, except being told to stop."""
    try:
        task = task_at(job.task)
        started = as_result(job, task)
        task_started.send(DurableBackend, task_result=started)
        context = (TaskContext(task_result=started),) if task.takes_context else ()
        return Outcome(result=normalize_json(task.call(*context, *job.args, **job.kwargs)))
    except (Exception, SystemExit) as error:
        return Outcome() if _is_moot(job, error) else Outcome(error=error)


def settle(job: Job, outcome: Outcome) -> Job.Status:
    """Write down how a try went; return where the job stands now."""
    if outcome.error is None:
        services.finish(job, outcome.result)
        stands = Job.Status.DONE
    else:
        name, trace = get_module_path(type(outcome.error)), get_exception_traceback(outcome.error)
        stands = services.fail(job, name, trace)
    _tell(job)
    return stands


def _is_moot(job: Job, error: BaseException) -> bool:
    """Whether the thing a job was to look at has been deleted since: then there is nothing left to do."""
    return job.task in ONCE and isinstance(error, ObjectDoesNotExist)


def _tell(job: Job) -> None:
    """Send the tasks API's news of a call that is over."""
    try:
        ended = as_result(Job.objects.get(pk=job.pk), task_at(job.task))
    except (Job.DoesNotExist, ImportError):
        return
    if ended.status in (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED):
        task_finished.send(DurableBackend, task_result=ended)
