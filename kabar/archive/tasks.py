"""What the archive does behind the scenes to keep its index whole."""

from __future__ import annotations

from django_tasks import task

from kabar.archive.search import services as search
from kabar.jobs.backend import enqueue_once

#: With more editions of an archive than this, the database counts its words anew.
MANY = 10


def keep_up() -> None:
    """Index the few changes that were missed; leave an imported archive to a job, which may take its time."""
    if search.archives_wait():
        enqueue_once(index_archives, "archive-search")
    else:
        search.catch_up()


@task()
def index_archives() -> None:
    """Index everything that waits."""
    done = 0
    while worked := search.catch_up():
        done += worked
    if done > MANY:
        search.take_stock()
