"""What the archive does when it hears of a story."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.dispatch import receiver

from kabar.archive.search import services as search
from kabar.archive.search.aside import Aside
from kabar.editions.models import Edition
from kabar.stories.models import Story
from kabar.stories.signals import (
    archive_taken_in,
    stories_published_in_bulk,
    story_killed,
    story_published,
    story_updated,
    story_withdrawn,
)

aside = Aside()


@receiver([story_published, story_updated, story_withdrawn, story_killed])
def keep_the_index(sender: type, story: Story, edition: Edition, **kwargs: Any) -> None:
    """Have a story found, or no longer found, by the time the editor is told."""
    with transaction.atomic():
        search.index_stories([story.pk])
        search.done_with(edition)


@receiver(stories_published_in_bulk)
def index_the_archive(
    sender: type, stories: list[Story], edition: Edition, more: bool = False, **kwargs: Any
) -> None:
    """Have a batch of an archive found; its text is at hand and is not read again.

    PostgreSQL works on it while the next batch is read. SQLite has one writer, so nothing would be gained.
    """
    if more and connection.vendor == "postgresql":
        aside.index(stories, edition)
        return
    search.index_many(stories)
    search.done_with(edition)


@receiver(archive_taken_in)
def index_the_rest(sender: type, **kwargs: Any) -> None:
    """Have everything found that came in, also what an interrupted import left behind."""
    search.catch_up_with_archives(aside.finish())
