"""Objects that rows name by their id: Drupal's answers keep names and pictures in a list of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from kabar.wire.importers import json_stream
from kabar.wire.importers.mapping import Column, at_path


class Linked:
    """What columns want to know of the objects that rows only name; nothing else of them is kept."""

    def __init__(self, file: Path, at: Sequence[str], columns: Iterable[Column]) -> None:
        self.columns = [column for column in columns if column.linked]
        self.said: dict[tuple[str, str], str] = {}
        wanted = {column.linked for column in self.columns}
        if at and wanted:
            here = tuple(at)
            for _path, thing in json_stream.rows(file, lambda path: path == here or None):
                self._keep(thing, wanted)

    def _keep(self, thing: Any, wanted: Iterable[str]) -> None:
        for path in wanted:
            value = at_path(thing, path)
            if isinstance(value, str):
                self.said[str(thing.get("id")), path] = value

    def lay_out(self, row: dict[str, Any]) -> None:
        """Put what the named objects say into a row, where their columns look for it."""
        for column in self.columns:
            named = at_path(row, column.column)
            keys = [
                (str(each.get("id")), column.linked)
                for each in (named if isinstance(named, list) else [named])
                if isinstance(each, dict)
            ]
            row[column.place] = [self.said[key] for key in keys if key in self.said]
