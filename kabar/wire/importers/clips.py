"""The clips of a Kabar export coming in; a file is looked at as if a stranger had sent it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import blake2b, file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files import File
from django.db import transaction

from kabar.pictures.darkroom import Unprintable
from kabar.video import screening
from kabar.video.embeds import provider_of
from kabar.video.models import Clip
from kabar.wire.importers import lines
from kabar.wire.importers.incoming import Block
from kabar.wire.importers.memory import Memory
from kabar.wire.records import CLIP_FIELDS, CLIP_FILES, CLIPS, MEDIA, PICTURE_INSTANTS
from kabar.wire.reports import ImportRefused, Tally

FindPicture = Callable[[Any], int | None]


def taken_in(folder: Path, memory: Memory, picture: FindPicture, tally: Tally) -> dict[int, int]:
    """Return our number of each clip of an export, taken in when it is not here yet."""
    file, found = folder / CLIPS, {}
    if not file.is_file():
        return {}
    for number, line in lines.numbered(file):
        try:
            card = json.loads(line or b"")
            with transaction.atomic():
                clip = _clip(folder, memory, card, picture)
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


def _clip(folder: Path, memory: Memory, card: Mapping[str, Any], picture: FindPicture) -> Clip:
    """Return the clip of a card: the one it became, one that is here and like it, or a new one."""
    number = card["number"]
    if not isinstance(number, int):
        raise ValueError("a clip has a number")
    # An import of before this was remembered left its mark on the clip.
    origin = f"kabar:{memory.source}:{number}"
    known = memory.of("clips", number, Clip.objects.all()) or Clip.objects.filter(origin=origin).first()
    if known is not None:
        return known
    facts: dict[str, Any] = {name: card[name] for name in CLIP_FIELDS}
    facts |= {name: _instant(card[name]) for name in PICTURE_INSTANTS if name in card}
    facts["poster_id"] = picture(card["poster"])
    alike = [clip.pk for clip in Clip.objects.filter(**facts) if _has_files(clip, folder, card)]
    clip = memory.free("clips", number, Clip.objects.filter(pk__in=alike))
    clip = clip or _made(origin, facts, folder, card)
    memory.keep("clips", number, clip)
    return clip


def _has_files(clip: Clip, folder: Path, card: Mapping[str, Any]) -> bool:
    """Tell whether the files of a clip hold what those of a card do."""
    return all(_digest(clip, name) == _digest_of(folder, str(card[name])) for name in CLIP_FILES)


def _digest(clip: Clip, name: str) -> str:
    kept = getattr(clip, name)
    if not kept:
        return ""
    with kept.storage.open(kept.name) as opened:
        return file_digest(opened, blake2b).hexdigest()


def _digest_of(folder: Path, name: str) -> str:
    if not name:
        return ""
    with _inside(folder, name).open("rb") as opened:
        return file_digest(opened, blake2b).hexdigest()


def _instant(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None


def _made(origin: str, facts: dict[str, Any], folder: Path, card: Mapping[str, Any]) -> Clip:
    clip = Clip(origin=origin, **{name: value for name, value in facts.items() if value is not None})
    if clip.address and not provider_of(clip.address):
        raise ValueError(f"{clip.address} cannot be embedded")
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
