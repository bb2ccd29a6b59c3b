"""What the index keeps of stories, read for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kabar.archive.models import place_of
from kabar.archive.search.entry import Entry
from kabar.archive.search.texts import text_of
from kabar.stories.models import Story, StoryByline


def entry_of(story: Story, names: Sequence[str]) -> Entry:
    """Return the entry of a live story that carries these names."""
    if story.first_published_at is None:
        raise ValueError(f"{story!r} has not been published and stays out of the index")
    place = place_of(story.first_published_at, story.pk)
    return Entry(story.pk, story.paper, story.section_id, place, story.language, text_of(story, names))


def names_on(stories: Sequence[Story]) -> dict[int, list[str]]:
    """Return the names of the topics and authors on each story, read for all of them at once."""
    pks = [story.pk for story in stories]
    topics = Story.topics.through.objects.filter(story_id__in=pks).order_by("pk")
    bylines = StoryByline.objects.filter(story_id__in=pks).order_by("sort_order")
    names: dict[int, list[str]] = defaultdict(list)
    for rows, name in ((topics, "topic__name"), (bylines, "author__name")):
        for story, named in rows.values_list("story_id", name):
            names[story].append(named)
    return names
