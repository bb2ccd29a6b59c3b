"""The index on PostgreSQL: a tsvector of stems and exact forms under a GIN index."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from math import log, prod
from typing import Any

from django.db import connection

from kabar.archive.search.entry import Entry, marks
from kabar.archive.search.index import TOO_COMMON, Candidate, Scope, forget
from kabar.archive.search.questions import Phrase, Question, Term
from kabar.archive.search.vectors import vector

#: Worth of a hit in the body, in names, in the standfirst, in the headline; and of there being one at all.
WEIGHTS, PRESENCE = "{0.5, 0.6, 0.6, 1.0}", 0.25
#: How many of the stories gathered word by word are ranked with care.
MOST_RANKED = 200
#: The share of stories a word is taken to be in when the database has not counted it.
UNCOUNTED = 0.0005

#: New words wait in a list that every search reads to its end: short as a rule, long for an archive,
#: which is put in many times faster so, until `take_stock`.
BULK = 100
WAITING, WAITING_IN_BULK = "256kB", "8MB"

COPY = "COPY archive_search (story_id, paper, section_id, place, words) FROM STDIN"
NEWEST = """
    SELECT story_id, place, ts_rank('{weights}', words, %(rank)s::tsquery, 1) FROM (
        SELECT story_id, place, words FROM archive_search
        WHERE paper = %(paper)s AND words @@ %(match)s::tsquery {bounds}
        ORDER BY {order} DESC LIMIT %(limit)s
    ) AS newest
"""
#: Walking from the newest story to older ones, each costs five times what it costs to find one by its words,
#: for the words lie apart from the row. PostgreSQL does not know: what few stories hold is always looked up.
WALKED, LOOKED_UP, FEW_HOLD_IT = "place", "place + 0", 0.1
GATHERED = """
    (SELECT story_id, {worth}::float8 AS worth FROM archive_search
     WHERE paper = %(paper)s AND words @@ %({name})s::tsquery {bounds} ORDER BY place DESC LIMIT 1000)
"""
LIKELIEST = """
    WITH gathered AS ({gathered}),
    best AS (
        SELECT story_id FROM gathered GROUP BY story_id ORDER BY sum(worth) DESC, story_id DESC LIMIT {ranked}
    )
    SELECT story_id, place, {rank} AS score FROM (
        SELECT story_id, place, words || ''::tsvector AS words
        FROM best JOIN archive_search USING (story_id) OFFSET 0
    ) AS ranked ORDER BY score DESC, place DESC LIMIT %(limit)s
"""
RANK = (
    "{worth} * ({presence} * (words @@ %({name})s::tsquery)::int"
    " + ts_rank('{weights}', words, %({name})s::tsquery, 1))"
)
COUNTED = """
    SELECT word, share, (SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = 'archive_search'::regclass)
    FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS counted(word, share)
    WHERE schemaname = current_schema() AND tablename = 'archive_search' AND attname = 'words'
    AND word = ANY(%s)
"""


class PostgresIndex:
    """Words of stories in a tsvector."""

    lay_out = staticmethod(vector)

    def write(self, entries: Sequence[Entry], laid_out: Iterable[str]) -> None:
        """Put entries in, in the place of earlier ones of the same stories."""
        # Words are letters and digits, so nothing in a line needs escaping; all lines go off at once.
        lines = "".join(
            f"{entry.story_id}\t{entry.paper}\t{entry.section_id}\t{entry.place}\t{words}\n"
            for entry, words in zip(entries, laid_out, strict=True)
        )
        forget(entry.story_id for entry in entries)
        with connection.cursor() as cursor:
            waiting = WAITING_IN_BULK if len(entries) >= BULK else WAITING
            cursor.execute("SELECT set_config('gin_pending_list_limit', %s, true)", [waiting])
            with cursor.copy(COPY) as copy:
                copy.write(lines.encode())

    def newest(self, question: Question, scope: Scope, limit: int) -> list[Candidate]:
        """Return the newest stories that hold everything asked for."""
        match = _narrowed([_match(term) for term in question.wanted], question, scope)
        rank = " | ".join(_rank(term) for term in question.terms)
        order = WALKED if _is_walked_for(question.terms) else LOOKED_UP
        sql = NEWEST.format(weights=WEIGHTS, bounds=_bounds(scope), order=order)
        return _found(sql, {**_limits(scope, limit), "match": match, "rank": rank})

    def likeliest(self, question: Question, scope: Scope, limit: int) -> list[Candidate]:
        """Return the stories that hold the most telling of the words, the best first."""
        worths = _worths(question.wanted)
        parameters = _limits(scope, limit)
        gathered, ranks = [], []
        for number, term in enumerate(question.wanted):
            worth, common = worths[term]
            parameters[f"rank{number}"] = _rank(term)
            ranks.append(RANK.format(worth=worth, presence=PRESENCE, weights=WEIGHTS, name=f"rank{number}"))
            if not common:
                parameters[f"match{number}"] = _narrowed([_match(term)], question, scope)
                gathered.append(GATHERED.format(worth=worth, name=f"match{number}", bounds=_bounds(scope)))
        if not gathered:
            return []
        sql = LIKELIEST.format(
            gathered=" UNION ALL ".join(gathered), rank=" + ".join(ranks), ranked=MOST_RANKED
        )
        return _found(sql, parameters)

    def holders(self, stems: Collection[str]) -> dict[str, int]:
        """Return in how many stories each of the commoner stems stands; rare ones were not counted."""
        with connection.cursor() as cursor:
            cursor.execute(COUNTED, [sorted(stems)])
            return {stem: round(share * stories) for stem, share, stories in cursor.fetchall()}

    def take_stock(self) -> None:
        """Let PostgreSQL count the words and put the waiting ones into the index."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list('archive_search_words')")
            cursor.execute("ANALYZE archive_search")


