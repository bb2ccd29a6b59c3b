"""The file in which a newsstand keeps its counts until the jobs process has taken them into the database.

A line is what was counted in a second: its checksum, then the counts. It is on the disk before the next
second is written, so a process that is killed loses what it had not flushed yet and nothing else; a line that
was cut off does not agree with its checksum. A writer holds a lock on its file while it may still write.
"""

from __future__ import annotations

import fcntl
import json
import os
import uuid
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

FOLDER, READS = "ads", "reads"
SUFFIX = ".tally"
#: A file this large is left to the jobs process, and a new one begun.
ENOUGH = 1024 * 1024


class Counted(NamedTuple):
    """What is counted: at which paper, in which hour (its first second), of what, where, and how."""

    paper: str
    hour: int
    creative: int
    place: str
    what: str


class Read(NamedTuple):
    """What is counted of reading: at which paper, in which hour, the story at which address."""

    paper: str
    hour: int
    path: str


Some = TypeVar("Some", Counted, Read)


class Tally:
    """Appends counts, each flushed to the disk before the call returns."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: int | None = None
        self._size = 0

    def append(self, counts: Mapping[Counted, int] | Mapping[Read, int]) -> None:
        """Write down a second's counts."""
        said = json.dumps(
            [[*list(counted), number] for counted, number in counts.items()], separators=(",", ":")
        )
        line = b"%08x %s\n" % (zlib.crc32(said.encode()), said.encode())
        if self._size > ENOUGH:
            self.close()
        if self._file is None:
            self._begin()
        assert self._file is not None
        try:
            self._write(self._file, line)
        except OSError:
            # Half a line may stand at the end: what is counted next begins a file of its own.
            self.close()
            raise
        self._size += len(line)

    def close(self) -> None:
        """Leave the file to whoever takes it in."""
        if self._file is not None:
            os.close(self._file)
        self._file, self._size = None, 0

    @staticmethod
    def _write(file: int, line: bytes) -> None:
        while line:
            line = line[os.write(file, line) :]
        os.fdatasync(file)

    def _begin(self) -> None:
        """Lock the file before anybody can see it: an unlocked one is taken for a dead writer's."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / uuid.uuid4().hex
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o600)
        fcntl.flock(file, fcntl.LOCK_EX)
        path.rename(path.with_suffix(SUFFIX))
        folder = os.open(self._folder, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        self._file = file


def read(path: Path, offset: int, kind: type[Some]) -> Iterator[tuple[int, dict[Some, int]]]:
    """Yield each whole line behind an offset: where it ends, and what it counts."""
    with path.open("rb") as file:
        file.seek(offset)
        for line in file:
            counts = _counts(line, kind)
            if counts is None:
                return
            offset += len(line)
            yield offset, counts


def _counts(line: bytes, kind: type[Some]) -> dict[Some, int] | None:
    checksum, _, said = line.rstrip(b"\n").partition(b" ")
    if not line.endswith(b"\n") or b"%08x" % zlib.crc32(said) != checksum:
        return None
    return {kind(*row[:-1]): row[-1] for row in json.loads(said)}


def is_left(path: Path) -> bool:
    """Tell whether nobody writes to a file any more."""
    file = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(file)
    return True
