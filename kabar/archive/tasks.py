"""What the archive does behind the scenes to keep its index whole."""

from __future__ import annotations

from django_tasks import task

from kabar import clock
from kabar.archive.search import services as search
from kabar.archive.search.index import AT_WORK
from kabar.jobs.backend import enqueue_once


def keep_up() -> None:
    """Index the few changes that were missed, and tidy; an archive is left to a job, which has time."""
    waiting = search.waiting()
    archive = search.archive_among(waiting)
    if waiting and archive is None:
        search.catch_up()
    elif archive and archive.at < clock.now() - AT_WORK:
        enqueue_once(index_archives, "archive-search")
    search.tidy()


@task()
def index_archives() -> None:
    """Index everything that waits."""
    search.catch_up_with_archives()
