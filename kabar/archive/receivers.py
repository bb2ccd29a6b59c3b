"""What the archive does when it hears of a story."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from kabar.archive.search import services as search
from kabar.editions.models import Edition
from kabar.stories.models import Story
from kabar.stories.signals import (
    stories_published_in_bulk,
    story_killed,
    story_published,
    story_updated,
    story_withdrawn,
)


@receiver([story_published, story_updated, story_withdrawn, story_killed])
def keep_the_index(sender: type, story: Story, edition: Edition, **kwargs: Any) -> None:
    """Have a story found, or no longer found, by the time the editor is told."""
    search.index_stories([story.pk])
    search.done_with(edition)


@receiver(stories_published_in_bulk)
def index_the_archive(sender: type, stories: list[Story], edition: Edition, **kwargs: Any) -> None:
    """Have a batch of an archive found as soon as it is in; its text is at hand and is not read again."""
    search.index_many(stories)
    search.done_with(edition)
