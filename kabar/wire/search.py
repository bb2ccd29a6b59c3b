"""The words of wire items, where the database finds them: a column of PostgreSQL, an FTS5 table of SQLite."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from html import escape
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from kabar.stories.markup.inline import text_of
from kabar.wire.models import Item

#: Of a text without end so many different words are kept, each so long.
MOST, LONGEST = 20_000, 40
ASKED = 12
_WORD = re.compile(rf"[^\W_]{{1,{LONGEST}}}")
_ACCENTS = re.compile(r"[\u0300-\u036f]+")


def terms_of(text: str) -> list[str]:
    """Return the words of a text as they are kept and asked for: each once, small, without accents."""
    plain = text.casefold()
    if not plain.isascii():
        plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
    return list(dict.fromkeys(_WORD.findall(plain)))


def everything_of(item: Item) -> str:
    """Return all that an item says in words: its text, and what stands over and beside it."""
    said: dict[str, Any] = item.said
    named = [each.get("name", "") for part in ("subjects", "places") for each in said.get(part) or []]
    captions = [each.get("caption", "") for each in said.get("pictures") or []]
    plain = [str(said.get(name) or "") for name in ("summary", "subheadline", "dateline", "credit")]
    lists = [str(each) for name in ("bylines", "keywords", "notes") for each in said.get(name) or []]
    head = [item.headline, item.slugline, item.provider, item.place]
    return "\n".join([*head, *plain, *lists, *named, *captions, _text_of(said)])


def _text_of(said: dict[str, Any]) -> str:
    """Return the words of an item's text, cleaned at once: where paragraphs end is nothing to a search."""
    written: list[str] = []
    for block in said.get("blocks") or []:
        value = block["value"]
        if isinstance(value, str):
            written.append(value)
        else:
            written += [*value.get("items", []), escape(str(value.get("text", "")))]
    return text_of("<br/>".join(written))


def keep_words(items: Iterable[Item]) -> None:
    """Keep the words of items that are in the database."""
    rows = [(item.pk, " ".join(terms_of(everything_of(item))[:MOST])) for item in items]
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "UPDATE kabar_wire_item SET words = array_to_tsvector(string_to_array(said.words, ' '))"
                " FROM unnest(%s::bigint[], %s::text[]) AS said(item, words)"
                " WHERE kabar_wire_item.id = said.item",
                [[pk for pk, _words in rows], [words for _pk, words in rows]],
            )
        else:
            cursor.executemany("INSERT OR REPLACE INTO wire_words (rowid, words) VALUES (%s, %s)", rows)


def forget_words(items: Collection[int]) -> None:
    """Forget the words of items that go; on PostgreSQL they go with their row."""
    if connection.vendor == "sqlite" and items:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM wire_words WHERE rowid = %s", [(pk,) for pk in items])


def holding(items: QuerySet[Item], words: str) -> QuerySet[Item]:
    """Return the items that hold all of some words, or words that begin with them.

    Those that match are found by their words first: to walk through all items from the newest would take long
    where few match.
    """
    terms = terms_of(words)[:ASKED]
    if not terms:
        return items.none()
    if connection.vendor == "postgresql":
        match = " & ".join(f"'{term}':*" for term in terms)
        inside = "SELECT id FROM kabar_wire_item WHERE words @@ %s::tsquery OFFSET 0"
    else:
        match = " ".join(f'"{term}"*' for term in terms)
        inside = "SELECT rowid FROM wire_words WHERE wire_words MATCH %s"
    return items.extra(where=[f"kabar_wire_item.id IN ({inside})"], params=[match])
