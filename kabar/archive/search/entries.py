"""What the index keeps of a story, the same for every database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kabar.archive.models import place_of
from kabar.archive.search.stemming import stemmer, words
from kabar.archive.search.texts import StoryText, text_of
from kabar.stories.models import Story, StoryByline

#: A body is searched as far as this; nobody remembers a word from further down.
MOST_WORDS = 8_000

#: Words in their plain form with their stems.
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A story about to be indexed."""

    story_id: int
    paper: str
    section_id: int
    place: int
    language: str
    text: StoryText


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


def marks(paper: str, section_id: int | None) -> list[str]:
    """Return the words that stand for a paper and a section, to narrow a search within the index itself."""
    paper_mark = f"p{paper.encode().hex()}"
    return [paper_mark] if section_id is None else [paper_mark, f"s{section_id}"]


def stemmed(text: str, language: str) -> Pairs:
    """Return the plain form and the stem of each word; a stop word has no stem."""
    found = words(text)[:MOST_WORDS]
    return list(zip(found, map(stemmer(language), found), strict=True))
