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


@task()
def bring_pictures(items: list[int]) -> int:
    """Bring the pictures of items that came in."""
    from kabar.wire.models import Item
    from kabar.wire.services import item_pictures

    found = Item.objects.filter(pk__in=items).select_related("feed")
    return sum(item_pictures.bring_pictures(item) for item in found)


@task()
def hand_over_pictures(item: int, story: int) -> bool:
    """Bring the pictures of an item that was taken before they were here, and tell its writer."""
    from kabar.wire.services.taking import hand_over_late

    return hand_over_late(item, story)


@periodic(every=timedelta(days=1))
@task()
def forget_old_copy() -> int:
    """Forget copy that became no story in a month."""
    from kabar.wire.services.forgetting import forget_old

    return forget_old()
