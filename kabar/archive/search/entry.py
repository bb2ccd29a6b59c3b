"""An entry of the index and its words. It knows no Django, so that another process can lay entries out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kabar.archive.search.stemming import stemmer, words

#: A body is searched as far as this; nobody remembers a word from further down.
MOST_WORDS = 8_000

#: Words in their plain form with their stems.
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class StoryText:
    """What a story is found by, from the most telling to the least."""

    headline: str
    standfirst: str
    names: str
    body: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A story about to be indexed."""

    story_id: int
    paper: str
    section_id: int
    place: int
    language: str
    text: StoryText


class Written(NamedTuple):
    """The stems of a story: those of its headline, and how often each stands in its first words."""

    headline: frozenset[str]
    times: Mapping[str, int]


def marks(paper: str, section_id: int | None) -> list[str]:
    """Return the words that stand for a paper and a section, to narrow a search within the index itself."""
    paper_mark = f"p{paper.encode().hex()}"
    return [paper_mark] if section_id is None else [paper_mark, f"s{section_id}"]


def stemmed(text: str, language: str) -> Pairs:
    """Return the plain form and the stem of each word; a stop word has no stem."""
    found = words(text)[:MOST_WORDS]
    return list(zip(found, map(stemmer(language), found), strict=True))
