"""What the wire does outside requests."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from kabar.jobs.periodic import periodic


@task()
def group_items(paper: str) -> int:
    """Find what agencies say of the same event among the items that came in."""
    from kabar.wire.services.grouping import group_new

    return group_new(paper)


@periodic(every=timedelta(days=1))
@task()
def forget_old_copy() -> int:
    """Forget copy that became no story in a month."""
    from kabar.wire.services.forgetting import forget_old

    return forget_old()
