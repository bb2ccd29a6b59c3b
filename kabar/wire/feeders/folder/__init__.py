"""A watched folder: files are read when they have rested, then moved to `taken` or `refused` beside them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kabar.config import Feed
from kabar.wire.feeders.asking import Brought, FeedError

#: A file that was written to a moment ago may not be whole yet.
RESTS = 2.0
MOST = 500


def ask(feed: Feed, memory: Mapping[str, Any]) -> Brought:
    """Return the files that have rested, oldest first, as many as the budget allows."""
    folder = Path(feed.address)
    try:
        files = sorted(
            (each for each in folder.iterdir() if each.is_file()), key=lambda each: each.stat().st_mtime
        )
    except OSError as error:
        raise FeedError(f"{folder}: cannot be read: {error.strerror}") from None
    messages, left, ends = [], feed.megabytes << 20, time.monotonic() + feed.budget
    for file in files[:MOST]:
        size = file.stat().st_size
        if file.name.startswith(".") or time.time() - file.stat().st_mtime < RESTS:
            continue
        if size > left or time.monotonic() > ends:
            break
        left -= size
        messages.append((file.name, file.read_bytes()))
    if not messages and any(each.stat().st_size > feed.megabytes << 20 for each in files):
        raise FeedError(f"{folder}: a file is larger than {feed.megabytes} MB")
    return Brought(
        tuple(messages), filed=lambda refused: _away(folder, [name for name, _data in messages], refused)
    )


def beside(feed: Feed, name: str) -> bytes | None:
    """Return a file of the folder, or of those put away."""
    for place in (Path(feed.address), Path(feed.address) / "taken"):
        file = place / name
        if file.is_file() and not file.is_symlink() and file.stat().st_size <= feed.megabytes << 20:
            return file.read_bytes()
    return None


def _away(folder: Path, names: list[str], refused: frozenset[str]) -> None:
    """Move what was filed out of the way; a name that is taken already gets a number."""
    for name in names:
        place = folder / ("refused" if name in refused else "taken")
        place.mkdir(exist_ok=True)
        target, number = place / name, 1
        while target.exists():
            target, number = place / f"{name}.{number}", number + 1
        (folder / name).rename(target)
