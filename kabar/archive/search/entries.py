"""What the index keeps of a story, the same for every database."""

from __future__ import annotations

from dataclasses import dataclass

from kabar.archive.models import place_of
from kabar.archive.search.stemming import stemmer, words
from kabar.archive.search.texts import StoryText, text_of
from kabar.stories.models import Story

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


def entry_of(story: Story) -> Entry:
    """Return the entry of a live story."""
    if story.first_published_at is None:
        raise ValueError(f"{story!r} has not been published and stays out of the index")
    place = place_of(story.first_published_at, story.pk)
    return Entry(story.pk, story.paper, story.section_id, place, story.language, text_of(story))


def marks(paper: str, section_id: int | None) -> list[str]:
    """Return the words that stand for a paper and a section, to narrow a search within the index itself."""
    paper_mark = f"p{paper.encode().hex()}"
    return [paper_mark] if section_id is None else [paper_mark, f"s{section_id}"]


def stemmed(text: str, language: str) -> Pairs:
    """Return the plain form and the stem of each word; a stop word has no stem."""
    found = words(text)[:MOST_WORDS]
    return list(zip(found, map(stemmer(language), found), strict=True))
