"""Stories of the last days whose headlines say nearly the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import lru_cache

import Stemmer

from kabar import clock
from kabar.stories.models import State, Story

WITHIN = timedelta(days=7)
#: How many of the newest headlines are compared; a national paper files some five hundred stories a day.
MOST = {State.DRAFT: 1_000, State.LIVE: 4_000}
#: Two headlines share two thirds of their words, or one holds nearly all of the other's.
ALIKE = 0.66
FEWEST = 3
SHOWN = 3
WORD = re.compile(r"[^\W_]+")
NO_SUBJECT = """
yang di ke dari dan atau untuk dengan pada dalam oleh ini itu akan jadi tak tidak juga usai soal
the a an of in on to and for with as at by is are
"""
EMPTY = frozenset(NO_SUBJECT.split())


def similar(headline: str, *, paper: str, besides: int | None = None) -> list[Story]:
    """Return the newest stories of the week, live or in writing, with a headline much like this one."""
    wanted = stems(headline)
    if len(wanted) < FEWEST:
        return []
    ends = [stem[1:] for stem in wanted]
    week = (each for each in _this_week(paper) if each[0] != besides and may_be_alike(ends, each[1]))
    scored = [(alike(wanted, stems(said)), pk) for pk, said in week]
    near = sorted((score, pk) for score, pk in scored if score >= ALIKE)[-SHOWN:]
    found = Story.objects.in_bulk([pk for _score, pk in near])
    return [found[pk] for _score, pk in reversed(near) if pk in found]


def may_be_alike(ends: Iterable[str], headline: str) -> bool:
    """Tell, without stemming it, whether a headline may share enough roots.

    A root stands in its word but for its first letter, which some prefixes swallow: menyapu, sapu.
    """
    said = headline.lower()
    return sum(end in said for end in ends) >= FEWEST


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of two headlines is the same, from nothing (0) to all (1)."""
    shared = len(one & other)
    return 2 * shared / (len(one) + len(other)) if shared >= FEWEST else 0.0


@lru_cache(maxsize=12_000)
def stems(headline: str) -> frozenset[str]:
    """Return the roots of a headline's words, without those that say nothing."""
    words = [word for word in WORD.findall(headline.lower()) if word not in EMPTY]
    return frozenset(_stemmer().stemWords(words))


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("indonesian")


def _this_week(paper: str) -> Iterator[tuple[int, str]]:
    """Return the newest headlines by the index of the desk, state by state."""
    since = clock.now() - WITHIN
    for state, most in MOST.items():
        rows: Iterable[tuple[int, str, str]] = (
            Story.objects.filter(state=state, created_at__gte=since)
            .order_by("-created_at")
            .values_list("pk", "headline", "paper")[:most]
        )
        yield from ((pk, headline) for pk, headline, own in rows if own == paper and headline)
