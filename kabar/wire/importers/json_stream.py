"""Rows of a JSON file of any length, one at a time; what nests too deep or never ends is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import ijson
from ijson.common import ObjectBuilder

from kabar.stories.markup.inline import CONTROL
from kabar.wire.importers.lines import opened
from kabar.wire.reports import ImportRefused

DEEPEST = 200
#: No item is as long as this; more than this without the end of one would only fill the memory.
LONGEST_ITEM = 64 * 1024 * 1024
ITEM = "item"
#: Says by its path whether a row is wanted whole (True), only counted (False), or is none (None).
Wanted = Callable[[tuple[str, ...]], bool | None]
Path_ = tuple[str, ...]


class _Weighed:
    """A file that knows how much was read since the last row ended."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.since = stream, 0

    def read(self, size: int = -1) -> bytes:
        """Read on, but not through an item without end."""
        data = self.stream.read(size)
        self.since += len(data)
        if self.since > LONGEST_ITEM:
            raise ImportRefused(f"one item is longer than {LONGEST_ITEM >> 20} MB")
        return data


def rows(file: Path, wanted: Wanted) -> Iterator[tuple[Path_, Any]]:
    """Yield the objects of arrays with the path of their array; None for those that are only counted."""
    stream = opened(file)
    try:
        yield from _rows(_Weighed(stream), wanted)
    except ImportRefused as refused:
        raise ImportRefused(f"{file}: {refused}") from None
    except (ijson.JSONError, UnicodeDecodeError, ValueError, EOFError, OSError) as error:
        raise ImportRefused(f"{file}: not JSON: {' '.join(str(error).split())[:200]}") from None
    finally:
        stream.close()


def _rows(stream: _Weighed, wanted: Wanted) -> Iterator[tuple[Path_, Any]]:
    path: list[str] = []
    builder: ObjectBuilder | None = None
    row_depth = 0
    for event, value in ijson.basic_parse(stream, use_float=True):
        if builder is None:
            stream.since = 0
            if event == "start_map" and path and path[-1] == ITEM:
                asked = wanted(tuple(path[:-1]))
                if asked:
                    builder, row_depth = ObjectBuilder(), len(path)
                elif asked is False:
                    yield tuple(path[:-1]), None
        if builder is not None:
            builder.event(event, value)
        _walk(path, event, value)
        if builder is not None and event == "end_map" and len(path) == row_depth:
            yield tuple(path[:-1]), scrubbed(builder.value)
            builder = None


def scrubbed(value: Any) -> Any:
    """Return a value without the signs no database keeps: half a surrogate pair, a zero, control signs."""
    if isinstance(value, str):
        return CONTROL.sub("", value)
    if isinstance(value, list):
        return [scrubbed(each) for each in value]
    if isinstance(value, dict):
        return {scrubbed(name): scrubbed(each) for name, each in value.items()}
    return value


def _walk(path: list[str], event: str, value: Any) -> None:
    """Follow where in the document the next event stands."""
    if event == "map_key":
        path[-1] = str(value)
    elif event == "start_map":
        path.append("")
    elif event == "start_array":
        path.append(ITEM)
    elif event in ("end_map", "end_array"):
        path.pop()
    if len(path) > DEEPEST:
        raise ImportRefused(f"nested deeper than {DEEPEST} levels")
