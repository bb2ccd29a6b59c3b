"""Every write to the clips."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction

from kabar.pictures import services as pictures
from kabar.pictures.files import public_folder, second_name
from kabar.pictures.models import Picture
from kabar.staff.models import User
from kabar.staff.permissions import must
from kabar.staff.rights import PUBLISH
from kabar.staff.services import record
from kabar.video import screening
from kabar.video.models import Clip


def keep(clip: Clip, *, by: User | None) -> None:
    """Keep a clip that was added or changed, with its record."""
    must_change(by, clip)
    act = "add" if clip.pk is None else "change"
    with transaction.atomic():
        clip.save()
        record(act, clip, by=by)


def must_change(by: User | None, clip: Clip) -> None:
    """Refuse a change of what stands on a live page to who sends nothing to press."""
    if by is not None and clip.released:
        must(by, PUBLISH)


def look_at(clip: Clip, file: Path, *, by: User | None) -> None:
    """Write down what is seen of a clip's new file and take a poster; raise Unprintable if it is none."""
    with TemporaryDirectory(prefix="kabar-") as folder:
        poster = Path(folder) / "poster.jpg"
        seen = screening.look(file, poster)
        clip.kind, clip.seconds = seen.kind, seen.seconds
        clip.width, clip.height = seen.width, seen.height
        if clip.poster is None:
            clip.poster = _poster_of(clip, poster, by)


def _poster_of(clip: Clip, frame: Path, by: User | None) -> Picture:
    with frame.open("rb") as opened:
        picture = Picture(
            title=clip.title[:255], description=clip.title[:255], credit=clip.credit, rights=clip.rights,
            rights_until=clip.rights_until, place=clip.place, taken_at=clip.taken_at, uploaded_by_user=by,
            file=ImageFile(opened, f"video-{Path(clip.file.name or '').stem[:60] or 'klip'}.jpg"),
        )  # fmt: skip
        pictures.take_in(picture)
    return picture


def release(clips: Iterable[Clip]) -> None:
    """Let readers see clips, in the transaction that makes their story live; not those we may not show."""
    numbers = [clip.pk for clip in clips]
    if not numbers:
        return
    rows = [row for row in Clip.objects.select_for_update().filter(pk__in=numbers) if not row.expired()]
    Clip.objects.filter(pk__in=[row.pk for row in rows], released=False).update(released=True)
    for row in rows:
        _hang(row)


def _hang(clip: Clip) -> None:
    for kept in (clip.file, clip.captions):
        if kept:
            outside = public_folder() / clip.public_name(kept)
            outside.parent.mkdir(parents=True, exist_ok=True)
            if not outside.exists() and Path(kept.path).exists():
                second_name(Path(kept.path), outside)


def retract(clips: Iterable[Clip]) -> None:
    """Take the public files of clips away."""
    for clip in clips:
        Clip.objects.filter(pk=clip.pk).update(released=False)
        take_down(clip.pk)


def take_down(pk: int) -> None:
    """Take what readers may fetch of a clip away."""
    shutil.rmtree(public_folder() / "video" / str(pk), ignore_errors=True)


def forget_files(clip: Any) -> None:
    """Take every file of a deleted clip away."""
    take_down(clip.pk)
    for kept in (clip.file, clip.captions):
        if kept:
            kept.storage.delete(kept.name)
