"""Every write to the picture store."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable

from wagtail.images.models import Filter

from kabar.pictures.models import SHARE_SPEC, Picture, public_storage, spec


def release(pictures: Iterable[Picture]) -> None:
    """Print the public sizes of pictures a live story uses; what is printed already is left alone."""
    for picture in pictures:
        _print_sizes(picture)
        if not picture.released:
            Picture.objects.filter(pk=picture.pk).update(released=True)
            picture.released = True


def retract(pictures: Iterable[Picture]) -> None:
    """Take the public sizes of pictures away: no live story uses them any more."""
    for picture in pictures:
        Picture.objects.filter(pk=picture.pk).update(released=False)
        picture.released = False
        shutil.rmtree(public_storage().path(str(picture.pk)), ignore_errors=True)


def _print_sizes(picture: Picture) -> None:
    for filter_spec in [*(spec(width) for width in picture.printed_widths()), SHARE_SPEC]:
        _print(picture, filter_spec)


def _print(picture: Picture, filter_spec: str) -> None:
    """Write one public size; it appears whole or not at all."""
    target = public_storage().path(picture.public_name(filter_spec))
    if os.path.exists(target):
        return
    os.makedirs(os.path.dirname(target), exist_ok=True)
    part = f"{target}.{os.getpid()}.part"
    with open(part, "wb") as opened:
        Filter(spec=filter_spec).run(picture, opened)
    os.replace(part, target)
