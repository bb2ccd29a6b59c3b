"""Every write to the picture store."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from wagtail.images.models import Filter

from kabar.pictures.models import SHARE_SPEC, Picture, public_storage, spec


def print_sizes(pictures: Iterable[Picture]) -> None:
    """Make the public sizes of pictures about to be published; what is made already is left alone.

    It is slow work for outside a transaction. Until `release` nobody is told the names of the files.
    """
    for picture in pictures:
        for filter_spec in [*(spec(width) for width in picture.printed_widths()), SHARE_SPEC]:
            _print(picture, filter_spec)


def release(pictures: Iterable[Picture]) -> None:
    """Let readers see pictures, in the transaction that makes their story live."""
    Picture.objects.filter(pk__in=[picture.pk for picture in pictures], released=False).update(released=True)


def retract(pictures: Iterable[Picture]) -> None:
    """Take the public sizes of pictures away: no live story uses them any more."""
    for picture in pictures:
        Picture.objects.filter(pk=picture.pk).update(released=False)
        shutil.rmtree(public_storage().path(str(picture.pk)), ignore_errors=True)


def _print(picture: Picture, filter_spec: str) -> None:
    """Write one public size; it appears whole or not at all."""
    target = Path(public_storage().path(picture.public_name(filter_spec)))
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as opened:
            Filter(spec=filter_spec).run(picture, opened)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
