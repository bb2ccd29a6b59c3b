"""Pictures for tests, drawn on the spot."""

from __future__ import annotations

from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image

from kabar.pictures.models import Picture

_numbers = count(1)


def a_picture(width: int = 1600, height: int = 1067, **fields: Any) -> Picture:
    """Return a picture of one colour, with everything a desk wants to know about it."""
    number = next(_numbers)
    drawn = BytesIO()
    Image.new("RGB", (width, height), (20 + number % 200, 90, 140)).save(drawn, "JPEG")
    facts = {
        "title": f"Sawah {number}",
        "description": "Sawah hijau di bawah awan.",
        "caption": "Sawah menjelang panen.",
        "credit": "Kabar/Ayu Lestari",
        "rights": "© Kabar",
    }
    return Picture.objects.create(
        file=ImageFile(BytesIO(drawn.getvalue()), f"sawah-{number}.jpg"), **{**facts, **fields}
    )
