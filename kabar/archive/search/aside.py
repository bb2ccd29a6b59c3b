"""Indexes the batches of an archive beside the import: while one is filed, the one before is indexed.

A batch that is lost with its process waits among the editions, where `services.catch_up` finds it.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import connection

from kabar.archive.search import services
from kabar.archive.search.apart import Apart
from kabar.editions.models import Edition
from kabar.stories.models import Story

logger = logging.getLogger("kabar.archive")

#: While one thread waits for the database the other has words laid out; more would wait for each other.
THREADS = 2
#: Batches in memory that are not indexed yet; with more, whoever brings the next one waits.
WAITING = 3


class Aside:
    """Threads with connections of their own and a process for the words; they live until `finish`."""

    def __init__(self) -> None:
        self._threads: ThreadPoolExecutor | None = None
        self._apart = Apart()
        self._waiting: deque[tuple[Future[bool], Edition]] = deque()
        self._batches = 0

    def index(self, stories: Sequence[Story], edition: Edition) -> None:
        """Have a batch indexed while its bringer goes on to the next."""
        self._threads = self._threads or ThreadPoolExecutor(THREADS, "archive-search")
        self._waiting.append((self._threads.submit(_index, stories, edition, self._apart), edition))
        self._batches += 1
        self._step_over(leave=WAITING)

    def finish(self) -> int:
        """Wait until every batch is indexed, or left to `catch_up`; return how many there were."""
        batches, self._batches = self._batches, 0
        self._step_over(leave=0)
        if self._threads:
            self._threads.shutdown()
            self._threads = None
        self._apart.close()
        return batches

    def _step_over(self, leave: int) -> None:
        """Step over the editions that are indexed, in their order; wait while too many are not."""
        while self._waiting and (len(self._waiting) > leave or self._waiting[0][0].done()):
            work, edition = self._waiting.popleft()
            if work.result():
                services.done_with(edition)


def _index(stories: Sequence[Story], edition: Edition, apart: Apart) -> bool:
    """Index a batch; return whether that went well."""
    try:
        services.index_many(stories, apart.for_each)
        if changed := _changed(stories):
            services.index_stories(changed)
    except Exception:
        logger.exception("edition %s could not be indexed at once", edition.number)
        return False
    finally:
        connection.close()
    return True


def _changed(stories: Sequence[Story]) -> list[int]:
    """Return the stories that an editor changed since the batch was filed: what they say now counts."""
    filed = {story.pk: story.last_published_at for story in stories}
    rows = Story.objects.filter(pk__in=filed, live=True).values_list("pk", "last_published_at")
    return [pk for pk, _ in filed.items() - set(rows)]
