"""How entries are written and found on SQLite."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import connection

from kabar.archive.search.entry import Entry, Written
from kabar.archive.search.index import TOO_COMMON, Candidate, Scope, forget
from kabar.archive.search.questions import Question, Term
from kabar.archive.search.sqlite import likely
from kabar.archive.search.sqlite.asked import bounds, either, narrowed, spelled
from kabar.archive.search.sqlite.columns import columns
from kabar.archive.search.sqlite.sampled import sampled
from kabar.archive.search.weighing import WORTH, weighed

COLUMNS = ("headline", "standfirst", "names", "body", "exact", "marks")
#: How much a hit is worth in each column.
WEIGHTS = ", ".join(map(str, (*WORTH, 1, 0)))
#: What a word's standing in a field is worth where hits are not counted; and a common word's share of that.
IN_FIELD, OF_COMMON = {"headline": 6.0, "{standfirst names}": 3.0}, 0.2
#: How often pieces of the index are joined at one go.
MOST_MERGES = 2_000

ENTER = "INSERT INTO archive_search (story_id, paper, section_id, place) VALUES (%s, %s, %s, %s)"
INSERT = f"INSERT INTO archive_search_words (rowid, {', '.join(COLUMNS)}) VALUES (%s{', %s' * len(COLUMNS)})"
FOUND = f"""
    SELECT entry.story_id, entry.place, found.score FROM (
        SELECT rowid AS place, -bm25(archive_search_words, {WEIGHTS}) AS score FROM archive_search_words
        WHERE archive_search_words MATCH %s AND rowid >= %s AND rowid < %s
        ORDER BY rowid DESC LIMIT %s
    ) AS found JOIN archive_search AS entry ON entry.place = found.place
"""
PLACES = """
    SELECT entry.story_id, entry.place FROM (
        SELECT rowid AS place FROM archive_search_words
        WHERE archive_search_words MATCH %s AND rowid >= %s AND rowid < %s ORDER BY rowid DESC LIMIT %s
    ) AS found JOIN archive_search AS entry ON entry.place = found.place
"""
STANDING = (
    "SELECT rowid FROM archive_search_words WHERE archive_search_words MATCH %s AND rowid BETWEEN %s AND %s"
)
WRITTEN = "headline, headline || ' ' || standfirst || ' ' || body"


class SqliteIndex:
    """Words of stories in FTS5."""

    lay_out = staticmethod(columns)

    def write(self, entries: Sequence[Entry], laid_out: Iterable[list[int | str]]) -> None:
        """Put entries in, in the place of earlier ones of the same stories."""
        forget(entry.story_id for entry in entries)
        rows = [(entry.story_id, entry.paper, entry.section_id, entry.place) for entry in entries]
        with connection.cursor() as cursor:
            cursor.executemany(ENTER, rows)
            cursor.executemany(INSERT, list(laid_out))

    def newest(self, question: Question, scope: Scope, limit: int) -> list[Candidate]:
        """Return the newest stories that hold everything asked for."""
        asked = narrowed(" AND ".join(map(either, question.wanted)), question, scope)
        common = {term for term, held in likely.holders(question.terms).items() if held > TOO_COMMON}
        if common:
            return _weighed(question, common, _places(asked, scope, limit))
        return _found(asked, scope, limit)

    def likeliest(self, question: Question, scope: Scope, limit: int) -> list[Candidate]:
        """Return the stories that hold some of the more telling words, the best first."""
        worths = likely.worths(question.wanted)
        found = likely.best(worths, question, scope, limit)
        return weighed(found, likely.standing([each.story_id for each in found]), worths)

    def candidates(self, worths: Mapping[Term, float], scope: Scope, limit: int) -> list[Candidate]:
        """Return the stories that hold the words worth most, whatever else they say."""
        return likely.best(worths, Question(), scope, limit)

    def written(self, stories: Collection[int], words: int) -> dict[int, Written]:
        """Return what stories say, in stems, as far as so many words."""
        return {
            story: Written(frozenset(headline.split()), Counter(said.split()[:words]))
            for story, headline, said in likely.rows(WRITTEN, stories)
        }

    def holders(self, stems: Collection[str]) -> dict[str, int]:
        """Return in how many stories each stem stands, nearly."""
        return sampled.holders(stems)

    def put_away(self) -> None:
        """Do nothing: no word waits here."""

    def tidy(self) -> None:
        """Do nothing: no word waits here."""

    def take_stock(self) -> None:
        """Join what was written into fewer pieces, a little at a time so that nobody waits to write."""
        with connection.cursor() as cursor:
            for _ in range(MOST_MERGES):
                before = connection.connection.total_changes
                cursor.execute(
                    "INSERT INTO archive_search_words (archive_search_words, rank) VALUES ('merge', 500)"
                )
                if connection.connection.total_changes - before < 2:
                    break
        sampled.forget()


def _found(match: str, scope: Scope, limit: int) -> list[Candidate]:
    with connection.cursor() as cursor:
        cursor.execute(FOUND, [match, *bounds(scope), limit])
        return [Candidate(*row) for row in cursor.fetchall()]


def _places(match: str, scope: Scope, limit: int) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(PLACES, [match, *bounds(scope), limit])
        return cursor.fetchall()


def _weighed(question: Question, common: Collection[Term], found: list[tuple[int, int]]) -> list[Candidate]:
    """Return findings weighed by the fields their words stand in.

    BM25 would first walk through all that holds a word, only to learn that a common one tells nothing.
    """
    if not found:
        return []
    lowest, highest = found[-1][1], found[0][1]
    # Beside a rarer word, a common one need not be looked for where that is not.
    beside = "".join(f" AND {either(term)}" for term in question.wanted if term not in common)
    worth: dict[int, float] = defaultdict(float)
    with connection.cursor() as cursor:
        for term in question.terms:
            share = OF_COMMON if term in common else 1.0
            for field, weight in IN_FIELD.items():
                cursor.execute(STANDING, [f"{field} : {spelled(term)}{beside}", lowest, highest])
                for (place,) in cursor.fetchall():
                    worth[place] += share * weight
    return [Candidate(pk, place, 1.0 + worth[place]) for pk, place in found]
