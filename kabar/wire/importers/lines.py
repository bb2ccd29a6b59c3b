"""Lines of a file, plain or gzipped, one at a time, with their numbers."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO

from kabar.wire.reports import ImportRefused, Tally

GZIP = b"\x1f\x8b"
CHUNK = 1 << 20
#: No story is as long as this; a line that is would only fill the memory.
LONGEST_LINE = 16 * 1024 * 1024


def opened(file: Path) -> BinaryIO:
    """Open a file for reading its text, gzipped or not, whatever it is called."""
    try:
        with file.open("rb") as plain:
            gzipped = plain.read(2) == GZIP
        return gzip.open(file, "rb") if gzipped else file.open("rb")  # type: ignore[return-value]
    except OSError as error:
        raise ImportRefused(f"{file}: cannot be read: {error.strerror}") from None


def count(file: Path) -> int:
    """Return how many lines a file has; refuse one that is damaged before anything is written."""
    lines, last = 0, b"\n"
    try:
        with opened(file) as stream:
            while chunk := stream.read(CHUNK):
                lines += chunk.count(b"\n")
                last = chunk[-1:]
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ImportRefused(
            f"{file}: the gzip file is damaged or cut off after line {lines}: {error}"
        ) from None
    return lines + (last != b"\n")


def numbered(file: Path, after: int = 0) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines after a number; None stands for one that is too long to be a story."""
    with opened(file) as stream:
        number = 0
        while line := stream.readline(LONGEST_LINE):
            number += 1
            whole = len(line) < LONGEST_LINE or line.endswith(b"\n")
            if not whole:
                _pass_over(stream)
            if number > after:
                yield number, line if whole else None


def records(file: Path, tally: Tally, at_once: int) -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """Yield the objects of a file of JSON lines so many at a time, each with where it stands.

    A line that holds none is told as a problem and passed over.
    """
    batch = []
    for number, line in numbered(file):
        try:
            batch.append((f"{file.name}:{number}", dict(json.loads(line or b""))))
        except (ValueError, TypeError) as error:
            tally.problem(f"{file}:{number}: {error}")
        if len(batch) == at_once:
            yield batch
            batch = []
    if batch:
        yield batch


def _pass_over(stream: BinaryIO) -> None:
    while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
        pass


def seal(file: Path) -> str:
    """Return what tells this file from another, or from itself after a change."""
    try:
        facts = file.stat()
        with file.open("rb") as plain:
            head = plain.read(CHUNK)
    except OSError as error:
        raise ImportRefused(f"{file}: cannot be read: {error.strerror}") from None
    return blake2b(f"{facts.st_size}:{facts.st_mtime_ns}".encode() + head, digest_size=32).hexdigest()
