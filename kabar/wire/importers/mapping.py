"""Which column of a table is which field of a story: a small toml, of the publisher's or one that ships."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kabar import clock
from kabar.wire.importers import dates
from kabar.wire.reports import ImportRefused

SHIPPED = Path(__file__).parent / "mappings"
FIELDS = frozenset({
    "key", "title", "kicker", "standfirst", "body", "section", "topics", "authors", "published", "updated",
    "state", "url", "slug", "language", "place", "distributor", "picture", "picture_caption",
})  # fmt: skip
SETTINGS = frozenset(["column", "split", "format", "values", "default", "each", "join", "linked"])
TOP = ("rows", "linked", "body", "zone", "site", "source", "fields")
BODIES = ("html", "text", "lexical", "mobiledoc")
#: What a state may be called in a table without `values`; anything else is a draft.
LIVE = frozenset(["published", "publish", "live", "public", "true", "1", "yes", "confirmed", "ya", "terbit"])


class Unfit(ValueError):
    """A value that cannot be what its field needs; the message names the column."""


@dataclass(frozen=True, slots=True)
class Column:
    """Where a field's value stands and how it is read."""

    name: str
    column: str = ""
    split: str = ""
    format: str = ""
    each: str = ""
    join: str = ""
    default: str = ""
    linked: str = ""
    optional: bool = False
    values: Map[str, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where the value stands in a row; what linked objects say of it was laid beside the column."""
        return f"{self.column}#{self.linked}" if self.linked else self.column

    def said(self, row: Any) -> Any:
        """Return the value of a row; the default when it has none."""
        value = at_path(row, self.place) if self.column else None
        return self.default if value in (None, "", [], {}) else value

    def text(self, row: Any) -> str:
        """Return the value as text; raise Unfit when it is none."""
        value = self.said(row)
        if isinstance(value, list) and self.linked:
            value = value[0]
        if isinstance(value, list):
            value = self.join.join(str(at_path(each, self.each) or "") for each in value)
        if isinstance(value, dict):
            raise Unfit(f"{self.column}: not text but an object; name what in it: {', '.join(value)[:80]}")
        text = "" if value is None else str(value).strip()
        return self._valued(text)

    def _valued(self, text: str) -> str:
        """Return what a value means here; `*` in the mapping stands for any that is not named."""
        return self.values.get(text, self.values.get("*", text) if text else text)

    def texts(self, row: Any) -> list[str]:
        """Return the value as several texts: a list, or a text that is split."""
        value = self.said(row)
        if isinstance(value, str) and self.split == "json":
            value = _listed(value)
        if isinstance(value, str):
            value = value.split(self.split) if self.split else [value]
        found = value if isinstance(value, list) else [value]
        said = (at_path(each, self.each) if self.each else each for each in found)
        texts = (str(each).strip() for each in said if isinstance(each, (str, int, float)))
        return [self._valued(text) for text in texts if text]

    def instant(self, row: Any, zone: str) -> datetime | None:
        """Return the value as an instant; raise Unfit for what is none."""
        text = self.text(row)
        if not text:
            return None
        try:
            if self.format == "unix":
                return dates.plausible(datetime.fromtimestamp(float(text), UTC))
            if self.format:
                read = datetime.strptime(text, self.format)  # noqa: DTZ007 - read on the clocks of the zone below
                return dates.plausible(read if read.tzinfo else read.replace(tzinfo=clock.zone(zone)))
            return dates.instant(text, zone)
        except (ValueError, OverflowError, OSError):
            wanted = f"{self.format!r}" if self.format else "ISO 8601; say its `format`"
            raise Unfit(f"{self.column}: not a date: {text[:60]!r}, where {wanted} was expected") from None


@dataclass(frozen=True, slots=True)
class Mapping:
    """A table's columns by the fields they are; `at` and `linked` say where in a JSON file things stand."""

    name: str
    fields: Map[str, Column]
    at: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    body: str = "html"
    zone: str = ""
    site: str = ""
    source: str = ""

    def columns(self) -> list[str]:
        """Return the columns a table must have."""
        return [column.column for column in self.fields.values() if column.column and not column.optional]


def shipped() -> list[str]:
    """Return the names of the mappings that ship."""
    return sorted(file.stem for file in SHIPPED.glob("*.toml"))


def load(named: str) -> Mapping:
    """Return a mapping by the name of one that ships, or by its file; refuse it naming file and key."""
    ours = SHIPPED / f"{named}.toml"
    file = ours if named in shipped() else Path(named)
    try:
        said = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        known = ", ".join(shipped())
        raise ImportRefused(f"{named}: cannot be read: {error.strerror}; these ship: {known}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImportRefused(f"{file}: not toml: {error}") from None
    for key in said:
        if key not in TOP:
            raise ImportRefused(f"{file}: nothing is called {key}; there are {', '.join(TOP)}")
    body = str(said.get("body", "html"))
    if body not in BODIES:
        raise ImportRefused(f"{file}: body: {body!r} is none of {', '.join(BODIES)}")
    named_fields = {name: _column(file, name, value) for name, value in dict(said.get("fields", {})).items()}
    for name in ("key", "body"):
        if name not in named_fields:
            raise ImportRefused(f"{file}: fields.{name} is missing: it says which column is the {name}")
    return Mapping(
        file.stem, named_fields, _array(said, "rows"), _array(said, "linked"), body,
        str(said.get("zone", "")), str(said.get("site", "")), str(said.get("source", "")),
    )  # fmt: skip


def _array(said: Map[str, Any], name: str) -> tuple[str, ...]:
    """Return the path of an array; `*` in it stands for each item of another."""
    parts = (part for part in str(said.get(name, "")).split(".") if part)
    return tuple("item" if part == "*" else part for part in parts)


def _column(file: Path, name: str, said: Any) -> Column:
    if name not in FIELDS:
        raise ImportRefused(f"{file}: fields.{name}: no such field; there are {', '.join(sorted(FIELDS))}")
    if isinstance(said, str):
        return Column(name, said)
    if not isinstance(said, dict) or not set(said) <= SETTINGS:
        raise ImportRefused(f"{file}: fields.{name}: a column, or a table of {', '.join(sorted(SETTINGS))}")
    values = {str(key): str(value) for key, value in dict(said.get("values", {})).items()}
    plain = {key: str(value) for key, value in said.items() if key != "values"}
    return Column(name, **plain, values=values, optional="default" in said)


def at_path(row: Any, path: str) -> Any:
    """Return what stands at a dotted path of a row; a column's whole name comes before its parts."""
    if not path:
        return row
    if isinstance(row, dict) and path in row:
        return row[path]
    for part in path.split("."):
        if isinstance(row, dict):
            row = row.get(part)
        elif isinstance(row, list) and part.isascii() and part.isdigit():
            row = row[int(part)] if int(part) < len(row) else None
        else:
            return None
    return row


def _listed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return []
