"""Sends a clip into the viewer, a process of its own with limits, and says in words what went wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kabar.pictures.darkroom import PATIENCE, Unprintable

REASONS: dict[str, str | Promise] = {
    "not a clip": _("This is not a clip we show: send MP4 or WebM."),
    "not played": _("Not every browser plays this clip. Save it as MP4 with H.264 and AAC, or as WebM."),
    "too heavy": _("This clip takes more memory than is safe. Save it smaller and send it again."),
    "broken": _("This clip is damaged and cannot be played. Send another copy."),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at a clip told."""

    kind: str
    width: int
    height: int
    seconds: float


def look(source: Path, poster: Path) -> Seen:
    """Look at a stranger's file and take its poster; raise Unprintable when it is no clip we show."""
    order = json.dumps({"source": str(source), "poster": str(poster)})
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-m", "kabar.video.viewer"],
            input=order.encode(), capture_output=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        said = json.loads(child.stdout) if child.stdout else {"refused": "too heavy"}
    except (subprocess.TimeoutExpired, ValueError):
        said = {"refused": "too heavy"}
    if "refused" in said:
        raise Unprintable(str(REASONS[said["refused"]]))
    return Seen(said["kind"], said["width"], said["height"], said["seconds"])
