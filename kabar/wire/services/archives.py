"""Every import and export: a file in, a folder out, and a report of what became of each item."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from kabar.config import Paper
from kabar.progress import Progress, Silent
from kabar.wire.exporters import paper as whole_paper
from kabar.wire.importers.agency import Agency
from kabar.wire.importers.archive import Archive, Asked, take_in
from kabar.wire.importers.blogger import Blogger
from kabar.wire.importers.ghost import Ghost
from kabar.wire.importers.medium import Medium
from kabar.wire.importers.story_lines import StoryLines
from kabar.wire.importers.substack import Substack
from kabar.wire.importers.table import Table
from kabar.wire.importers.wxr import Wxr
from kabar.wire.reports import ImportRefused, Report

KINDS: dict[str, type[Archive]] = {
    each.kind: each for each in (StoryLines, Wxr, Ghost, Blogger, Medium, Substack, Agency, Table)
}
#: New objects between two looks for garbage: a batch of stories lives for a batch, and looking costs a tenth.
OBJECTS = 20_000


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Look for garbage seldom, and then only among what the import made: it is soon found and goes whole."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(OBJECTS, 1, 1)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


@contextmanager
def _unmapped() -> Iterator[None]:
    """SQLite maps a file into memory for who reads it often; an archive written once would only fill it."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = _mapped()
    _map(0)
    try:
        yield
    finally:
        _map(usual)


def _mapped() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA mmap_size")
        found = cursor.fetchone()
    # A database in memory has no file to map.
    return found[0] if found else 0


def _map(size: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA mmap_size={size:d}")


@_seldom_collecting()
@_unmapped()
def import_archive(
    kind: str, paper: Paper, file: Path, progress: Progress | None = None, *, asked: Asked | None = None
) -> Report:
    """Take in an archive of a kind, or rehearse it; ImportRefused says in one line why that cannot begin."""
    return take_in(KINDS[kind](paper, Path(file), asked or Asked()), progress or Silent())


def import_stories(paper: Paper, file: Path, progress: Progress | None = None) -> Report:
    """Take in stories as JSON lines, gzipped or not."""
    return import_archive("stories", paper, file, progress)


def import_wxr(
    paper: Paper, file: Path, progress: Progress | None = None, *, media: Path | None = None
) -> Report:
    """Take in a WordPress export; `media` is a copy of its wp-content/uploads."""
    return import_archive("wxr", paper, file, progress, asked=Asked(media=media))


def export(paper: Paper, folder: Path, progress: Progress | None = None) -> Report:
    """Write the whole paper into a folder from which `import_stories` makes it again."""
    target = Path(folder)
    try:
        return whole_paper.write_out(paper, target, progress or Silent())
    except OSError as error:
        raise ImportRefused(f"{error.filename or target}: cannot be written: {error.strerror}") from None


__all__ = [
    "KINDS",
    "Asked",
    "ImportRefused",
    "Report",
    "export",
    "import_archive",
    "import_stories",
    "import_wxr",
]
