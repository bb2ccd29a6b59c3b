"""The shelf of saved stories, which a reader finds on every device; and what they follow."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from kabar import clock
from kabar.readers.models import Bookmark, Follow, Reader
from kabar.staff.models import Author
from kabar.stories import queries as stories
from kabar.stories.models import Story
from kabar.topics.models import Topic

#: As many as a device keeps.
MOST = 200
#: What is older than this is not unread but past; and nobody counts further than this.
NEWS, MANY = timedelta(days=7), 99


def shelf(reader: Reader) -> list[dict[str, Any]]:
    """Return what a reader saved and can still read, the newest first, as a device keeps it."""
    return [
        {"path": mark.story.path, "title": mark.story.headline, "at": int(mark.at.timestamp() * 1000)}
        for mark in of(reader)
    ]


def of(reader: Reader) -> list[Bookmark]:
    """Return a reader's bookmarks on stories that readers see, the newest first."""
    kept = Bookmark.objects.filter(reader=reader, story__live=True).select_related("story")
    return list(kept.only("at", "reader", "story__path", "story__headline").order_by("-at", "-id")[:MOST])


def save(reader: Reader, paths: Iterable[str]) -> None:
    """Put stories on a reader's shelf; one that is there stays as it is, one nobody may see is left out."""
    found = {
        story.path: story for story in stories.live(reader.paper).filter(path__in=list(paths)).only("path")
    }
    wanted = [found[path] for path in reversed(list(paths)) if path in found]
    Bookmark.objects.bulk_create(
        [Bookmark(reader=reader, story=story) for story in wanted], ignore_conflicts=True
    )


def drop(reader: Reader, paths: Iterable[str]) -> None:
    """Take stories from a reader's shelf."""
    Bookmark.objects.filter(reader=reader, story__paper=reader.paper, story__path__in=list(paths)).delete()


def follow(reader: Reader, what: Topic | Author) -> None:
    """Follow a topic or an author; twice is once."""
    Follow.objects.get_or_create(reader=reader, **_named(what))


def unfollow(reader: Reader, what: Topic | Author) -> None:
    """Follow a topic or an author no more."""
    Follow.objects.filter(reader=reader, **_named(what)).delete()


def follows(reader: Reader, what: Topic | Author) -> bool:
    """Tell whether a reader follows a topic or an author."""
    return Follow.objects.filter(reader=reader, **_named(what)).exists()


def followed(reader: Reader) -> list[tuple[Topic | Author, list[Story]]]:
    """Return what a reader follows, by name, each with its newest stories."""
    rows = Follow.objects.filter(reader=reader).select_related("topic", "author")
    things: list[Topic | Author] = sorted(filter(None, (row.topic or row.author for row in rows)), key=str)
    return [(thing, _newest(reader, thing)) for thing in things]


def unread_since(reader: Reader) -> datetime:
    """Return since when what a reader follows is news to them."""
    return max(reader.looked or reader.joined, clock.now() - NEWS)


def unread(reader: Reader) -> int:
    """Count the stories of what a reader follows that came since they last looked."""
    rows = list(Follow.objects.filter(reader=reader).values_list("topic", "author"))
    news = stories.live(reader.paper).filter(first_published_at__gt=unread_since(reader))
    found: set[int] = set()
    for field, wanted in zip(("topics__in", "bylines__author__in"), zip(*rows, strict=True), strict=False):
        followed = [pk for pk in wanted if pk is not None]
        if followed:
            found.update(news.filter(**{field: followed}).values_list("pk", flat=True).distinct()[:MANY])
    return min(len(found), MANY)


def look(reader: Reader) -> None:
    """Have seen what is followed."""
    Reader.objects.filter(pk=reader.pk).update(looked=clock.now())


def _newest(reader: Reader, what: Topic | Author, most: int = 3) -> list[Story]:
    found = stories.of_topic if isinstance(what, Topic) else stories.by_author
    return list(found(reader.paper, what.pk)[:most])


def _named(what: Topic | Author) -> dict[str, Any]:
    return {"topic" if isinstance(what, Topic) else "author": what}
