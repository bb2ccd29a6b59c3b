"""What the wire does outside requests."""

from __future__ import annotations

from django_tasks import task


@task()
def group_items(paper: str) -> int:
    """Find what agencies say of the same event among the items that came in."""
    from kabar.wire.services.grouping import group_new

    return group_new(paper)
