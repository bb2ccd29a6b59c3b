"""Paragraphs and tables that were set with blanks and line ends inside one element, as on a typewriter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Element = Any
#: An indent that begins a paragraph, and a gap that parts columns.
INDENTED = re.compile(r" {2,12}\S")
COLUMNS, WIDE = re.compile(r"\S {2,}\S"), re.compile(r"[^\s.?!:;,] {3,}\S")
RULE = re.compile(r"[-=_*]{4,}")
#: So many lines with wide gaps make a table.
FEWEST = 3


def parted(root: Element) -> None:
    """Give every paragraph of a tree that holds several an element for each of them."""
    for element in list(root.iter("p")):
        text = element.text or ""
        if len(element) or text.count("\n") < 2 or element.getparent() is None:
            continue
        found = list(paragraphs_of(text))
        if len(found) > 1 or len(found[0] if found else ()) > 1:
            _set_apart(element, found)


def _set_apart(element: Element, found: list[list[str]]) -> None:
    """Put each paragraph into an element of its own; its lines stay apart."""
    parent, tail, after = element.getparent(), element.tail, element
    element.text, element.tail = "", None
    for number, lines in enumerate(found):
        if number:
            made = element.makeelement("p")
            after.addnext(made)
            after = made
        after.text = lines[0]
        for line in lines[1:]:
            after.append(element.makeelement("br"))
            after[-1].tail = line
    after.tail = (after.tail or "") + (tail or "") if parent is not None else None


def paragraphs_of(text: str) -> Iterator[list[str]]:
    """Yield paragraphs, each as the lines it must keep: one, or as many as a table has.

    A text that was only broken to fit is one paragraph: its lines all begin at one margin.
    """
    rows = [row.rstrip() for row in text.expandtabs(4).split("\n")]
    said = [row for row in rows[1:] if row]
    tabled = sum(bool(WIDE.search(row)) for row in rows) >= FEWEST
    indented = any(INDENTED.match(row) for row in said) and any(not row.startswith(" ") for row in said)
    if not (tabled or indented):
        yield [" ".join(text.split())]
        return
    marked = [
        (row, tabled and bool(COLUMNS.search(row.strip()))) for row in rows if not RULE.fullmatch(row.strip())
    ]
    gathered: list[str] = []
    table = False
    for place, (row, columns) in enumerate(marked):
        heads = tabled and not columns and marked[place + 1 : place + 2] and marked[place + 1][1]
        if not row.strip() or columns != table or heads or row.startswith("   "):
            yield from _set(gathered, table)
            gathered = []
        table = columns
        if row.strip():
            gathered.append(" ".join(row.split()))
    yield from _set(gathered, table)


def _set(gathered: list[str], table: bool) -> Iterator[list[str]]:
    if gathered:
        yield gathered if table else [" ".join(gathered)]
