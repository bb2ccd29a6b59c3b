"""How entries are written and found on PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from math import prod
from typing import Any

from django.db import connection

from kabar import clock
from kabar.archive.search.entry import Entry, Written
from kabar.archive.search.index import AT_WORK, Candidate, Scope, forget
from kabar.archive.search.postgresql import likely
from kabar.archive.search.postgresql.asked import bounds, limits, match, narrowed, rank
from kabar.archive.search.postgresql.counted import counted, looking_up
from kabar.archive.search.postgresql.holders import newest
from kabar.archive.search.postgresql.vectors import vector, written
from kabar.archive.search.questions import Question, Term
from kabar.archive.search.weighing import weighed

#: Worth of a hit in the body, in names, in the standfirst, in the headline.
WEIGHTS = "{0.5, 0.6, 0.6, 1.0}"
#: New words wait in a list that every search reads to its end: short as a rule, long for an archive, until
#: `take_stock`. When it is full, each word's stories go to their place in one piece, if there is memory to
#: gather them in: among a million stories, an archive costs the index a third less so.
BULK = 100
WAITING, WAITING_IN_BULK = "256kB", "32MB"
MAKE_MANY_WAIT = f"""
    SELECT set_config('gin_pending_list_limit', '{WAITING_IN_BULK}', true),
           set_config('work_mem', '{WAITING_IN_BULK}', true)
"""
#: While an archive comes in, whoever publishes a story leaves the list to the import, which empties it.
AN_ARCHIVE_COMES_IN = """(
    SELECT coalesce(bool_or(kind = 'import' AND at > %s), false)
    FROM (SELECT kind, at FROM kabar_editions_edition ORDER BY number DESC LIMIT 10) AS newest
)"""
MAKE_FEW_WAIT = f"""
    SELECT set_config('gin_pending_list_limit',
        CASE WHEN {AN_ARCHIVE_COMES_IN} THEN '{WAITING_IN_BULK}' ELSE '{WAITING}' END, true)
"""
PUT_AWAY = "SELECT gin_clean_pending_list('archive_search_words')"

COPY = "COPY archive_search (story_id, paper, section_id, place, words) FROM STDIN"
#: So many of the newest are ranked, each for the price of fetching its words; older ones follow by time.
NEWEST_RANKED = 300
NEWEST = """
    SELECT story_id, place,
        CASE WHEN row_number() OVER (ORDER BY place DESC) <= %(ranked)s
        THEN ts_rank('{weights}', words, %(rank)s::tsquery, 1) ELSE 0 END
    FROM (
        SELECT story_id, place, words FROM archive_search
        WHERE paper = %(paper)s AND words @@ %(match)s::tsquery {bounds}
        ORDER BY {order} DESC LIMIT %(limit)s
    ) AS newest ORDER BY place DESC
"""
#: Walking from the newest story to older ones, each costs five times what it costs to find one by its words,
#: for the words lie apart from the row. PostgreSQL does not know: what few stories hold is always looked up.
WALKED, LOOKED_UP, FEW_HOLD_IT = "place", "place + 0", 0.3
#: Among so many times as many of the newest stories as should do are those looked up that hold what many do,
#: unless that is so great a share of all that it spares nothing; looking up few spares nothing either.
AMPLE, MOST_OF_ALL, MANY = 1.3, 0.25, 5_000
WRITTEN = "SELECT story_id, words::text FROM archive_search WHERE story_id = ANY(%s)"


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
            if len(entries) >= BULK:
                cursor.execute(MAKE_MANY_WAIT)
            else:
                cursor.execute(MAKE_FEW_WAIT, [clock.now() - AT_WORK])
            with cursor.copy(COPY) as copy:
                copy.write(lines.encode())

    def newest(self, question: Question, scope: Scope, limit: int) -> list[Candidate]:
        """Return the newest stories that hold everything asked for."""
        stock = counted.stock()
        if prod(map(stock.likely, question.terms)) > FEW_HOLD_IT:
            return _newest(question, scope, limit, order=WALKED)
        share = prod(map(stock.at_most, question.terms))
        if share * stock.stories > MANY:
            since = stock.place_of_the_newest(AMPLE * limit / (share * stock.stories), MOST_OF_ALL)
            if since is not None and _lies_within(since, scope):
                found = _newest_since(since, question, scope, limit)
                if len(found) == limit:
                    return found
        return _newest(question, scope, limit, order=LOOKED_UP)

    def likeliest(self, question: Question, scope: Scope, limit: int) -> list[Candidate]:
        """Return the stories that hold the most telling of the words, the best first."""
        with looking_up():
            worths = likely.worths(question.wanted)
            found = likely.best(worths, question, scope, limit)
            return weighed(found, likely.standing([each.story_id for each in found], worths), worths)

    def candidates(self, worths: Mapping[Term, float], scope: Scope, limit: int) -> list[Candidate]:
        """Return the stories that hold the words worth most, whatever else they say."""
        with looking_up():
            return likely.best(worths, Question(), scope, limit)

    def written(self, stories: Collection[int], words: int) -> dict[int, Written]:
        """Return what stories say, in stems, as far as so many words."""
        with connection.cursor() as cursor:
            cursor.execute(WRITTEN, [list(stories)])
            return {story: written(text, words) for story, text in cursor.fetchall()}

    def holders(self, stems: Collection[str]) -> dict[str, int]:
        """Return in how many stories each stem stands, nearly."""
        return newest.holders(stems, counted.stock().stories)

    def put_away(self) -> None:
        """Put the waiting words into the index."""
        with connection.cursor() as cursor:
            cursor.execute(PUT_AWAY)

    def tidy(self) -> None:
        """Put waiting words into the index before an editor has to: among a million stories that is 0.3 s."""
        with connection.cursor() as cursor:
            cursor.execute(f"{PUT_AWAY} WHERE NOT {AN_ARCHIVE_COMES_IN}", [clock.now() - AT_WORK])

    def take_stock(self) -> None:
        """Put the waiting words into the index and let PostgreSQL count all there are."""
        self.put_away()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE archive_search")
        counted.forget()
        newest.forget()


def _lies_within(place: int, scope: Scope) -> bool:
    return (scope.since or 0) < place and (scope.until is None or place < scope.until)


def _newest_since(since: int, question: Question, scope: Scope, limit: int) -> list[Candidate]:
    with looking_up():
        return _newest(question, replace(scope, since=since), limit, order=LOOKED_UP)


def _newest(question: Question, scope: Scope, limit: int, *, order: str) -> list[Candidate]:
    parameters = {
        **limits(scope),
        "limit": limit,
        "match": narrowed([match(term) for term in question.wanted], question, scope),
        "rank": " | ".join(rank(term) for term in question.terms),
        "ranked": NEWEST_RANKED,
    }
    return _found(NEWEST.format(weights=WEIGHTS, bounds=bounds(scope), order=order), parameters)


def _found(sql: str, parameters: dict[str, Any]) -> list[Candidate]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [Candidate(*row) for row in cursor.fetchall()]
