"""Files of advertisers made ready: pictures drawn anew, HTML5 unpacked into a folder of its own."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image

MEGABYTE = 1024 * 1024
MOST_BYTES = 2 * MEGABYTE
MOST_UNPACKED = 8 * MEGABYTE
MOST_FILES = 100
MOST_PIXELS = 4_000_000
PICTURES = ("JPEG", "PNG", "WEBP")
SUFFIXES = {".html", ".css", ".js", ".json", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif"}
SUFFIXES |= {".woff", ".woff2", ".ttf", ".mp4", ".webm", ".txt"}
INDEX = "index.html"
#: Below the paper's media: pictures lie beside those of stories, HTML5 where only its frame may open it.
PUBLIC, FRAMES = "public", "frames"


class Unfit(ValueError):
    """This file cannot be shown; the message says why, to whoever sent it."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What is shown: files by their names, and the size of a picture."""

    files: dict[str, bytes]
    width: int = 0
    height: int = 0


def ready(form: str, data: bytes) -> Ready:
    """Return what a file becomes; raise Unfit with the reason."""
    if len(data) > MOST_BYTES:
        raise Unfit(_("The file is larger than 2 MB; readers would wait for it."))
    return _unpacked(data) if form == "html" else _drawn(data)


def _drawn(data: bytes) -> Ready:
    """Draw a picture anew: nothing but what is seen gets through."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(data), formats=PICTURES)
            if opened.width * opened.height > MOST_PIXELS:
                raise Unfit(_("The picture has more than four million pixels; make it smaller."))
            clear = opened.has_transparency_data
            picture = opened.convert("RGBA" if clear else "RGB")
    except Unfit:
        raise
    except Exception:
        raise Unfit(_("This is no JPEG, PNG or WebP that can be opened.")) from None
    drawn = io.BytesIO()
    picture.save(drawn, "WEBP", quality=86, method=4)
    return Ready({"": drawn.getvalue()}, picture.width, picture.height)


def _unpacked(data: bytes) -> Ready:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            files = dict(_files(packed))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        raise Unfit(_("This is no ZIP file that can be opened.")) from None
    if INDEX not in files:
        raise Unfit(_("There is no index.html at the top of the ZIP file."))
    return Ready(files)


def _files(packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    listed = [entry for entry in packed.infolist() if not entry.is_dir()]
    if len(listed) > MOST_FILES:
        raise Unfit(_("There are more than 100 files in the ZIP file."))
    left = MOST_UNPACKED
    for entry in listed:
        path = PurePosixPath(entry.filename)
        plain = not path.is_absolute() and ".." not in path.parts and "\\" not in entry.filename
        if not plain or len(entry.filename) > 200 or not entry.filename.isprintable():
            raise Unfit(
                _("The ZIP file names %(name)s, which lies outside it.") % {"name": entry.filename[:80]}
            )
        if path.parts[0] == "__MACOSX" or path.name.startswith("."):
            continue
        if path.suffix.lower() not in SUFFIXES:
            raise Unfit(_("%(name)s is of a kind that is not shown.") % {"name": entry.filename[:80]})
        with packed.open(entry) as opened:
            data = opened.read(left + 1)
        left -= len(data)
        if left < 0:
            raise Unfit(_("Unpacked, the ZIP file is larger than 8 MB."))
        yield str(path), data


def lay_out(made: Ready) -> str:
    """Write what is shown under a name nobody can guess who was not given it; return it."""
    digest = blake2b(key=settings.SECRET_KEY.encode()[:64], digest_size=12)
    for name, data in sorted(made.files.items()):
        digest.update(b"%d %s %d " % (len(name), name.encode(), len(data)) + data)
    name = digest.hexdigest()
    if "" in made.files:
        _write(settings.PAPER.media / PUBLIC / picture_path(name), made.files[""])
    else:
        for file, data in made.files.items():
            _write(settings.PAPER.media / FRAMES / name / file, data)
    return name


def picture_path(name: str) -> str:
    """Return where a picture lies below the public folder; its name says that it never changes."""
    return f"advertising/a.{name}.webp"


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)
