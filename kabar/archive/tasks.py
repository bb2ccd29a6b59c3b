"""What the archive does behind the scenes to keep its index whole."""

from __future__ import annotations

from django_tasks import task

from kabar import clock
from kabar.archive.search import services as search
from kabar.archive.search.index import AT_WORK
from kabar.jobs.backend import enqueue_once


def keep_up() -> None:
    """Index the few changes that were missed; leave an imported archive to a job, which may take its time."""
    waiting = search.waiting()
    archive = search.archive_among(waiting)
    if waiting and archive is None:
        search.catch_up()
    elif archive and archive.at < clock.now() - AT_WORK:
        enqueue_once(index_archives, "archive-search")


@task()
def index_archives() -> None:
    """Index everything that waits."""
    search.catch_up_with_archives()