def _found(sql: str, parameters: dict[str, Any]) -> list[Candidate]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [Candidate(*row) for row in cursor.fetchall()]


def _limits(scope: Scope, limit: int) -> dict[str, Any]:
    return {"paper": scope.paper, "since": scope.since, "until": scope.until, "limit": limit}


def _bounds(scope: Scope) -> str:
    since = "AND place >= %(since)s" if scope.since is not None else ""
    until = "AND place < %(until)s" if scope.until is not None else ""
    return f"{since} {until}"


def _narrowed(parts: Iterable[str], question: Question, scope: Scope) -> str:
    """Return the whole tsquery: what is asked, the phrases, the section, and what must not be there."""
    parts = [*parts, *map(_phrase, question.phrases)]
    parts += [f"'#{mark}'" for mark in marks(scope.paper, scope.section_id)[1:]]
    parts += [f"!{_match(each[0]) if len(each) == 1 else _phrase(each)}" for each in question.unwanted]
    return " & ".join(parts)


def _match(term: Term) -> str:
    """Return a word by its stems, which stand wherever it does; a stop word stands only as written."""
    return "(" + " | ".join(f"'{stem}'" for stem in term.stems or (f"={term.plain}",)) + ")"


def _rank(term: Term) -> str:
    """Return a word by its stems and as written, so that the exact form counts on top."""
    return " | ".join(f"'{word}'" for word in (*term.stems, f"={term.plain}"))


def _phrase(phrase: Phrase) -> str:
    """Return words in their order, each as written; stop words between them are stepped over."""
    telling = [term for term in phrase if term.stems]
    written = [f"'={term.plain}'" for term in telling or phrase]
    in_order = [" <-> ".join(_match(term) for term in telling)] if telling else []
    return "(" + " & ".join([*in_order, *written]) + ")"


def _is_walked_for(terms: Sequence[Term]) -> bool:
    """Say whether so many stories hold all of the words that the newest of them are soon found by walking."""
    shares, _ = _counted(terms)
    return prod(shares.values()) > FEW_HOLD_IT


def _worths(terms: Sequence[Term]) -> dict[Term, tuple[float, bool]]:
    """Return what each word tells, and whether it is too common to choose candidates; the rarest never is."""
    shares, stories = _counted(terms)
    rarest = min(shares.values(), default=0)
    return {
        term: (round(log(1 + 1 / share), 4), share > rarest and share * stories > TOO_COMMON)
        for term, share in shares.items()
    }


def _counted(terms: Sequence[Term]) -> tuple[dict[Term, float], float]:
    """Return in what share of stories each word is, as last counted, and how many stories there are."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [sorted({stem for term in terms for stem in term.stems})])
        rows = cursor.fetchall()
    counted = {word: share for word, share, _ in rows}
    shares = {term: max((counted.get(stem, 0) for stem in term.stems), default=0) for term in terms}
    return {term: share or UNCOUNTED for term, share in shares.items()}, rows[0][2] if rows else 1
