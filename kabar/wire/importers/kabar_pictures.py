"""The pictures of a Kabar export coming in: two that differ in any field stay two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction

from kabar.pictures.models import Picture
from kabar.wire.importers import media
from kabar.wire.importers.card_index import Card, read
from kabar.wire.models import ReceivedPicture
from kabar.wire.records import CARD_FIELDS, LATER_PICTURE_FIELDS, MEDIA, PICTURE_INSTANTS
from kabar.wire.reports import Tally


class Album:
    """Takes in the pictures of one export."""

    def __init__(self, folder: Path, source: str, tally: Tally, *, dry: bool) -> None:
        self.folder, self.tally, self.dry = folder, tally, dry
        self.prefix = f"kabar:{source}:"

    def taken_in(self) -> Iterator[tuple[int, int]]:
        """Yield the number of each picture there, and here."""
        for card in read(self.folder, "pictures"):
            key = f"{self.prefix}{card['number']}"
            received = ReceivedPicture.objects.filter(key=key).first()
            picture = received.picture_id if received else self._take_in(key, card)
            if picture is not None:
                yield card["number"], picture

    def _take_in(self, key: str, card: Card) -> int | None:
        """Return the picture of a card: one that is here and like it, or a new one."""
        with transaction.atomic():
            picture = self._here(card) or self._new(card)
            if picture is None:
                return None
            ReceivedPicture.objects.create(key=key, picture=picture)
        return picture.pk

    def _here(self, card: Card) -> Picture | None:
        """Return a picture that is the same in every field, and not another card's of this export."""
        if not card["file_hash"]:
            return None
        alike = Picture.objects.filter(file_hash=card["file_hash"], title=card["title"]).order_by("pk")
        others = ReceivedPicture.objects.filter(key__startswith=self.prefix)
        for picture in alike:
            if _is(picture, card) and not others.filter(picture=picture).exists():
                return picture
        return None

    def _new(self, card: Card) -> Picture | None:
        file = (self.folder / MEDIA / str(card["file"])).resolve()
        if not file.is_file() or not file.is_relative_to((self.folder / MEDIA).resolve()):
            self.tally.note("picture whose file is not in the folder", str(card["file"]))
        elif self.dry:
            self.tally.note("picture that will be taken in", str(card["file"]))
        elif reason := media.unprintable(file):
            self.tally.note(f"picture refused: {reason}", file.name)
        else:
            return _added(file, card)
        return None


def _added(file: Path, card: Card) -> Picture:
    facts = _facts(card)
    if facts["origin"] and Picture.objects.filter(origin=facts["origin"]).exists():
        facts["origin"] = None
    with file.open("rb") as opened:
        picture = Picture(**facts)
        picture.file = File(opened, name=file.name)
        picture._set_image_file_metadata()
        picture.save()
    picture.tags.set(card.get("tags", []))
    # Wagtail dates a new picture with the present.
    if facts.get("created_at"):
        Picture.objects.filter(pk=picture.pk).update(created_at=facts["created_at"])
    return picture


def _is(picture: Picture, card: Card) -> bool:
    facts = _facts(card)
    return sorted(picture.tags.names()) == sorted(card.get("tags", [])) and all(
        getattr(picture, name) == value for name, value in facts.items()
    )


def _facts(card: Card) -> dict[str, Any]:
    """Return what a card says of its picture; an earlier export says less."""
    said = {name: card[name] for name in (*CARD_FIELDS["pictures"], *LATER_PICTURE_FIELDS) if name in card}
    instants = {name: card[name] for name in PICTURE_INSTANTS if name in card}
    return said | {name: datetime.fromisoformat(at) if at else None for name, at in instants.items()}
