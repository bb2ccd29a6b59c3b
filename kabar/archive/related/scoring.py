"""How near two stories are: by the words they share, the rarest first, and by the hours between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log, sqrt

#: BM25's own: how soon a repeated word stops counting, and how much a long story is held against itself.
SATURATION, LENGTH = 1.2, 0.75
#: How many words a story has that is neither long nor short.
USUAL_LENGTH = 220.0
#: What two headlines that say the same are worth beside two bodies that do.
HEADLINE = 0.15
#: What an old story keeps of its nearness, and in how many hours half of the rest is gone.
KEPT, HALF_HOURS = 0.65, 24.0

Weight = Callable[[str], float]


@dataclass(frozen=True)
class Profile:
    """A story as far as nearness goes: the stems of its headline and of all its text, and its hour."""

    key: int
    headline: frozenset[str]
    text: Sequence[str]
    hour: float

    @cached_property
    def counts(self) -> Counter[str]:
        """Return how often each stem stands in it."""
        return Counter(self.text)


def weights(holders: Mapping[str, int], stories: int) -> Weight:
    """Return what each stem tells, by how many stories of the paper hold it."""

    def weight(stem: str) -> float:
        held = min(holders.get(stem, 0), stories)
        return log(1 + (stories - held + 0.5) / (held + 0.5))

    return weight


def nearest(
    story: Profile, others: Iterable[Profile], weight: Weight, *, limit: int
) -> list[tuple[Profile, float]]:
    """Return the stories nearest to one, with how near they are, the nearest first."""
    told = {stem: weight(stem) for stem in story.counts}
    whole = _matched(story, story, told) or 1.0
    scored = [
        (other, _nearness(story, other, told, whole, weight)) for other in others if other.key != story.key
    ]
    return sorted(scored, key=lambda each: (-each[1], -each[0].key))[:limit]


def _nearness(
    story: Profile, other: Profile, told: Mapping[str, float], whole: float, weight: Weight
) -> float:
    words = _matched(story, other, told) / whole + HEADLINE * _headlines(story, other, weight)
    apart = abs(story.hour - other.hour)
    return words * (KEPT + (1 - KEPT) * 0.5 ** (apart / HALF_HOURS))


def _matched(story: Profile, other: Profile, told: Mapping[str, float]) -> float:
    """Return BM25 of one story's words in another."""
    norm = SATURATION * (1 - LENGTH + LENGTH * len(other.text) / USUAL_LENGTH)
    counts = other.counts
    return sum(
        worth * counts[stem] * (SATURATION + 1) / (counts[stem] + norm)
        for stem, worth in told.items()
        if stem in counts
    )


def _headlines(story: Profile, other: Profile, weight: Weight) -> float:
    """Return the cosine of two headlines."""
    both = sum(weight(stem) ** 2 for stem in story.headline & other.headline)
    if not both:
        return 0.0
    lengths = [sum(weight(stem) ** 2 for stem in each.headline) for each in (story, other)]
    return both / sqrt(lengths[0] * lengths[1])
