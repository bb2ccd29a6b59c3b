"""Finds the stories beside a story: candidates from the index of search, weighed one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db.models import Max

from kabar import clock
from kabar.archive.models import minute_of, place_of
from kabar.archive.related.scoring import Profile, Weight, farthest, nearest, weights
from kabar.archive.search.entry import stemmed
from kabar.archive.search.index import Scope, index
from kabar.archive.search.questions import Term
from kabar.archive.search.texts import text_of
from kabar.stories.models import Story

#: How much of a story is weighed: what matters stands above.
MOST_WORDS = 600
#: How many of its most telling words look for candidates, of the month around it and of the whole archive.
TELLING, MOST_TELLING = 10, 4
MONTH = timedelta(days=30)
#: How many candidates are weighed, and how many of them come from the whole archive.
OF_THE_MONTH, OF_THE_ARCHIVE = 40, 12
#: What more stories than this hold names no old affair.
NO_AFFAIR = 1_000


def related(story: Story, *, limit: int = 5, until: int | None = None) -> list[tuple[int, float]]:
    """Return the numbers of the live stories nearest to one, with how near they are.

    `until` is a place in time after which nothing is looked at; a benchmark must not see what came later.
    """
    about = profile(story)
    stories = Story.objects.aggregate(newest=Max("pk"))["newest"] or 1
    holders = index().holders(about.times.keys())
    weight = weights(holders, stories)
    profiles = _profiles(_candidates(story, _telling(about, weight), holders, weight, until))
    found = nearest(about, profiles, weight, least=farthest(stories), limit=limit)
    return [(other.key, score) for other, score in found]


def profile(story: Story) -> Profile:
    """Return a story as far as nearness goes."""
    text = text_of(story, ())
    headline = _stems(text.headline, story.language)
    written = "\n".join(filter(None, (text.standfirst, text.body)))
    hour = (story.first_published_at or clock.now()).timestamp() / 3600
    words = [*headline, *_stems(written, story.language)][:MOST_WORDS]
    return Profile(story.pk, frozenset(headline), Counter(words), hour)


def _stems(text: str, language: str) -> list[str]:
    return [stem for _plain, stem in stemmed(text[: MOST_WORDS * 12], language) if stem]


def _profiles(places: Mapping[int, int]) -> list[Profile]:
    """Return the profiles of stories, each with its place in time, as the index keeps them."""
    written = index().written(places.keys(), MOST_WORDS)
    return [
        Profile(pk, said.headline, said.times, minute_of(places[pk]) / 60) for pk, said in written.items()
    ]


def _candidates(
    story: Story, telling: list[str], holders: Mapping[str, int], weight: Weight, until: int | None
) -> dict[int, int]:
    """Return the stories that hold its telling words, each with its place in time."""
    begun = story.first_published_at or clock.now()
    ends = place_of(begun + MONTH)
    month = Scope(story.paper, since=place_of(begun - MONTH), until=min(ends, until or ends))
    whole = Scope(story.paper, until=until)
    affair = [stem for stem in telling if holders[stem] <= NO_AFFAIR]
    found = index().candidates(_worths(telling[:TELLING], weight), month, OF_THE_MONTH)
    found += index().candidates(_worths(affair[:MOST_TELLING], weight), whole, OF_THE_ARCHIVE)
    return {candidate.story_id: candidate.place for candidate in found if candidate.story_id != story.pk}


def _worths(stems: Iterable[str], weight: Weight) -> dict[Term, float]:
    return {Term(stem, (stem,)): weight(stem) for stem in stems}


def _telling(about: Profile, weight: Weight) -> list[str]:
    """Return the words of a story that tell most, those of its headline before others."""
    worth = {
        stem: weight(stem) * (1 + count) * (2 if stem in about.headline else 1)
        for stem, count in about.counts.items()
    }
    return sorted(worth, key=lambda stem: (-worth[stem], stem))
