"""Pictures of an export, taken from a folder of its uploads; nothing is fetched from anywhere."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files import File
from django.db import transaction
from PIL import Image, UnidentifiedImageError

from kabar.pictures.models import Picture
from kabar.stories.markup import inline
from kabar.wire.importers.incoming import short_key
from kabar.wire.importers.wxr_survey import Attachment, Survey, plain_address
from kabar.wire.models import ReceivedPicture
from kabar.wire.reports import Tally

NOT_HERE = "picture not fetched: its file is not in the media folder"
PICTURE_NAME = re.compile(r"\.(avif|gif|jpe?g|png|webp|bmp|tiff?|svg|heic|ico)$", re.I)
FORMATS = frozenset({"AVIF", "GIF", "JPEG", "PNG", "WEBP"})


class Uploads:
    """The pictures of one export, each made once, when a story prints it."""

    def __init__(self, survey: Survey, folder: Path | None, tally: Tally) -> None:
        self.survey, self.tally = survey, tally
        self.folder = folder.resolve() if folder else None
        self.known: dict[str, int | None] = {}
        self.captions: dict[int, str] = {}
        self.story = ""

    def find(self, url: str, number: str = "") -> int | None:
        """Return our picture of an attachment, by its number or its address."""
        named = self.survey.attachments.get(number)
        attachment = named if named and (not url or _same_name(named.url, url)) else None
        attachment = attachment or self.survey.attachments.get(self.survey.by_url.get(plain_address(url), ""))
        attachment = attachment or named or Attachment(number="", parent="", url=url)
        address = attachment.url or url
        if not address:
            self.tally.note("picture without an address", f"attachment {number}")
            return None
        if address not in self.known:
            self.known[address] = self._take_in(attachment, url or address)
        if self.known[address] is None:
            self.tally.note(NOT_HERE, url or address)
        return self.known[address]

    def of_story(self) -> list[int]:
        """Return the pictures that were uploaded to the story at hand."""
        theirs = [each for each in self.survey.attachments.values() if each.parent == self.story]
        found = [
            self.find(each.url, each.number)
            for each in theirs
            if PICTURE_NAME.search(urlsplit(each.url).path)
        ]
        return [picture for picture in found if picture is not None]

    def caption_of(self, picture: int) -> str:
        """Return the caption a picture came with."""
        return self.captions.get(picture, "")

    def _take_in(self, attachment: Attachment, url: str) -> int | None:
        key = short_key(f"wxr:{attachment.url or url}")
        received = ReceivedPicture.objects.filter(key=key).first()
        if received:
            return received.picture_id
        file = self._file(attachment.url) or self._file(url)
        if file is None or not self._is_picture(file):
            return None
        with transaction.atomic():
            picture = add_picture(
                file, title=attachment.title or file.stem, description=attachment.alt[:255],
                caption=inline.text_of(attachment.caption), source_url=(attachment.url or url)[:500],
            )  # fmt: skip
            ReceivedPicture.objects.create(key=key, picture=picture)
        return picture.pk

    def _file(self, url: str) -> Path | None:
        """Return the file of an address in the folder of uploads; never one outside of it."""
        if self.folder is None:
            return None
        path = unquote(urlsplit(url).path).lstrip("/")
        inside = path.split("wp-content/uploads/")[-1]
        for name in dict.fromkeys((inside, path, re.sub(r"-\d{2,4}x\d{2,4}(?=\.\w+$)", "", inside))):
            if "\x00" in name:
                continue
            file = (self.folder / name).resolve()
            if file.is_file() and file.is_relative_to(self.folder):
                return file
        return None

    def _is_picture(self, file: Path) -> bool:
        reason = unprintable(file)
        if reason:
            self.tally.note(f"picture refused: {reason}", file.name)
        return not reason


def unprintable(file: Path) -> str:
    """Return why a file cannot become a picture, or nothing; only its head is read."""
    if file.stat().st_size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        return "the file is too big"
    try:
        with Image.open(file) as opened:
            if opened.format not in FORMATS:
                return f"{opened.format} is not a picture for the web"
            width, height = opened.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return "not a picture"
    return "too many pixels" if width * height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS else ""


def add_picture(file: Path, **facts: str) -> Picture:
    """Keep a file as a picture, private until a live story prints it."""
    with file.open("rb") as opened:
        picture = Picture(**{**facts, "title": facts.get("title", "")[:255] or file.stem[:255]})
        picture.file = File(opened, name=file.name)
        picture._set_image_file_metadata()
        picture.save()
    return picture


def _same_name(one: str, other: str) -> bool:
    return plain_address(one).rsplit("/", 1)[-1] == plain_address(other).rsplit("/", 1)[-1]
