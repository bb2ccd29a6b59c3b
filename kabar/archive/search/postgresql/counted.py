"""What PostgreSQL counts of the index: how common words are, and how stories lie in time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from kabar.archive.search.questions import Term

#: The share of stories a word is taken to be in when the database has not counted it.
UNCOUNTED = 0.0005

#: What was counted is asked for again after so many seconds; PostgreSQL itself counts less often.
KEPT_FOR = 60.0

#: Behind the shares of the words stand the least and the greatest of them.
COUNTED = """
    WITH counted AS MATERIALIZED (
        SELECT most_common_elems::text::text[] AS words, most_common_elem_freqs AS shares FROM pg_stats
        WHERE schemaname = current_schema() AND tablename = 'archive_search' AND attname = 'words'
    )
    SELECT (SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = 'archive_search'::regclass),
        (SELECT words FROM counted), (SELECT shares FROM counted),
        (SELECT histogram_bounds::text::bigint[] FROM pg_stats
            WHERE schemaname = current_schema() AND tablename = 'archive_search' AND attname = 'place')
"""


@dataclass(frozen=True, slots=True)
class Stock:
    """How many stories are indexed, in what share of them words stand, and from where to where they lie."""

    stories: float
    #: The shares of the words that were counted; no other is more common than `least`.
    shares: Mapping[str, float]
    least: float
    #: Places from the oldest to the newest, with as many stories between any two neighbours.
    places: Sequence[int]

    def likely(self, term: Term) -> float:
        """Return in what share of stories a word should stand."""
        return max((self.shares.get(stem, 0) for stem in term.stems), default=0) or UNCOUNTED

    def at_most(self, term: Term) -> float:
        """Return in what share of stories a word stands if it is as common as it may be."""
        return max((self.shares.get(stem, self.least) for stem in term.stems), default=self.least)

    def place_of_the_newest(self, share: float, most: float) -> int | None:
        """Return from where on so great a share of all stories, the newest, lies; None if it is too great."""
        pieces = len(self.places) - 1
        return self.places[pieces - int(share * pieces) - 1] if pieces > 0 and share < most else None


class Counted:
    """The stock as PostgreSQL last took it, kept for a minute."""

    def __init__(self) -> None:
        self._stock: Stock | None = None
        self._until = 0.0

    def stock(self) -> Stock:
        """Return the stock; ask for it when it is a minute old."""
        if self._stock is None or time.monotonic() > self._until:
            self._stock, self._until = _ask(), time.monotonic() + KEPT_FOR
        return self._stock

    def forget(self) -> None:
        """Ask next time: it was just taken anew."""
        self._stock = None


counted = Counted()


@contextmanager
def looking_up() -> Iterator[None]:
    """Have words looked up by their index.

    Left to itself PostgreSQL looks into the words of each story of a span of time, one by one, though they
    lie apart: 4 s for fourteen words and a month. Here it finds rows by both indexes at once.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_indexscan = off; SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("SET LOCAL enable_indexscan TO DEFAULT; SET LOCAL enable_seqscan TO DEFAULT")


def _ask() -> Stock:
    with connection.cursor() as cursor:
        cursor.execute(COUNTED)
        stories, words, shares, places = cursor.fetchone()
    each = dict(zip(words or (), shares or (), strict=False))
    return Stock(stories, each, shares[len(each)] if each else UNCOUNTED, places or ())
