"""Where the sizes of pictures lie: prepared in the building, and hung out where readers fetch them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from kabar.pictures import darkroom
from kabar.pictures.sizes import CROPS, Kind, Size

if TYPE_CHECKING:
    from kabar.pictures.models import Picture


def prepared_folder() -> Path:
    """Return the folder of sizes that wait in the building."""
    return Path(settings.PAPER.media / "prepared")


def public_folder() -> Path:
    """Return the folder of sizes that readers may fetch."""
    return Path(settings.PAPER.media / "public")


def make(picture: Picture, sizes: Iterable[Size], seal: str) -> None:
    """Make those sizes that are not made yet; raise `darkroom.Unprintable` when it cannot be done."""
    folder = prepared_folder() / str(picture.pk)
    targets = {size: folder / size.file_name(picture.stem, seal) for size in sizes}
    missing = [size for size, target in targets.items() if not target.exists()]
    if not missing:
        return
    folder.mkdir(parents=True, exist_ok=True)
    try:
        source = Path(picture.file.path)
        if not source.is_file():
            raise darkroom.Unprintable(str(darkroom.REASONS["not a picture"]))
        darkroom.develop(source, picture.original(), missing, targets, xmp=picture.notice())
    finally:
        if not any(folder.iterdir()):
            folder.rmdir()


def hang(picture: Picture) -> None:
    """Hang out what is made of a picture; the files are the same ones, under a second name."""
    inside, outside = prepared_folder() / str(picture.pk), public_folder() / str(picture.pk)
    outside.mkdir(parents=True, exist_ok=True)
    for size in picture.made():
        name = size.file_name(picture.stem, picture.seal)
        if not (outside / name).exists() and (inside / name).exists():
            second_name(inside / name, outside / name)


def second_name(file: Path, name: Path) -> None:
    """Give a file a second name; where that cannot be, a copy of it."""
    part = name.with_name(f".{name.name}.{os.getpid()}.part")
    try:
        os.link(file, part)
    except OSError:
        shutil.copyfile(file, part)
    part.replace(name)


def take_down(pk: int) -> None:
    """Take what readers may fetch of a picture away."""
    shutil.rmtree(public_folder() / str(pk), ignore_errors=True)


def forget(pk: int) -> None:
    """Take every size of a picture away: it was deleted, or is another picture now."""
    take_down(pk)
    shutil.rmtree(prepared_folder() / str(pk), ignore_errors=True)


def hung() -> Iterator[int]:
    """Yield the numbers of the pictures that have something hung out."""
    if public_folder().is_dir():
        for folder in os.scandir(public_folder()):
            if folder.name.isdecimal():
                yield int(folder.name)


def take_down_former(picture: Picture, *, hung_before: float = float("inf")) -> int:
    """Take away the sizes under an earlier seal, or the older ones of them; return how many."""
    gone = 0
    for folder in (public_folder() / str(picture.pk), prepared_folder() / str(picture.pk)):
        for file in folder.glob("*") if folder.is_dir() else ():
            if f".{picture.seal}." not in file.name and file.stat().st_mtime < hung_before:
                file.unlink(missing_ok=True)
                gone += 1
    return gone


def small_copy(picture: Picture) -> Path:
    """Return a JPEG of the whole picture, small enough for any process; it is made when missing."""
    original = picture.original()
    size = original.size(CROPS["whole"], original.usual(CROPS["whole"]), Kind.JPEG)
    seal = picture.make_seal()
    make(picture, [size], seal)
    return prepared_folder() / str(picture.pk) / size.file_name(picture.stem, seal)
