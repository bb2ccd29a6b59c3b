"""Rows of a table, whatever it is kept in: CSV, JSON lines, or arrays of a JSON file of any length."""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from kabar.wire.importers import json_stream, lines
from kabar.wire.reports import ImportRefused

Row = dict[str, Any]
CSV, JSONL, JSON = "csv", "jsonl", "json"
#: No story is as long as this; Python's own limit is shorter than many.
LONGEST_FIELD = 16 * 1024 * 1024
SNIFFED = 64 * 1024


class Uneven(ValueError):
    """A row that has more or fewer columns than its table."""


def kind_of(file: Path) -> str:
    """Return what a file is by its name, or else by how it begins."""
    for suffix in reversed(file.suffixes):
        if suffix.lower() in (".csv", ".tsv"):
            return CSV
        if suffix.lower() in (".jsonl", ".ndjson"):
            return JSONL
        if suffix.lower() == ".json":
            return JSON
    with lines.opened(file) as stream:
        begins = stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return JSON if begins in (b"{", b"[") else CSV


def rows_of(
    file: Path, kind: str, at: Sequence[str], needed: Sequence[str] = ()
) -> Iterator[tuple[int, Any]]:
    """Yield the rows with their line, or their number in an array; what is no row is given as it is."""
    if kind == CSV:
        with lines.opened(file) as stream:
            text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="strict", newline="")
            yield from of_csv(text, str(file), needed)
    elif kind == JSONL:
        for number, line in lines.numbered(file):
            if line is None or line.strip():
                yield number, _parsed(line)
    else:
        yield from _of_json(file, at)


def _of_json(file: Path, at: Sequence[str]) -> Iterator[tuple[int, Any]]:
    """Yield the objects of the array that stands at a path; one object alone is a table of one row."""
    wanted, found = tuple(at), 0
    for _path, row in json_stream.rows(file, lambda path: True if path == wanted else None):
        found += 1
        yield found, row
    if not found and not wanted:
        with lines.opened(file) as stream:
            data = stream.read(json_stream.LONGEST_ITEM)
        row = _parsed(data)
        if isinstance(row, dict):
            yield 1, row


def _parsed(line: bytes | None) -> Any:
    try:
        return json_stream.scrubbed(json.loads(line or b""))
    except (ValueError, RecursionError) as error:
        return Uneven(f"not JSON: {error}")


def of_csv(text: TextIO, name: str, needed: Sequence[str]) -> Iterator[tuple[int, Row | Uneven]]:
    """Yield the rows of a CSV with the line each ends on; refuse a table that lacks a column.

    A quote that is never closed swallows what follows: such a row has too few columns, and is no row.
    """
    csv.field_size_limit(LONGEST_FIELD)
    try:
        head = text.read(SNIFFED)
        reader = csv.reader(_Behind(head, text), delimiter=_delimiter(head))
        columns = [column.strip() for column in next(reader, [])]
        for column in needed:
            if column not in columns:
                raise ImportRefused(
                    f"{name}:1: no column is called {column!r}; there are {', '.join(columns)}"
                )
        for cells in reader:
            if cells and len(cells) != len(columns):
                yield reader.line_num, Uneven(f"{len(cells)} columns instead of {len(columns)}")
            elif cells:
                yield reader.line_num, json_stream.scrubbed(dict(zip(columns, cells, strict=True)))
    except csv.Error as error:
        raise ImportRefused(f"{name}:{reader.line_num}: not CSV: {error}") from None
    except UnicodeDecodeError as error:
        raise ImportRefused(f"{name}: not UTF-8: {error.reason}; save it as UTF-8") from None
    except (EOFError, OSError, zlib.error, zipfile.BadZipFile) as error:
        raise ImportRefused(f"{name}: damaged or cut off: {error}") from None


def _delimiter(head: str) -> str:
    """Return what parts the columns: whatever of the three the first line has most of."""
    first = head.partition("\n")[0]
    return max((",", ";", "\t"), key=first.count)


class _Behind:
    """The lines of a text of which the beginning was read already."""

    def __init__(self, head: str, rest: TextIO) -> None:
        self.head, self.rest = io.StringIO(head, newline=""), rest

    def __iter__(self) -> Iterator[str]:
        for line in self.head:
            yield line if line.endswith("\n") else line + self.rest.readline()
        yield from self.rest
