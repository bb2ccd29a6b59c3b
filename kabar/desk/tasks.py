"""What the desk does beside its acts: mail notices, and close what a lost signal left open."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F
from django_tasks import task

from kabar.desk.models import UNFILED, Assignment, Progress
from kabar.desk.services import notices, standing
from kabar.jobs.periodic import periodic
from kabar.stories.models import Story


@task()
def mail_notices(key: str) -> int:
    """Mail the notices of one piece of news; return how many went out."""
    return notices.mail(key)


@periodic(every=timedelta(minutes=10))
@task()
def close_left_open() -> int:
    """Close the assignments whose story went out while its process died; return how many there were."""
    open_of_live = Assignment.objects.filter(
        progress__in=(*UNFILED, Progress.FILED), story__live=True, story__last_published_at__gte=F("given_at")
    )
    stories = Story.objects.filter(pk__in=open_of_live.values("story_id")[:500])
    for story in stories:
        standing.printed(story)
    return len(stories)
