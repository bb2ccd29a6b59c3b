"""Stories that hold some of the words asked for, on PostgreSQL: gathered word by word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import Any

from django.db import connection

from kabar.archive.search.index import TOO_COMMON, Candidate, Scope
from kabar.archive.search.postgresql.asked import bounds, limits, match, narrowed, words
from kabar.archive.search.postgresql.counted import Stock, counted
from kabar.archive.search.postgresql.holders import rare_holders
from kabar.archive.search.questions import Question, Term
from kabar.archive.search.weighing import WORTH, Standing

#: The letters under which a vector keeps the fields that are not the body.
LETTERS = dict(zip("ABC", WORTH, strict=False))
#: Of so many times as many stories as are wanted it is asked whether words stand in their headlines.
BEST = 4
GATHERED = """
    (SELECT story_id, {worth}::float8 AS worth FROM archive_search
     WHERE paper = %(paper)s AND words @@ %({name})s::tsquery {bounds} ORDER BY place DESC LIMIT 1000)
"""
CANDIDATES = """
    SELECT story_id, place, score + {headlines} AS score FROM (
        SELECT story_id, place, score, words || ''::tsvector AS words FROM (
            SELECT story_id, sum(worth) AS score FROM ({gathered}) AS gathered
            GROUP BY story_id ORDER BY score DESC, story_id DESC LIMIT {most}
        ) AS best JOIN archive_search USING (story_id) OFFSET 0
    ) AS best ORDER BY score DESC, place DESC LIMIT %(limit)s
"""
#: A word tells twice as much of a story that holds it in its headline.
IN_HEADLINE = "{worth} * (words @@ %({name})s::tsquery)::int"
WORDS = "SELECT story_id, length(words), words::text FROM archive_search WHERE story_id = ANY(%s)"


def best(worths: Mapping[Term, float], question: Question, scope: Scope, limit: int) -> list[Candidate]:
    """Return the stories that hold the most telling words; ask it while `looking_up`."""
    parameters: dict[str, Any] = {**limits(scope), "limit": limit}
    gathered, headlines = [], []
    for number, (term, worth) in enumerate(worths.items()):
        name, headline = f"match{number}", f"headline{number}"
        parameters[name] = narrowed([match(term)], question, scope)
        parameters[headline] = match(term, "A")
        gathered.append(GATHERED.format(worth=round(worth, 4), name=name, bounds=bounds(scope)))
        headlines.append(IN_HEADLINE.format(worth=round(worth, 4), name=headline))
    if not gathered:
        return []
    sql = CANDIDATES.format(
        gathered=" UNION ALL ".join(gathered), headlines=" + ".join(headlines), most=BEST * limit
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [Candidate(*row) for row in cursor.fetchall()]


def worths(terms: Sequence[Term]) -> dict[Term, float]:
    """Return what each word tells, without those too common to choose candidates; the rarest never is.

    Ask it while `looking_up`.
    """
    stock = counted.stock()
    rare = rare_holders({stem for term in terms for stem in words(term)} - stock.shares.keys())
    held = {term: max(_held(word, stock, rare) for word in words(term)) for term in terms}
    rarest = min(held.values(), default=0)
    return {
        term: log(1 + stock.stories / (count + 1))
        for term, count in held.items()
        if count <= max(rarest, TOO_COMMON)
    }


def _held(word: str, stock: Stock, rare: Mapping[str, int]) -> float:
    return stock.shares[word] * stock.stories if word in stock.shares else rare[word]


def standing(stories: Sequence[int], terms: Iterable[Term]) -> dict[int, Standing]:
    """Return how words stand in some stories."""
    stems = {stem for term in terms for stem in term.stems}
    plain = {term.plain for term in terms}
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(WORDS, [list(stories)])
        for story, length, vector in cursor.fetchall():
            often = {stem: _worth(_positions(vector, stem)) for stem in stems}
            written = {word: _often(vector, word) for word in plain}
            found[story] = Standing(often, written, length)
    return found


def _positions(vector: str, word: str) -> list[str]:
    """Return where a word stands in the text of a vector, each place with the letter of its field."""
    _before, there, after = vector.partition(f"'{word}'")
    return after[1:].partition(" ")[0].split(",") if there and after[:1] == ":" else []


def _worth(positions: Iterable[str]) -> float:
    return sum(LETTERS.get(each[-1], WORTH[-1]) for each in positions)


def _often(vector: str, plain: str) -> int:
    """Return how often a word stands as written; how often in the body is not kept."""
    word = f"={plain}"
    return len(_positions(vector, word)) or int(f"'{word}'" in vector)
