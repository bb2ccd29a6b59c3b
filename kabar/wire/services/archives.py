"""Every import and export: a file in, a folder out, and a report of what became of each item."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kabar.config import Paper
from kabar.progress import Progress, Silent
from kabar.wire.exporters import paper as whole_paper
from kabar.wire.importers import story_lines, wxr
from kabar.wire.reports import ImportRefused, Report

#: New objects between two looks for garbage: a batch of stories lives for a batch, and looking costs a tenth.
OBJECTS = 20_000


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    usual = gc.get_threshold()
    gc.set_threshold(OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@_seldom_collecting()
def import_stories(paper: Paper, file: Path, progress: Progress | None = None) -> Report:
    """Take in stories as JSON lines, gzipped or not; ImportRefused says in one line why that cannot begin."""
    return story_lines.take_in(paper, Path(file), progress or Silent())


@_seldom_collecting()
def import_wxr(
    paper: Paper, file: Path, progress: Progress | None = None, *, media: Path | None = None
) -> Report:
    """Take in a WordPress export; `media` is a copy of its wp-content/uploads. It may be refused as above."""
    return wxr.take_in(paper, Path(file), progress or Silent(), media)


def export(paper: Paper, folder: Path, progress: Progress | None = None) -> Report:
    """Write the whole paper into a folder from which `import_stories` makes it again."""
    target = Path(folder)
    try:
        return whole_paper.write_out(paper, target, progress or Silent())
    except OSError as error:
        raise ImportRefused(f"{error.filename or target}: cannot be written: {error.strerror}") from None


__all__ = ["ImportRefused", "Report", "export", "import_stories", "import_wxr"]
