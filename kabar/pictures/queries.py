"""Every named read of pictures."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from kabar import clock
from kabar.pictures.models import WARNING, Picture


def without_description(pictures: Iterable[Picture]) -> list[Picture]:
    """Return the pictures that tell nothing to a reader who cannot see them."""
    return [picture for picture in pictures if not picture.description.strip()]


def unfinished(limit: int = 100) -> list[int]:
    """Return the numbers of pictures that readers see and whose finer sizes are not made."""
    return list(
        Picture.objects.filter(released=True, fine=False).order_by("id").values_list("pk", flat=True)[:limit]
    )


def rights_ended(pictures: QuerySet[Picture]) -> QuerySet[Picture]:
    """Return those pictures whose rights have ended."""
    return pictures.filter(rights_until__lte=clock.now())


def rights_ending(pictures: QuerySet[Picture]) -> QuerySet[Picture]:
    """Return those pictures whose rights end within days."""
    now = clock.now()
    return pictures.filter(rights_until__gt=now, rights_until__lte=now + WARNING)


def to_take_off(limit: int = 200) -> list[Picture]:
    """Return the pictures that readers still see although the rights to them have ended."""
    return list(rights_ended(Picture.objects.filter(released=True)).order_by("rights_until")[:limit])


def soon_to_end(limit: int = 8) -> list[Picture]:
    """Return the pictures whose rights ended in the last days or end within the next, the next first."""
    now = clock.now()
    near = Picture.objects.filter(rights_until__gt=now - WARNING, rights_until__lte=now + WARNING)
    return list(near.order_by("rights_until")[:limit])
