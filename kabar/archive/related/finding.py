"""Finds the stories beside a story: candidates from the index of search, weighed one by one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Max

from kabar import clock
from kabar.archive.models import place_of
from kabar.archive.related.scoring import Profile, Weight, nearest, weights
from kabar.archive.search.entry import stemmed
from kabar.archive.search.index import Scope, index
from kabar.archive.search.questions import Question, Term
from kabar.archive.search.texts import text_of
from kabar.stories.models import Story

#: How much of a story is weighed: what matters stands above.
MOST_WORDS = 600
#: How many of its most telling words look for candidates, of the month around it and of the whole archive.
TELLING, MOST_TELLING = 14, 4
MONTH = timedelta(days=30)
#: How many candidates are weighed, and how many of them come from the whole archive.
OF_THE_MONTH, OF_THE_ARCHIVE = 50, 12
#: So many stories stay weighed: news of one affair meets the same few again and again.
KEPT = 300
_kept: dict[tuple[int, datetime | None], Profile] = {}


def related(story: Story, *, limit: int = 5, until: int | None = None) -> list[tuple[int, float]]:
    """Return the numbers of the live stories nearest to one, with how near they are.

    `until` is a place in time after which nothing is looked at; a benchmark must not see what came later.
    """
    about = profile(story)
    stories = Story.objects.aggregate(newest=Max("pk"))["newest"] or 1
    weight = weights(index().holders(set(about.text)), stories)
    profiles = _profiles(_candidates(story, about, weight, until))
    headlines = {stem for each in profiles for stem in each.headline} - set(about.text)
    weight = weights(index().holders({*about.text, *headlines}), stories)
    return [(other.key, score) for other, score in nearest(about, profiles, weight, limit=limit)]


def profile(story: Story) -> Profile:
    """Return a story as far as nearness goes."""
    text = text_of(story, ())
    headline = _stems(text.headline, story.language)
    written = "\n".join(filter(None, (text.standfirst, text.body)))
    hour = (story.first_published_at or clock.now()).timestamp() / 3600
    words = [*headline, *_stems(written, story.language)][:MOST_WORDS]
    return Profile(story.pk, frozenset(headline), words, hour)


def _stems(text: str, language: str) -> list[str]:
    return [stem for _plain, stem in stemmed(text[: MOST_WORDS * 12], language) if stem]


def _profiles(pks: Iterable[int]) -> list[Profile]:
    """Return the profiles of live stories; a version that was weighed lately is not read again."""
    live = Story.objects.filter(pk__in=pks, live=True)
    versions = set(live.values_list("pk", "last_published_at"))
    found = {version: _kept.pop(version) for version in versions & _kept.keys()}
    for other in live.in_bulk([version[0] for version in versions - found.keys()]).values():
        found[other.pk, other.last_published_at] = profile(other)
    # Those of this story go in last, so that what has not been asked for longest is forgotten.
    _kept.update(found)
    while len(_kept) > KEPT:
        del _kept[next(iter(_kept))]
    return list(found.values())


def _candidates(story: Story, about: Profile, weight: Weight, until: int | None) -> set[int]:
    begun = story.first_published_at or clock.now()
    ends = place_of(begun + MONTH)
    month = Scope(story.paper, since=place_of(begun - MONTH), until=min(ends, until or ends))
    telling = _telling(about, weight)
    found = index().candidates(_question(telling[:TELLING]), month, OF_THE_MONTH)
    whole = Scope(story.paper, until=until)
    found += index().candidates(_question(telling[:MOST_TELLING]), whole, OF_THE_ARCHIVE)
    return {candidate.story_id for candidate in found} - {story.pk}


def _telling(about: Profile, weight: Weight) -> list[str]:
    """Return the words of a story that tell most, those of its headline before others."""
    worth = {
        stem: weight(stem) * (1 + count) * (2 if stem in about.headline else 1)
        for stem, count in about.counts.items()
    }
    return sorted(worth, key=lambda stem: (-worth[stem], stem))


def _question(stems: Iterable[str]) -> Question:
    return Question(tuple(Term(stem, (stem,)) for stem in stems))
