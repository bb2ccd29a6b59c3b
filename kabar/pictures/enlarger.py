"""Looks at a picture and makes its sizes: `python -m kabar.pictures.enlarger`, a process with limits.

It reads one order as JSON from its input and answers with one line of JSON. It knows no Django and trusts
nothing in the file: whatever goes wrong in here ends here.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from kabar.pictures import facts
from kabar.pictures.facts import Refused

#: Address space of the whole process, interpreter included; seconds of processor; bytes of one written file.
MEMORY = 512 * 1024 * 1024
SECONDS = 30
LONGEST_FILE = 16 * 1024 * 1024
MOST_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
SETTINGS: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 52, "speed": 9, "max_threads": 1, "subsampling": "4:2:0"},
    "webp": {"format": "WEBP", "quality": 74, "method": 2},
    "jpg": {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True},
}
WHITE = (255, 255, 255)
#: What sets a picture upright, by its EXIF orientation: the numbers of Pillow's `Transpose`.
TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}


def limit() -> None:
    """Bind this process before it touches a stranger's file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LONGEST_FILE, LONGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)


def answer(work: Callable[[Mapping[str, Any]], dict[str, Any]]) -> int:
    """Do one order within the limits, and say in words why it could not be done."""
    limit()
    order = json.load(sys.stdin)
    try:
        said = work(order)
    except Refused as refused:
        said = {"refused": str(refused)}
    except MemoryError:
        said = {"refused": "too heavy"}
    except Exception as error:
        said = {"refused": "broken", "error": f"{type(error).__name__}: {error}"[:300]}
    json.dump(said, sys.stdout)
    return 0


def main() -> int:
    """Answer one order."""
    return answer(work)


def work(order: Mapping[str, Any]) -> dict[str, Any]:
    """Look at the source, and make what is ordered of it."""
    # Asked by name, these two are known at once; a format Pillow does not know makes it read all its plugins.
    from PIL import AvifImagePlugin, Image, ImageFile, WebPImagePlugin  # noqa: F401

    Image.MAX_IMAGE_PIXELS = None  # The cap is ours, and is asked before anything is decoded.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    source = Path(order["source"])
    with _opened(source) as image:
        if order.get("look"):
            facts.refuse_disguises(source)
        turned = image.getexif().get(0x0112, 1)
        width, height = image.size[::-1] if turned in (5, 6, 7, 8) else image.size
        said: dict[str, Any] = {"format": image.format, "width": width, "height": height}
        if order.get("look"):
            said["facts"] = facts.read(image)
            _prove(image)
        if order["sizes"]:
            _make(_upright(image, order["sizes"], (width, height), turned), order)
    return said


def _opened(source: Path) -> Any:
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(source, formats=FORMATS)
    except UnidentifiedImageError:
        raise Refused("not a picture") from None
    if image.width * image.height > MOST_PIXELS:
        raise Refused("too many pixels")
    return image


def _prove(image: Any) -> None:
    """Read a file to its end, at the smallest cost: one cut off or damaged is refused at the door."""
    image.draft(None, (max(1, image.width // 8), max(1, image.height // 8)))
    image.load()


def _upright(image: Any, sizes: list[dict[str, Any]], upright: tuple[int, int], turned: int) -> Any:
    """Return the picture no bigger than it must be, standing upright, in sRGB, without transparency."""
    width, height = upright
    needed = max(size["width"] / (size["box"][2] - size["box"][0]) for size in sizes)
    share = min(1.0, needed / width)
    wanted = (width * share, height * share)
    if image.format == "JPEG":
        image.draft(None, _rounded(wanted[::-1] if turned in (5, 6, 7, 8) else wanted))
    image.load()
    fewer = int(min(image.width * image.height / (wanted[0] * wanted[1]), 64) ** 0.5 / 2)
    if fewer > 1 and image.mode != "P":
        profile = image.info.get("icc_profile")
        image = image.reduce(fewer)
        image.info["icc_profile"] = profile
    plain = _plain(image)
    # Nothing a camera wrote goes on: where it stood, whose it is, a small copy of the uncut picture.
    plain.info = {}
    way = TURNS.get(turned)
    return plain.transpose(way) if way is not None else plain


def _rounded(pair: tuple[float, float]) -> tuple[int, int]:
    return max(1, round(pair[0])), max(1, round(pair[1]))


def _plain(image: Any) -> Any:
    """Return a picture in the colours every screen knows, laid on white."""
    from PIL import Image, ImageCms

    profile = image.info.get("icc_profile")
    if image.mode.startswith(("I", "F")):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("P", "PA", "LA", "RGBA", "RGBa", "La"):
        seen = image.convert("RGBA")
        laid = Image.new("RGB", seen.size, WHITE)
        laid.paste(seen, mask=seen.getchannel("A"))
        image = laid
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            return _in_srgb(image, profile)
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # A profile nobody understands says nothing about the colours.
    return image.convert("RGB")


def _in_srgb(image: Any, profile: bytes) -> Any:
    from io import BytesIO

    from PIL import ImageCms

    theirs = ImageCms.ImageCmsProfile(BytesIO(profile))
    done = ImageCms.profileToProfile(image, theirs, ImageCms.createProfile("sRGB"), outputMode="RGB")
    return done if done is not None else image


def _make(image: Any, order: Mapping[str, Any]) -> None:
    """Write every ordered size, each crop from its largest: cut once, then only made smaller."""
    by_crop = sorted(order["sizes"], key=lambda size: (size["box"], -size["width"]))
    for box, sizes in groupby(by_crop, key=lambda size: size["box"]):
        _make_crop(image, box, list(sizes), order.get("xmp", "").encode())


def _make_crop(image: Any, box: list[float], sizes: list[dict[str, Any]], xmp: bytes) -> None:
    from PIL import Image

    pixels = tuple(edge * (image.width, image.height)[number % 2] for number, edge in enumerate(box))
    larger = image
    for (width, height), same in groupby(sizes, key=lambda size: (size["width"], size["height"])):
        part = pixels if larger is image else None
        larger = larger.resize((width, height), Image.Resampling.LANCZOS, box=part, reducing_gap=3.0)
        for size in same:
            _write(larger, Path(size["target"]), size["kind"], xmp)


def _write(image: Any, target: Path, kind: str, xmp: bytes) -> None:
    """Write one file; it appears whole or not at all."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as opened:
            image.save(opened, **SETTINGS[kind], **({"xmp": xmp} if xmp else {}))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
