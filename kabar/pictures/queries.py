"""Every named read of pictures."""

from __future__ import annotations

from collections.abc import Iterable

from kabar.pictures.models import Picture


def without_description(pictures: Iterable[Picture]) -> list[Picture]:
    """Return the pictures that tell nothing to a reader who cannot see them."""
    return [picture for picture in pictures if not picture.description.strip()]


def unfinished(limit: int = 100) -> list[int]:
    """Return the numbers of pictures that readers see and whose finer sizes are not made."""
    return list(
        Picture.objects.filter(released=True, fine=False).order_by("id").values_list("pk", flat=True)[:limit]
    )
