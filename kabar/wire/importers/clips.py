"""The clips of a Kabar export coming in; a file is looked at as if a stranger had sent it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files import File

from kabar.pictures.darkroom import Unprintable
from kabar.video import screening
from kabar.video.embeds import provider_of
from kabar.video.models import Clip
from kabar.wire.importers import lines
from kabar.wire.importers.incoming import Block
from kabar.wire.records import CLIP_FIELDS, CLIP_FILES, CLIPS, MEDIA, PICTURE_INSTANTS
from kabar.wire.reports import ImportRefused, Tally

FindPicture = Callable[[Any], int | None]


def taken_in(folder: Path, source: str, picture: FindPicture, tally: Tally) -> dict[int, int]:
    """Return our number of each clip of an export, taken in when it is not here yet."""
    file, found = folder / CLIPS, {}
    if not file.is_file():
        return {}
    for number, line in lines.numbered(file):
        try:
            card = json.loads(line or b"")
            clip = _clip(folder, f"kabar:{source}:{card['number']}", card, picture)
        except (KeyError, TypeError, ValueError) as error:
            raise ImportRefused(f"{file}:{number}: {error}") from None
        except Unprintable as reason:
            tally.note(f"clip refused: {reason}", str(card["file"]))
            continue
        found[card["number"]] = clip.pk
    return found


def pointed(blocks: list[Block], clips: Mapping[int, int]) -> list[Block]:
    """Point the videos of a body at our clips; one that did not come shows nothing."""
    for block in blocks:
        if block["type"] == "video":
            block["value"]["clip"] = clips.get(block["value"].get("clip"))
    return blocks


def _clip(folder: Path, origin: str, card: Mapping[str, Any], picture: FindPicture) -> Clip:
    same = {name: card[name] for name in ("title", "credit", "address", "seconds")}
    here = Clip.objects.filter(origin=origin).first() or Clip.objects.filter(**same).first()
    if here is not None:
        return here
    clip = Clip(
        origin=origin, poster_id=picture(card["poster"]), **{name: card[name] for name in CLIP_FIELDS}
    )
    if clip.address and not provider_of(clip.address):
        raise ValueError(f"{clip.address} cannot be embedded")
    for name in PICTURE_INSTANTS:
        if card.get(name):
            setattr(clip, name, datetime.fromisoformat(card[name]))
    for name in CLIP_FILES:
        if card[name]:
            _take_file(clip, name, _inside(folder, str(card[name])))
    clip.save()
    return clip


def _inside(folder: Path, name: str) -> Path:
    media = (folder / MEDIA).resolve()
    file = (media / name).resolve()
    if not file.is_file() or not file.is_relative_to(media):
        raise ValueError(f"{name} is not in the folder")
    return file


def _take_file(clip: Clip, name: str, file: Path) -> None:
    if name == "file":
        with TemporaryDirectory(prefix="kabar-") as folder:
            seen = screening.look(file, Path(folder) / "poster.jpg")
        clip.kind, clip.width, clip.height, clip.seconds = seen.kind, seen.width, seen.height, seen.seconds
    elif not file.read_bytes().removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        raise ValueError(f"{file.name} holds no captions")
    with file.open("rb") as opened:
        getattr(clip, name).save(file.name, File(opened), save=False)
