"""The list of revoked serials: a small file that is replaced whole, and looked at once a second."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

FILE = "revoked-passes"


class RevokedList:
    """What a process knows of the serials that open nothing any more."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._seen: tuple[int, int] | None = None
        self.serials: frozenset[str] = frozenset()
        self.follow()

    def follow(self) -> None:
        """Read the list again if another has taken its place."""
        try:
            found = self._file.stat()
        except FileNotFoundError:
            self._seen, self.serials = None, frozenset()
            return
        seen = (found.st_ino, found.st_mtime_ns)
        if seen != self._seen:
            self.serials = read(self._file)
            self._seen = seen


def read(file: Path) -> frozenset[str]:
    """The serials on a list; none while there is no list."""
    try:
        return frozenset(file.read_text("ascii").split())
    except FileNotFoundError:
        return frozenset()


def write(folder: Path, serials: Iterable[str]) -> bool:
    """Put a list in the place of the last, unless it says the same; tell whether it was another."""
    file, wanted = folder / FILE, frozenset(serials)
    if read(file) == wanted:
        return False
    handle, part = tempfile.mkstemp(prefix=f"{FILE}-", dir=folder)
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write("".join(f"{serial}\n" for serial in sorted(wanted)))
    Path(part).replace(file)
    return True
