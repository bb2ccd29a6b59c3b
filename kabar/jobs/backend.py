"""The backend of `django_tasks`: a call of a task becomes a row of our own, on both databases."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.signals import task_enqueued
from django_tasks.utils import normalize_json

from kabar import clock
from kabar.jobs import services
from kabar.jobs.models import Job

#: Tasks of others that read what is there when they run: a waiting call does for every later one like it. It
#: waits so long for its likes, as what is written is saved several times before it goes out.
ONCE = {
    "wagtail.tasks.update_reference_index_task": timedelta(seconds=5),
    "wagtail.images.tasks.set_image_focal_point_task": timedelta(0),
}

STATUSES = {
    Job.Status.WAITING: TaskResultStatus.READY,
    Job.Status.RUNNING: TaskResultStatus.RUNNING,
    Job.Status.DONE: TaskResultStatus.SUCCESSFUL,
    Job.Status.FAILED: TaskResultStatus.FAILED,
}


class DurableBackend(BaseTaskBackend):
    """Keeps calls in the database, written in the transaction of whoever makes them."""

    supports_defer = True
    supports_get_result = True
    supports_priority = True
    supports_async_task = True

    def enqueue(self, task: Task, args: Sequence[Any], kwargs: Mapping[str, Any]) -> TaskResult:
        """Write a call down; it runs after the caller's transaction has committed, or never."""
        return self._enqueue(task, args, kwargs, None)

    def enqueue_once(
        self, task: Task, key: str, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> TaskResult:
        """Write a call down unless one waits under this key already."""
        return self._enqueue(task, args, kwargs, key)

    def _enqueue(
        self, task: Task, args: Sequence[Any], kwargs: Mapping[str, Any], once: str | None
    ) -> TaskResult:
        self.validate_task(task)
        call = normalize_json(list(args)), normalize_json(dict(kwargs))
        due = task.run_after or clock.now()
        if once is None and task.module_path in ONCE:
            once, due = key_of_call(task.module_path, *call), due + ONCE[task.module_path]
        job = services.enqueue(
            task.module_path, *call, queue=task.queue_name, priority=task.priority,
            run_at=due, once=once,
        )  # fmt: skip
        result = as_result(job, task)
        task_enqueued.send(type(self), task_result=result)
        return result

    def get_result(self, result_id: str) -> TaskResult:
        """Return how a call stands; finished ones are forgotten after a while."""
        job = Job.objects.filter(pk=result_id).first() if result_id.isdecimal() else None
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return as_result(job, task_at(job.task))


def enqueue_once(task: Task, key: str, /, *args: Any, **kwargs: Any) -> TaskResult:
    """Enqueue a task unless a call of it waits under the key; a backend that runs at once just runs it."""
    backend = task.get_backend()
    if isinstance(backend, DurableBackend):
        return backend.enqueue_once(task, f"{task.module_path}:{key}"[:255], args, kwargs)
    return task.enqueue(*args, **kwargs)


def key_of_call(path: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    """Return the key under which like calls of a task are one."""
    call = json.dumps([args, kwargs], sort_keys=True)
    return f"{path[:180]}:{hashlib.blake2b(call.encode(), digest_size=16).hexdigest()}"


def task_at(path: str) -> Task:
    """Return the task at a dotted path; raise ImportError naming it when there is none such."""
    task = import_string(path)
    if not isinstance(task, Task):
        raise ImportError(f"{path} is not a task")
    return task


def as_result(job: Job, task: Task) -> TaskResult:
    """Return a job in the terms of the tasks API."""
    result: TaskResult = TaskResult(
        task=task,
        id=str(job.pk),
        status=STATUSES[Job.Status(job.status)],
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.attempted_at,
        args=job.args,
        kwargs=job.kwargs,
        backend=task.backend,
        errors=[TaskError(exception_class_path=e["exception"], traceback=e["traceback"]) for e in job.errors],
        worker_ids=[job.lease_owner] * job.attempts,
    )
    object.__setattr__(result, "_return_value", job.result)
    return result
