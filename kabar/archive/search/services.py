"""Every write to the index of search."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef

from kabar import clock
from kabar.archive.models import SearchEntry
from kabar.archive.search.entries import entry_of, names_on
from kabar.archive.search.entry import Entry
from kabar.archive.search.index import forget, index
from kabar.editions import queries as editions
from kabar.editions import services as following
from kabar.editions.models import Edition, Follower
from kabar.progress import Progress, Silent
from kabar.stories.models import Story

logger = logging.getLogger("kabar.archive")

FOLLOWER = "archive-search"
REBUILDING = "archive-search:reindex"
BATCH = 500
#: How many editions a round works through.
FEW = 50
#: With more batches of an archive than this, the database counts its words anew.
MANY = 10


#: Does something for each of many entries, as `map` does.
ForEach = Callable[[Callable[[Entry], Any], Sequence[Entry]], Iterable[Any]]


def index_many(stories: Iterable[Story], for_each: ForEach = map) -> int:
    """Index stories by the hundred, for importers; those that readers may not see are passed over.

    Each batch is one transaction, or part of the caller's. Call `take_stock` when all are in.
    """
    return sum(_write(batch, for_each) for batch in _batches(stories, BATCH))


def index_stories(pks: Iterable[int]) -> None:
    """Bring the index up to what some stories are now: live ones stand in it, all others do not.

    The stories are held while they are written, so that of two changes the later one is what stays.
    """
    wanted = list(pks)
    with transaction.atomic(savepoint=False):
        held = Story.objects.select_for_update(of=("self",)).filter(pk__in=wanted)
        stories = list(held.order_by("pk"))
        forget(set(wanted) - {story.pk for story in stories if _is_public(story)})
        _write(stories)


def catch_up(limit: int = FEW) -> int:
    """Index what changed since the last time, whoever was interrupted; return how many editions."""
    return following.follow(FOLLOWER, _work_through, limit=limit)


def done_with(edition: Edition) -> None:
    """Step over an edition that was worked through at once, unless stories of an earlier one still wait.

    What is only printed anew, such as a front or the list of related stories, has none.
    """
    if not _step_over(edition):
        _place, begun = Follower.objects.get_or_create(name=FOLLOWER)
        if begun:
            _step_over(edition)


def _step_over(edition: Edition) -> int:
    between = Edition.objects.filter(number__gt=OuterRef("number"), number__lt=edition.number)
    here = Follower.objects.filter(name=FOLLOWER, number__lt=edition.number)
    return here.exclude(Exists(between.exclude(subjects=[]))).update(number=edition.number)


def waiting() -> list[Edition]:
    """Return the next editions whose stories may not be indexed yet."""
    follower = Follower.objects.filter(name=FOLLOWER).first()
    return editions.after(follower.number if follower else 0, limit=FEW)


def archive_among(waiting: Iterable[Edition]) -> Edition | None:
    """Return the first imported batch among editions: too much work for a round."""
    return next((edition for edition in waiting if edition.kind == Edition.Kind.IMPORT), None)


def catch_up_with_archives(done: int = 0) -> None:
    """Index what waits while there is an archive among it; after a large one, count the words anew."""
    while archive_among(waiting()):
        done += catch_up()
    if done > MANY:
        take_stock()
    elif done:
        index().put_away()


def take_stock() -> None:
    """Let the database count its words after many were written."""
    index().take_stock()


def tidy() -> None:
    """Put away what few stories left waiting, so that no editor has to."""
    index().tidy()


def reindex(progress: Progress | None = None, *, afresh: bool = False) -> int:
    """Index every live story again, from where an interrupted run left off; return how many."""
    progress = progress or Silent()
    after = _left_off(afresh)
    progress.begin("stories", Story.objects.filter(live=True, pk__gt=after).count())
    done = 0
    while batch := _next(after):
        index_stories(batch)
        after, done = batch[-1], done + len(batch)
        Follower.objects.filter(name=REBUILDING).update(number=after)
        progress.step(len(batch))
    SearchEntry.objects.exclude(story__live=True).delete()
    Follower.objects.filter(name=REBUILDING).update(number=0)
    take_stock()
    progress.end()
    return done


def _left_off(afresh: bool) -> int:
    """Return the last story an interrupted run indexed; a fresh one holds every edition up to now."""
    place, _ = Follower.objects.get_or_create(name=REBUILDING)
    if place.number and not afresh:
        return place.number
    Follower.objects.update_or_create(name=FOLLOWER, defaults={"number": editions.newest_number()})
    return 0


def _next(after: int) -> list[int]:
    following_pks = Story.objects.filter(live=True, pk__gt=after).order_by("pk").values_list("pk", flat=True)
    return list(following_pks[:BATCH])


def _work_through(edition: Edition) -> bool:
    """Index what stories an edition has; one that cannot be indexed does not hold up the others."""
    pks = [
        int(subject.removeprefix("story:")) for subject in edition.subjects if subject.startswith("story:")
    ]
    try:
        index_stories(pks)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("edition %s: its stories %s could not be indexed", edition.number, pks)
    return bool(pks)


def _write(stories: Sequence[Story], for_each: ForEach = map) -> int:
    public = [story for story in stories if _is_public(story)]
    names = names_on(public)
    entries = [entry_of(story, names[story.pk]) for story in public]
    laid_out = list(for_each(index().lay_out, entries))
    with transaction.atomic(savepoint=False):
        index().write(entries, laid_out)
    return len(public)


def _is_public(story: Story) -> bool:
    """Whether readers may see a story; one that is dated ahead may not."""
    begun = story.first_published_at
    return story.live and begun is not None and begun <= clock.now()


def _batches(stories: Iterable[Story], size: int) -> Iterator[list[Story]]:
    left = iter(stories)
    while batch := list(islice(left, size)):
        yield batch
