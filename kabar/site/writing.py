"""Writes the walk into a folder: plain and gzipped files by variant, and what a web server must know."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from kabar.config import Paper
from kabar.newsstand.settings import offered_by
from kabar.plates import Variant
from kabar.progress import Progress
from kabar.site.maps import maps
from kabar.site.walking import Sheet, walk
from kabar.wire.exporters.folder import appearing
from kabar.wire.reports import Report, Tally

#: What a page says to browsers that is the same on every page; a web server says it from a file.
SAID_BY_SERVER = (
    b"content-security-policy", b"referrer-policy", b"x-content-type-options", b"tdm-reservation",
    b"content-language",
)  # fmt: skip
SMALL = 200


def write_out(paper: Paper, target: Path, progress: Progress, *, alone: bool = False) -> Report:
    """Write every page; what stands there with the same bytes is left alone, what is no page now goes.

    Without a newsstand behind it (`alone`) nothing could fill a box or count an ad: then pages have none.
    """
    tally = Tally()
    kept: set[Path] = set()
    for variant in offered_by(paper):
        progress.begin(f"site ({variant})")
        for sheet in walk(paper, Variant.MEMBER if alone and variant is Variant.ADS else variant):
            kept.update(_write(target / variant, sheet, tally))
            if sheet.path == "/" and variant is Variant.ADS:
                kept.add(_put(target / "nginx" / "headers.conf", _headers(sheet), tally))
            progress.step()
        progress.end()
    for name, text in maps(paper).items():
        kept.add(_put(target / "nginx" / name, text.encode(), tally))
    for name, folder in (("static", paper.static), ("media", paper.media / "public")):
        kept.update(_beside(folder, target / name, tally))
    _take_away(target, kept, tally)
    return tally.report(str(target))


def file_of(path: str, query: str, kind: str) -> str:
    """Return the file of an address: `/` is index.html, page 2 of it index@halaman=2.html."""
    name = f"{path}index" if path.endswith("/") else path
    numbered = f"{name}@{query}" if query else name
    return (f"{numbered}.html" if kind.startswith("text/html") else numbered).lstrip("/")


def _write(root: Path, sheet: Sheet, tally: Tally) -> Iterator[Path]:
    file = root / file_of(sheet.path, sheet.query, sheet.kind)
    yield _put(file, sheet.plain, tally)
    if len(sheet.plain) >= SMALL:
        yield _put(file.with_name(f"{file.name}.gz"), sheet.gzipped, tally)


def _put(file: Path, data: bytes, tally: Tally) -> Path:
    """Write a file whole, unless it stands there already."""
    if file.is_file() and file.read_bytes() == data:
        tally.done["unchanged"] += 1
        return file
    tally.done["updated" if file.exists() else "created"] += 1
    with appearing(file) as part:
        part.write_bytes(data)
    return file


def _headers(sheet: Sheet) -> bytes:
    said = [(name, value) for name, value in sheet.headers if name in SAID_BY_SERVER]
    return b"".join(b'add_header %s "%s" always;\n' % pair for pair in said)


def _beside(folder: Path, target: Path, tally: Tally) -> Iterator[Path]:
    """Lay styles, scripts and pictures beside the pages: as links where that can be, else as copies."""
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if not file.is_file():
            continue
        here = target / file.relative_to(folder)
        if here.is_file() and here.stat().st_size == file.stat().st_size:
            tally.done["unchanged"] += 1
        else:
            here.parent.mkdir(parents=True, exist_ok=True)
            here.unlink(missing_ok=True)
            try:
                os.link(file, here)
            except OSError:
                shutil.copy2(file, here)
            tally.done["created"] += 1
        yield here


def _take_away(target: Path, kept: set[Path], tally: Tally) -> None:
    """Take away the pages of an earlier walk that are none any more, and touch nothing else."""
    for variant in Variant:
        for file in (target / variant).rglob("*") if (target / variant).is_dir() else ():
            if file.is_file() and file not in kept:
                file.unlink()
                tally.note("page taken away: readers do not see it any more", file.name)
