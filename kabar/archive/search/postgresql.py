"""The index on PostgreSQL: a tsvector of stems and exact forms under a GIN index."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from math import log, prod
from typing import Any

from django.db import connection

from kabar import clock
from kabar.archive.search.counted import Stock, counted, looking_up, newest, rare_holders
from kabar.archive.search.entry import Entry, marks
from kabar.archive.search.index import AT_WORK, TOO_COMMON, Candidate, Scope, forget
from kabar.archive.search.questions import Phrase, Question, Term
from kabar.archive.search.vectors import vector
from kabar.archive.search.weighing import WORTH, Standing, weighed

#: Worth of a hit in the body, in names, in the standfirst, in the headline.
WEIGHTS = "{0.5, 0.6, 0.6, 1.0}"
#: The letters under which a vector keeps the fields that are not the body.
LETTERS = dict(zip("ABC", WORTH, strict=False))
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
MAKE_FEW_WAIT = f"""
    SELECT set_config('gin_pending_list_limit',
        CASE WHEN bool_or(kind = 'import' AND at > %s) THEN '{WAITING_IN_BULK}' ELSE '{WAITING}' END, true)
    FROM (SELECT kind, at FROM kabar_editions_edition ORDER BY number DESC LIMIT 10) AS newest
"""

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
#: Of so many stories that hold the most telling words it is asked whether they do so in their headlines.
MOST_BEST = 200
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

#: What each word tells, and whether it is too common to choose candidates.
Worths = dict[Term, tuple[float, bool]]


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
            worths = _worths(question.wanted)
            found = _best(worths, question, scope, limit)
            told = {term: worth for term, (worth, _common) in worths.items()}
            return weighed(found, _standing([each.story_id for each in found], told), told)

    def candidates(self, question: Question, scope: Scope, limit: int) -> list[Candidate]:
        """Return the stories that hold the most telling of the words, whatever else they say."""
        with looking_up():
            return _best(_worths(question.wanted), question, scope, limit)

    def holders(self, stems: Collection[str]) -> dict[str, int]:
        """Return in how many stories each stem stands, nearly."""
        return newest.holders(stems, counted.stock().stories)

    def put_away(self) -> None:
        """Put the waiting words into the index."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list('archive_search_words')")

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
    match = _narrowed([_match(term) for term in question.wanted], question, scope)
    rank = " | ".join(_rank(term) for term in question.terms)
    sql = NEWEST.format(weights=WEIGHTS, bounds=_bounds(scope), order=order)
    return _found(
        sql, {**_limits(scope), "limit": limit, "match": match, "rank": rank, "ranked": NEWEST_RANKED}
    )


def _best(worths: Worths, question: Question, scope: Scope, limit: int) -> list[Candidate]:
    parameters: dict[str, Any] = {**_limits(scope), "limit": limit}
    gathered, headlines = [], []
    for number, (term, (worth, common)) in enumerate(worths.items()):
        if not common:
            name, headline = f"match{number}", f"headline{number}"
            parameters[name] = _narrowed([_match(term)], question, scope)
            parameters[headline] = _match(term, "A")
            gathered.append(GATHERED.format(worth=worth, name=name, bounds=_bounds(scope)))
            headlines.append(IN_HEADLINE.format(worth=worth, name=headline))
    if not gathered:
        return []
    sql = CANDIDATES.format(
        gathered=" UNION ALL ".join(gathered), headlines=" + ".join(headlines), most=MOST_BEST
    )
    return _found(sql, parameters)


def _found(sql: str, parameters: dict[str, Any]) -> list[Candidate]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [Candidate(*row) for row in cursor.fetchall()]


def _limits(scope: Scope) -> dict[str, Any]:
    return {"paper": scope.paper, "since": scope.since, "until": scope.until}


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


def _match(term: Term, field: str = "") -> str:
    """Return a word by its stems, which stand wherever it does; a stop word stands only as written."""
    at = f":{field}" if field else ""
    return "(" + " | ".join(f"'{word}'{at}" for word in _words(term)) + ")"


def _rank(term: Term) -> str:
    """Return a word by its stems and as written, so that the exact form counts on top."""
    return " | ".join(f"'{word}'" for word in (*term.stems, f"={term.plain}"))


def _phrase(phrase: Phrase) -> str:
    """Return words in their order, each as written; stop words between them are stepped over."""
    telling = [term for term in phrase if term.stems]
    written = [f"'={term.plain}'" for term in telling or phrase]
    in_order = [" <-> ".join(_match(term) for term in telling)] if telling else []
    return "(" + " & ".join([*in_order, *written]) + ")"


def _standing(stories: Sequence[int], terms: Iterable[Term]) -> dict[int, Standing]:
    """Return how words stand in some stories."""
    stems = {stem for term in terms for stem in term.stems}
    plain = {term.plain for term in terms}
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(WORDS, [list(stories)])
        for story, length, words in cursor.fetchall():
            often = {stem: _worth(_positions(words, stem)) for stem in stems}
            written = {word: _often(words, word) for word in plain}
            found[story] = Standing(often, written, length)
    return found


def _positions(words: str, word: str) -> list[str]:
    """Return where a word stands in the text of a vector, each place with the letter of its field."""
    _before, there, after = words.partition(f"'{word}'")
    return after[1:].partition(" ")[0].split(",") if there and after[:1] == ":" else []


def _worth(positions: Iterable[str]) -> float:
    return sum(LETTERS.get(each[-1], WORTH[-1]) for each in positions)


def _often(words: str, plain: str) -> int:
    """Return how often a word stands as written; how often in the body is not kept."""
    word = f"={plain}"
    return len(_positions(words, word)) or int(f"'{word}'" in words)


def _worths(terms: Sequence[Term]) -> Worths:
    """Weigh words by the stories that hold them; the rarest is never too common."""
    stock = counted.stock()
    rare = rare_holders({stem for term in terms for stem in _words(term)} - stock.shares.keys())
    held = {term: max(_held(word, stock, rare) for word in _words(term)) for term in terms}
    rarest = min(held.values(), default=0)
    return {
        term: (round(log(1 + stock.stories / (count + 1)), 4), rarest < count > TOO_COMMON)
        for term, count in held.items()
    }


def _words(term: Term) -> Sequence[str]:
    """Return the words of the index under which a word is looked for."""
    return term.stems or (f"={term.plain}",)


def _held(word: str, stock: Stock, rare: Mapping[str, int]) -> float:
    return stock.shares[word] * stock.stories if word in stock.shares else rare[word]
