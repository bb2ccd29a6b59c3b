"""What is done for a planned act while its hour has not come."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from kabar.jobs.periodic import periodic
from kabar.schedule import queries, services
from kabar.schedule.models import OPEN, PlannedAct
from kabar.stories.pictures_used import prepare

#: Long enough before the hour for the pictures of a whole gallery.
NEAR = timedelta(minutes=15)


@task()
def prepare_pictures(planned: int) -> list[int]:
    """Make the pictures of a planned publication; return the numbers of those that went wrong."""
    act = PlannedAct.objects.filter(pk=planned, state__in=OPEN).select_related("revision").first()
    return prepare(act.revision) if act and act.revision else []


@periodic(every=timedelta(minutes=5))
@task()
def look_ahead() -> int:
    """Have made what the next publications lack, whatever was lost or changed since; return how many."""
    near = queries.soon_to_go_out(NEAR)
    for planned in near:
        services.want_pictures(planned)
    return len(near)
