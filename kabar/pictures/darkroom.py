"""Sends a picture into the enlarger, a process of its own with limits, and says in words what went wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kabar.pictures.sizes import Original, Size, crop_named

#: What the enlarger may answer besides a picture, in the words an editor reads.
REASONS: dict[str, str | Promise] = {
    "not a picture": _("This is not a picture we print: send JPEG, PNG, WebP, AVIF or GIF."),
    "not only a picture": _(
        "This file is more than a picture, it hides a page or a program. Send a clean copy."
    ),
    "too many pixels": _("This picture has more than 40 megapixels. Make it smaller and send it again."),
    "too heavy": _("This picture takes more memory than is safe. Save it as a JPEG and send it again."),
    "broken": _("This picture is damaged and cannot be read to its end. Send another copy."),
}
#: Seconds after which a child that says nothing is ended; its own limit of processor time comes first.
PATIENCE = 90


class Unprintable(Exception):
    """A file no sizes can be made of; the message is one line for people."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at a file told: its upright dimensions, and what it says of itself."""

    format: str
    width: int
    height: int
    facts: Mapping[str, Any] = field(default_factory=dict)


def look(source: Path) -> Seen:
    """Look at a stranger's file; raise Unprintable when it is no picture we print."""
    said = _ask({"source": str(source), "look": True, "sizes": []})
    return Seen(said["format"], said["width"], said["height"], said["facts"])


def develop(
    source: Path, original: Original, sizes: Iterable[Size], targets: Mapping[Size, Path], *, xmp: str = ""
) -> None:
    """Make sizes of an original, each at its target; raise Unprintable when it cannot be done."""
    orders = [_order(original, size, targets[size]) for size in sizes]
    if orders:
        _ask({"source": str(source), "sizes": orders, "xmp": xmp})


def _order(original: Original, size: Size, target: Path) -> dict[str, Any]:
    return {
        "target": str(target), "kind": size.kind.value, "width": size.width, "height": size.height,
        "box": original.box(crop_named(size.crop)),
    }  # fmt: skip


def _ask(order: dict[str, Any]) -> dict[str, Any]:
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-m", "kabar.pictures.enlarger"],
            input=json.dumps(order).encode(), capture_output=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        said = json.loads(child.stdout) if child.stdout else {"refused": "too heavy"}
    except (subprocess.TimeoutExpired, ValueError):
        said = {"refused": "too heavy"}
    if "refused" in said:
        raise Unprintable(str(REASONS[said["refused"]]))
    return said
