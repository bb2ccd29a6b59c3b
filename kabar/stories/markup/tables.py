"""A table of HTML becomes a table of text cells."""

from __future__ import annotations

from typing import Any

from kabar.stories.markup.words import Element, outermost, said

WIDEST = 40


def table_block(element: Element, caption: str) -> dict[str, Any] | None:
    """Return the table block of a table, or None for one that says nothing."""
    own = element.find("caption")
    own_rows = [row for row in outermost(element, "tr", "table") if row.tag == "tr"]
    rows = [_cells(row) for row in own_rows]
    rows = [row for row in rows if any(row)]
    if not rows:
        return None
    width = min(max(len(row) for row in rows), WIDEST)
    first = own_rows[0]
    headed = first.find("th") is not None and first.find("td") is None
    head = rows.pop(0) if headed else []
    value = {
        "columns": [{"type": "text", "heading": _at(head, place)} for place in range(width)],
        "rows": [{"values": [_at(row, place) for place in range(width)]} for row in rows],
        "caption": caption or (said(own) if own is not None else ""),
    }
    return {"type": "table", "value": value}


def _cells(row: Element) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag in ("td", "th"):
            cells.append(said(cell))
            cells += [""] * (_span(cell) - 1)
    return cells


def _span(cell: Element) -> int:
    said = cell.get("colspan", "1")
    return min(max(int(said[:4]), 1), WIDEST) if said.isascii() and said.isdigit() else 1


def _at(row: list[str], place: int) -> str:
    return row[place] if place < len(row) else ""
