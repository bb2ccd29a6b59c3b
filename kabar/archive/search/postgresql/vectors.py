"""An entry as PostgreSQL keeps it: the text of a tsvector."""

from __future__ import annotations

import re

from kabar.archive.search.entry import Entry, Pairs, Written, marks, stemmed

#: PostgreSQL remembers no position beyond this; between two fields no phrase can stand.
LAST_POSITION, GAP = 16_383, 20
#: A stem with its places, as PostgreSQL writes a vector.
PLACED = re.compile(r"'([^'=#]+)':(\S+)")


def vector(entry: Entry) -> str:
    """Return an entry as a tsvector is written: stems, exact forms behind `=`, marks behind `#`."""
    placed: dict[str, str] = {}
    text, at = entry.text, 0
    headline, body = stemmed(text.headline, entry.language), stemmed(text.body, entry.language)
    names, standfirst = stemmed(text.names, entry.language), stemmed(text.standfirst, entry.language)
    for pairs, weight in ((headline, "A"), (standfirst, "B"), (names, "C"), (body, "")):
        at = _lay_out(placed, pairs, at, weight) + GAP
    exact = {plain for plain, stem in body if stem} | {plain for plain, stem in headline if not stem}
    bare = [word for plain in exact if (word := f"={plain}") not in placed]
    bare += [f"#{mark}" for mark in marks(entry.paper, entry.section_id)]
    words = [f"'{word}':{where}" for word, where in placed.items()]
    return " ".join([*words, *(f"'{word}'" for word in bare)])


def written(text: str, words: int) -> Written:
    """Return what the text of a vector says in its first words; those of names are left out."""
    placed = dict(PLACED.findall(text))
    # Most words stand once, and in the body, whose places carry no letter.
    once = {stem for stem, where in placed.items() if where.isdigit()}
    times = {stem: 1 for stem in once if int(placed[stem]) <= words}
    for stem in placed.keys() - once:
        places = [place for place in placed[stem].split(",") if place[-1] != "C"]
        if often := sum(int(place.rstrip("AB")) <= words for place in places):
            times[stem] = often
    return Written(frozenset(stem for stem in placed.keys() - once if "A" in placed[stem]), times)


def _lay_out(placed: dict[str, str], pairs: Pairs, at: int, weight: str) -> int:
    """Note where each stem stands, outside the body the exact form as well; return the last place."""
    for plain, stem in pairs:
        if stem:
            at += 1
            where = f"{at if at < LAST_POSITION else LAST_POSITION}{weight}"
            for word in (stem, f"={plain}") if weight else (stem,):
                before = placed.get(word)
                placed[word] = f"{before},{where}" if before else where
    return at
