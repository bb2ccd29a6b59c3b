"""What the jobs do for themselves."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from kabar.jobs import services
from kabar.jobs.periodic import periodic


@periodic(every=timedelta(hours=1))
@task()
def clean_jobs() -> int:
    """Forget jobs that ended long ago."""
    return services.clean()
