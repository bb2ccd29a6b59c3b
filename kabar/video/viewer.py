"""Looks at a clip and takes its poster: `python -m kabar.video.viewer`, a process with limits.

It reads one order as JSON from its input and answers with one line of JSON.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kabar.pictures.enlarger import answer
from kabar.pictures.facts import Refused

#: What every browser plays: the container by its first name, and the pictures and sounds inside.
PLAYED = {
    "mp4": (("mov", "mp4"), ("h264", "av1", "vp9"), ("aac", "mp3", "mp3float", "opus")),
    "webm": (("matroska", "webm"), ("vp8", "vp9", "av1", "libvpx-vp9", "libdav1d"), ("vorbis", "opus")),
}
#: The poster is taken after a tenth of the clip, and never later than this many seconds.
TENTH, LATEST = 0.1, 5.0
MICROSECONDS = 1_000_000


def main() -> int:
    """Answer one order."""
    return answer(work)


def work(order: Mapping[str, Any]) -> dict[str, Any]:
    """Look at the source, and write the poster where it is wanted."""
    import av

    kind = _by_its_first_bytes(Path(order["source"]))
    with av.open(order["source"], metadata_errors="ignore") as clip:
        if not clip.streams.video or not clip.duration:
            raise Refused("not a clip")
        seen = clip.streams.video[0]
        seen.thread_type = "NONE"
        _must_be_played(kind, clip)
        said = {
            "kind": kind, "width": seen.width, "height": seen.height,
            "seconds": round(clip.duration / MICROSECONDS, 3),
        }  # fmt: skip
        _take_poster(clip, seen, Path(order["poster"]))
    return said


def _by_its_first_bytes(source: Path) -> str:
    with source.open("rb") as opened:
        head = opened.read(64)
    if head[4:8] == b"ftyp":
        return "mp4"
    if head[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in head:
        return "webm"
    raise Refused("not a clip")


def _must_be_played(kind: str, clip: Any) -> None:
    containers, pictures, sounds = PLAYED[kind]
    inside = [stream.codec_context.name for stream in clip.streams.video[:1]]
    heard = [stream.codec_context.name for stream in clip.streams.audio]
    if not any(name in clip.format.name.split(",") for name in containers):
        raise Refused("not a clip")
    if not all(name in pictures for name in inside) or not all(name in sounds for name in heard):
        raise Refused("not played")


def _take_poster(clip: Any, seen: Any, target: Path) -> None:
    clip.seek(int(min(clip.duration * TENTH, LATEST * MICROSECONDS)))
    for frame in clip.decode(seen):
        frame.to_image().save(target, "JPEG", quality=88)
        return
    raise Refused("broken")


if __name__ == "__main__":
    sys.exit(main())
