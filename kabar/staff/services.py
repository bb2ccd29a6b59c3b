"""Every write to the staff list and the audit record."""

from __future__ import annotations

from typing import Any

from django.db import models

from kabar import clock
from kabar.staff.models import AuditEntry, User


def record(act: str, subject: models.Model, *, by: User | None, **details: Any) -> AuditEntry:
    """Append what was done to the audit record; call it inside the transaction of the act."""
    return AuditEntry.objects.create(
        at=clock.now(),
        by=by,
        act=act,
        subject_type=subject._meta.model_name or "",
        subject_id=str(subject.pk),
        summary=str(subject)[:300],
        details=details,
    )
