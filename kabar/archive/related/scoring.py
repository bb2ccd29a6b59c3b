"""How near two stories are: by the words they share, the rarest first, their headlines and their hours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log, sqrt

#: What alike headlines and the same hour are worth beside alike words, and in how many hours half of the
#: latter is gone; fitted to half of the links of `benchmarks.related`.
HEADLINE, FRESH, HALF_HOURS = 0.54, 0.42, 12.0
#: A story whose words are less alike than this is not related, however fresh and however few there are.
FARTHEST = 0.07
#: A paper of fewer stories does not know which words are rare, and any two of them look more alike: two of
#: Indonesian news have a median likeness of 0.014 among 3,000 stories, 0.018 among 500 and 0.026 among 30.
ENOUGH, FEWER = 1_000, 0.2

Weight = Callable[[str], float]


@dataclass(frozen=True)
class Profile:
    """A story as far as nearness goes: the stems of its headline, how often each stands in all, its hour."""

    key: int
    headline: frozenset[str]
    times: Mapping[str, int]
    hour: float

    @cached_property
    def counts(self) -> dict[str, float]:
        """Return how much each stem stands in it; said ten times is not ten times as much."""
        return {stem: 1 + log(count) for stem, count in self.times.items()}

    @cached_property
    def square(self) -> float:
        """Return the square of its length, were all stems equally rare."""
        return sum(count * count for count in self.counts.values())


def weights(holders: Mapping[str, int], stories: int) -> Weight:
    """Return what each stem tells, by how many stories of the paper hold it."""

    def weight(stem: str) -> float:
        held = min(holders.get(stem, 0), stories)
        return log(1 + (stories - held + 0.5) / (held + 0.5))

    return weight


def farthest(stories: int) -> float:
    """Return how alike the words of two stories must be, in a paper of so many, to be related."""
    return FARTHEST * max(1.0, (ENOUGH / max(stories, 1)) ** FEWER)


def nearest(
    story: Profile, others: Iterable[Profile], weight: Weight, *, least: float, limit: int
) -> list[tuple[Profile, float]]:
    """Return the stories nearest to one, with how near they are, the nearest first; none below the least."""
    told = {stem: weight(stem) ** 2 for stem in story.counts}
    scored = []
    for other in others:
        words = _words(story, other, told)
        if other.key != story.key and words >= least:
            scored.append((other, _nearness(story, other, words, told)))
    return sorted(scored, key=lambda each: (-each[1], -each[0].key))[:limit]


def _nearness(story: Profile, other: Profile, words: float, told: Mapping[str, float]) -> float:
    """The hours add to the words and do not multiply them: the same day's news is linked for being new."""
    fresh = 0.5 ** (abs(story.hour - other.hour) / HALF_HOURS)
    return sqrt(words) + HEADLINE * _headlines(story, other, told) + FRESH * fresh


def _words(story: Profile, other: Profile, told: Mapping[str, float]) -> float:
    """Return the cosine of two texts; words that only the other has weigh what a word of the story does.

    What those weigh in truth would have to be asked of the index, thousands of words for each story.
    """
    usual = sum(told.values()) / max(len(told), 1)
    both, mine, theirs = 0.0, 0.0, usual * other.square
    for stem, count in story.counts.items():
        worth = told[stem]
        mine += count * count * worth
        if held := other.counts.get(stem):
            both += count * held * worth
            theirs += held * held * (worth - usual)
    return both / sqrt(mine * theirs) if both else 0.0


def _headlines(story: Profile, other: Profile, told: Mapping[str, float]) -> float:
    """Return the cosine of two headlines; here, too, words of the other's alone weigh what ours do."""
    both = sum(told[stem] for stem in story.headline & other.headline)
    if not both:
        return 0.0
    mine = sum(told[stem] for stem in story.headline)
    theirs = both + mine / len(story.headline) * len(other.headline - story.headline)
    return both / sqrt(mine * theirs)
