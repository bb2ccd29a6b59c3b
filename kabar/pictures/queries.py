"""Every named read of pictures."""

from __future__ import annotations

from collections.abc import Iterable

from kabar.pictures.models import Picture


def without_description(pictures: Iterable[Picture]) -> list[Picture]:
    """Return the pictures that tell nothing to a reader who cannot see them."""
    return [picture for picture in pictures if not picture.description.strip()]
