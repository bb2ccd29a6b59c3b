"""Stories that hold some of the words asked for, on SQLite: gathered word by word.

FTS5's own bm25 first walks through all that holds any of the words, only to learn how common each is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import log
from typing import Any, NamedTuple

from django.db import connection

from kabar.archive.search.index import MOST_CANDIDATES, TOO_COMMON, Candidate, Scope
from kabar.archive.search.questions import Question, Term
from kabar.archive.search.sqlite.asked import bounds, narrowed, spelled, words
from kabar.archive.search.sqlite.sampled import sampled
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
ROWS = """
    SELECT entry.story_id, {columns}
    FROM archive_search AS entry JOIN archive_search_words AS words ON words.rowid = entry.place
    WHERE entry.story_id IN ({stories})
"""
#: Where a word tells of a story, one of its headline twice.
TELLING = ("{headline standfirst names body exact}", "headline")


class Match(NamedTuple):
    """An expression of FTS5, what finding it tells, and between which rows it is looked for."""

    worth: float
    expression: str
    since: int
    until: int


def best(worths: Mapping[Term, float], question: Question, scope: Scope, limit: int) -> list[Candidate]:
    """Return the stories that hold the most telling words, the best first."""
    matches = [
        Match(worth, narrowed(f"{field} : {spelled(term)}", question, scope), *bounds(scope))
        for term, worth in worths.items()
        for field in TELLING
    ]
    return _gathered(matches, limit)


def _gathered(matches: Sequence[Match], limit: int) -> list[Candidate]:
    """Return the stories in which the most telling expressions are found, of each expression the newest."""
    if not matches:
        return []
    sql = BEST.format(holding=" UNION ALL ".join([HOLDING] * len(matches)))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*(part for match in matches for part in match), limit])
        return [Candidate(*row) for row in cursor.fetchall()]


def standing(stories: Sequence[int]) -> dict[int, Standing]:
    """Return how words stand in some stories."""
    found = rows("headline, standfirst, names, body, exact", stories)
    return {story: _standing(columns) for story, *columns in found}


def rows(columns: str, stories: Collection[int]) -> list[tuple[Any, ...]]:
    """Return the numbers of stories with these columns of their words."""
    with connection.cursor() as cursor:
        sql = ROWS.format(columns=columns, stories=", ".join(["%s"] * len(stories)))
        cursor.execute(sql, list(stories))
        return cursor.fetchall()


def _standing(columns: Sequence[str]) -> Standing:
    *fields, exact = [Counter(column.split()) for column in columns]
    stems: Counter[str] = Counter()
    for field, worth in zip(fields, WORTH, strict=True):
        stems.update({word: worth * often for word, often in field.items()})
    return Standing(stems, exact, sum(field.total() for field in fields) + exact.total())


def holders(terms: Iterable[Term]) -> dict[Term, int]:
    """Return in how many stories each word stands at most, nearly: by its stems, a stop word as written."""
    asked = list(terms)
    held = sampled.holders({word for term in asked for word in words(term)})
    return {term: sum(held[word] for word in words(term)) for term in asked}


def worths(terms: Iterable[Term]) -> dict[Term, float]:
    """Return what each word tells, without those too common to choose candidates; the rarest never is."""
    held = holders(terms)
    rarest = min(held.values(), default=0)
    most = max(sampled.stories, 1)
    return {
        term: log(1 + most / (count + 1)) for term, count in held.items() if count <= max(rarest, TOO_COMMON)
    }
