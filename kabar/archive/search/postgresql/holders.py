"""In how many stories words stand, on PostgreSQL, whose statistics hold only the commonest."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping

from django.db import connection

from kabar.archive.search.postgresql.counted import KEPT_FOR, looking_up

#: All words of so many of the newest stories are counted, which takes a fifth of a second, and holds so many
#: seconds. A word that none of them holds is counted by itself, up to a number that tells enough.
NEWEST, NEWEST_KEPT_FOR, YOUNG, RARE = 3_000, 3600.0, 100, 300
NEWEST_HELD = """
    SELECT word, ndoc FROM ts_stat(
        'SELECT words FROM archive_search ORDER BY place DESC LIMIT {}'
    ) WHERE left(word, 1) NOT IN ('=', '#')
"""
NEWEST_STORIES = "SELECT count(*) FROM (SELECT FROM archive_search ORDER BY place DESC LIMIT %s) AS newest"
RARE_HELD = f"""
    SELECT word, (
        SELECT count(*) FROM (
            SELECT FROM archive_search WHERE words @@ quote_literal(word)::tsquery LIMIT {RARE}
        ) AS holding
    ) FROM unnest(%s::text[]) AS word
"""


class Newest:
    """How many of the newest stories hold each of their words."""

    def __init__(self) -> None:
        self._held: Mapping[str, int] = {}
        self._stories = 0
        self._until = 0.0

    def holders(self, stems: Collection[str], stories: float) -> dict[str, int]:
        """Return in how many of all stories each stem stands, as the newest let it be known."""
        if time.monotonic() > self._until:
            self._look_again()
        share = max(stories / max(self._stories, 1), 1.0)
        with looking_up():
            rare = rare_holders([stem for stem in stems if stem not in self._held])
        return {stem: round(share * self._held[stem]) for stem in stems if stem in self._held} | rare

    def forget(self) -> None:
        """Look again next time: many stories were written."""
        self._until = 0.0

    def _look_again(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(NEWEST_STORIES, [NEWEST])
            self._stories = cursor.fetchone()[0]
            cursor.execute(NEWEST_HELD.format(NEWEST))
            self._held = dict(cursor.fetchall())
        self._until = time.monotonic() + _holds_for(self._stories)


newest = Newest()


def _holds_for(stories: int) -> float:
    """Return for how many seconds holds what was learned of so many stories: in a young paper for none."""
    return NEWEST_KEPT_FOR if stories == NEWEST else KEPT_FOR if stories > YOUNG else 0.0


def rare_holders(stems: Collection[str]) -> dict[str, int]:
    """Return in how many stories each of some rare stems stands; ask it while `looking_up`."""
    if not stems:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(RARE_HELD, [list(stems)])
        return dict(cursor.fetchall())
