"""Writes an export's folder: each file appears whole or not at all; what is there is not copied again."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File


@contextmanager
def appearing(target: Path) -> Iterator[Path]:
    """Give a temporary name that becomes the target when all was written, and goes when it was not."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    try:
        yield part
        _to_disk(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def lines_of(target: Path) -> Iterator[IO[str]]:
    """Give a text file of JSON lines, gzipped when its name says so; the same lines make the same bytes."""
    with appearing(target) as part:
        if target.suffix == ".gz":
            with (
                part.open("wb") as raw,
                gzip.GzipFile("", "wb", compresslevel=6, fileobj=raw, mtime=0) as packed,
            ):
                writer = _Lines(packed)
                yield writer  # type: ignore[misc]
        else:
            with part.open("w", encoding="utf-8") as plain:
                yield plain


class _Lines:
    """Text on its way into a gzip file."""

    def __init__(self, packed: gzip.GzipFile) -> None:
        self.packed = packed

    def write(self, text: str) -> int:
        """Write text as UTF-8."""
        return self.packed.write(text.encode("utf-8"))


def line(said: dict[str, Any]) -> str:
    """Return an object as one line."""
    return json.dumps(said, ensure_ascii=False) + "\n"


def copy_once(opened: File, size: int, target: Path) -> bool:
    """Copy a file that is not there yet in this size; say whether it was copied."""
    if target.is_file() and target.stat().st_size == size:
        return False
    with appearing(target) as part, part.open("wb") as written:
        shutil.copyfileobj(opened, written)
    return True


def _to_disk(part: Path) -> None:
    with part.open("rb+") as written:
        os.fsync(written.fileno())
