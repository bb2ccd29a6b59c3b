"""What the stories do for themselves, again and again."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from kabar.jobs.periodic import periodic
from kabar.pictures.services import retract
from kabar.stories.pictures_used import left_behind


@periodic(every=timedelta(hours=1))
@task()
def retract_left_behind() -> int:
    """Take away the pictures of a story that left while its process died; return how many there were."""
    pictures = left_behind()
    retract(pictures)
    return len(pictures)
