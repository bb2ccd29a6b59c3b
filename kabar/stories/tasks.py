"""What the stories do for themselves, again and again."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from kabar.jobs.periodic import periodic
from kabar.pictures.services import retract
from kabar.stories import picture_rights
from kabar.stories.printed import CLIPS, PICTURES
from kabar.video import services as video


@periodic(every=timedelta(hours=1))
@task()
def retract_left_behind() -> int:
    """Take away the pictures of a story that left while its process died; return how many there were."""
    pictures, clips = PICTURES.left_behind(), CLIPS.left_behind()
    retract(pictures)
    video.retract(clips)
    return len(pictures) + len(clips)


@periodic(every=timedelta(minutes=1))
@task()
def end_picture_rights() -> int:
    """Take pictures off every page at the minute the rights to them end; return how many."""
    return picture_rights.end_rights()
