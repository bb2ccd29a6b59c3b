"""Stories that hold some of the words asked for, on SQLite: gathered word by word.

FTS5's own bm25 first walks through all that holds any of the words, only to learn how common each is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from kabar.archive.search.index import MOST_CANDIDATES, Candidate
from kabar.archive.search.weighing import WORTH, Standing

HOLDING = f"""
    SELECT place, %s AS worth FROM (
        SELECT rowid AS place FROM archive_search_words
        WHERE archive_search_words MATCH %s AND rowid >= %s AND rowid < %s
        ORDER BY rowid DESC LIMIT {MOST_CANDIDATES}
    )
"""
BEST = """
    SELECT entry.story_id, entry.place, best.score FROM (
        SELECT place, sum(worth) AS score FROM ({holding}) GROUP BY place
        ORDER BY score DESC, place DESC LIMIT %s
    ) AS best JOIN archive_search AS entry ON entry.place = best.place
"""
COLUMNS = """
    SELECT entry.story_id, headline, standfirst, names, body, exact
    FROM archive_search AS entry JOIN archive_search_words AS words ON words.rowid = entry.place
    WHERE entry.story_id IN ({})
"""


class Match(NamedTuple):
    """An expression of FTS5, what finding it tells, and between which rows it is looked for."""

    worth: float
    expression: str
    since: int
    until: int


def gathered(matches: Sequence[Match], limit: int) -> list[Candidate]:
    """Return the stories in which the most telling expressions are found, of each expression the newest."""
    if not matches:
        return []
    sql = BEST.format(holding=" UNION ALL ".join([HOLDING] * len(matches)))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*(part for match in matches for part in match), limit])
        return [Candidate(*row) for row in cursor.fetchall()]


def standing(stories: Sequence[int]) -> dict[int, Standing]:
    """Return how words stand in some stories."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS.format(", ".join(["%s"] * len(stories))), stories)
        return {story: _standing(columns) for story, *columns in cursor.fetchall()}


def _standing(columns: Sequence[str]) -> Standing:
    *fields, exact = [Counter(column.split()) for column in columns]
    stems: Counter[str] = Counter()
    for field, worth in zip(fields, WORTH, strict=True):
        stems.update({word: int(worth * often) for word, often in field.items()})
    return Standing(stems, exact, stems.total() + exact.total())
