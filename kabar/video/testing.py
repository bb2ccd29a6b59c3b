"""Clips for tests, drawn on the spot."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
from django.core.files.base import ContentFile
from PIL import Image

from kabar.pictures.testing import a_picture
from kabar.video.models import Clip

_numbers = count(1)


def a_film(kind: str = "mp4", *, codec: str = "", seconds: int = 2) -> bytes:
    """Return a short film of one colour."""
    codec = codec or {"mp4": "libx264", "webm": "libvpx-vp9"}[kind]
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"film.{kind}"
        with av.open(str(file), "w") as film:
            stream: Any = film.add_stream(codec, rate=5)
            stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
            for number in range(5 * seconds):
                frame = av.VideoFrame.from_image(Image.new("RGB", (320, 180), (number * 9, 90, 140)))
                film.mux(stream.encode(frame))
            film.mux(stream.encode(None))
        return file.read_bytes()


def a_clip(**fields: Any) -> Clip:
    """Return a clip with a poster, a transcript and captions."""
    number = next(_numbers)
    facts = {
        "title": f"Panen raya {number}", "credit": "Kabar/Ayu Lestari", "caption": "Panen di Kupang.",
        "transcript": "Kami panen hari ini.", "kind": "mp4", "width": 320, "height": 180, "seconds": 2.0,
    }  # fmt: skip
    if "poster" not in fields:
        fields["poster"] = a_picture()
    clip = Clip(**{**facts, **fields})
    if not clip.address:
        clip.file.save(f"panen-{number}.mp4", ContentFile(a_film()), save=False)
        clip.captions.save(
            f"panen-{number}.vtt", ContentFile(b"WEBVTT\n\n00:00.000 --> 00:01.000\nPanen"), save=False
        )
    clip.save()
    return clip
