"""What words tell of the stories that hold some of them: BM25 over those stories alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kabar.archive.search.index import Candidate
from kabar.archive.search.questions import Term

#: What a word is worth in the headline, the standfirst, a name and the body.
WORTH = (6, 3, 3, 1)
#: How soon more of a word tells no more, and how much a long story is held against it.
SOON, LENGTH = 1.2, 0.75


class Standing(NamedTuple):
    """How often stems stand in a story, each time for what its field is worth, and words as written."""

    stems: Mapping[str, float]
    plain: Mapping[str, float]
    #: The number of its words, counted in the same way in all.
    length: int


def weighed(
    candidates: Sequence[Candidate], standing: Mapping[int, Standing], worths: Mapping[Term, float]
) -> list[Candidate]:
    """Return candidates with what the words tell of them, the best first; `standing` is by story.

    One that left the index since it was found is left out.
    """
    usual = sum(story.length for story in standing.values()) / max(len(standing), 1) or 1.0
    found = []
    for candidate in candidates:
        story = standing.get(candidate.story_id)
        if story is None:
            continue
        ballast = SOON * (1 - LENGTH + LENGTH * story.length / usual)
        score = sum(worth * _told(story, term, ballast) for term, worth in worths.items())
        found.append(candidate._replace(score=score))
    return sorted(found, key=lambda each: (-each.score, -each.place))


def _told(story: Standing, term: Term, ballast: float) -> float:
    """Return what a word tells of a story; the exact form counts on top of the stem."""
    often = sum(story.stems.get(stem, 0.0) for stem in term.stems)
    written = story.plain.get(term.plain, 0.0)
    return sum(times * (SOON + 1) / (times + ballast) for times in (often, written))
