"""Work waiting to be done, in the paper's own database."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kabar import clock


class Job(models.Model):
    """One call of a task: when it may run, who is at it, and how it went."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    task = models.CharField(_("task"), max_length=255)
    args = models.JSONField(_("arguments"), default=list)
    kwargs = models.JSONField(_("named arguments"), default=dict)
    queue = models.CharField(_("queue"), max_length=32)
    priority = models.SmallIntegerField(_("priority"), default=0)
    run_at = models.DateTimeField(_("not before"))
    dedupe_key = models.CharField(_("waits only once"), max_length=255, null=True)

    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    lease_until = models.DateTimeField(_("leased until"), null=True)
    lease_owner = models.CharField(_("leased by"), max_length=120, blank=True)
    errors = models.JSONField(_("errors"), default=list)
    result = models.JSONField(_("result"), null=True)

    enqueued_at = models.DateTimeField(_("enqueued"), default=clock.now)
    started_at = models.DateTimeField(_("first started"), null=True)
    attempted_at = models.DateTimeField(_("last started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe_key"], name="job_waits_once", condition=Q(status="waiting")
            ),
        ]
        indexes = [
            models.Index(
                F("priority").desc(), "run_at", "id", name="job_next", condition=Q(status="waiting")
            ),
            models.Index(fields=["run_at"], name="job_wakes", condition=Q(status="waiting")),
            models.Index(fields=["lease_until"], name="job_leased", condition=Q(status="running")),
            models.Index(fields=["status", "finished_at"], name="job_finished"),
        ]

    def __str__(self) -> str:
        return f"{self.task} ({self.status})"
