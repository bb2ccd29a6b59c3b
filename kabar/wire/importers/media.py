"""Pictures of an archive: from a folder of its uploads, or fetched from where they stood if that is asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

from django.conf import settings
from django.core.files import File
from django.db import transaction
from PIL import Image, UnidentifiedImageError

from kabar.fetching import Budget, Fetcher, FetchError
from kabar.pictures.models import Picture
from kabar.progress import Progress, Silent
from kabar.stories.markup import inline
from kabar.wire.importers.incoming import short_key
from kabar.wire.importers.standing import host_of, joined, path_of
from kabar.wire.models import ReceivedPicture
from kabar.wire.reports import Tally

NOT_HERE = "picture not fetched: its file is not in the media folder"
NOT_ANSWERED = "picture not fetched: its address does not give it"
NOT_ASKED = "picture not fetched: its host does not answer"
NOT_THERE = "old address of a picture, which answers 404: the stories show it at a new one"
WOULD_BE_FETCHED = "picture that will be fetched, if its address gives it"
PICTURE_NAME = re.compile(r"\.(avif|gif|jpe?g|png|webp|bmp|tiff?|svg|heic|ico)$", re.I)
FORMATS = frozenset({"AVIF", "GIF", "JPEG", "PNG", "WEBP"})
#: Where the systems people come from keep their uploads; a folder of them begins behind it.
UPLOADS = re.compile(r"(?:wp-content/uploads|content/images|content/media|sites/[\w.-]+/files)/")
SECONDS = 20.0
#: A host that failed so often in a row is not asked again in this run.
PATIENCE = 3
#: What became of so many pictures is remembered at a time; of an earlier one it is found out again.
REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an archive names, and what it says of it."""

    number: str
    parent: str
    url: str
    title: str = ""
    alt: str = ""
    caption: str = ""


Card = Callable[[str, str], Attachment | None]


class Uploads:
    """The pictures of one archive, each made once, when a story prints it.

    `card(url, number)` is what the archive says of a file; nothing is fetched without a fetcher.
    """

    def __init__(
        self,
        kind: str,
        *,
        folder: Path | None = None,
        fetcher: Fetcher | None = None,
        site: str = "",
        dry: bool = False,
    ) -> None:
        self.kind, self.fetcher, self.site, self.dry = kind, fetcher, site, dry
        self.folder = folder.resolve() if folder else None
        self.tally = Tally()
        self.progress: Progress = Silent()
        self.card: Card = lambda url, number: None
        self.hanging: Callable[[], list[Attachment]] = list
        self.known: dict[str, int | None] = {}
        self.failed: Counter[str] = Counter()

    @property
    def reaches(self) -> bool:
        """Whether there is a folder or a fetcher to take files from."""
        return bool(self.folder or self.fetcher)

    def find(self, url: str, number: str = "") -> int | None:
        """Return our picture of a file, by its number or its address; count one that is missing."""
        attachment = self.card(url, number) or Attachment(number="", parent="", url=url)
        address = attachment.url or url
        if not address:
            self.tally.note("picture without an address", f"attachment {number}")
            return None
        if address not in self.known:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            self.known[address] = self._take_in(attachment, url or address)
            if self.known[address] is not None:
                self.tally.note(NOT_THERE, address)
        if self.known[address] is None:
            self.tally.note(self._missing(address), url or address)
        return self.known[address]

    def of_story(self) -> list[int]:
        """Return the pictures that hang on the story at hand."""
        found = [
            self.find(each.url, each.number)
            for each in self.hanging()
            if PICTURE_NAME.search(path_of(each.url))
        ]
        return [picture for picture in found if picture is not None]

    def caption_of(self, picture: int) -> str:
        """Return nothing: a caption of the archive stands on the picture itself."""
        return ""

    def _missing(self, address: str) -> str:
        if self.fetcher is None:
            return NOT_HERE
        if self.dry:
            return WOULD_BE_FETCHED
        return NOT_ASKED if self._given_up(address) else NOT_ANSWERED

    def _take_in(self, attachment: Attachment, url: str) -> int | None:
        key = short_key(f"{self.kind}:{attachment.url or url}")
        received = ReceivedPicture.objects.filter(key=key).first()
        if received:
            return received.picture_id
        if self.dry:
            return None
        with self._file_of(attachment, url) as file:
            if file is None or not self._is_picture(file):
                return None
            with transaction.atomic():
                picture = add_picture(
                    file, title=attachment.title or file.stem, description=attachment.alt[:255],
                    caption=inline.text_of(attachment.caption), source_url=(attachment.url or url)[:500],
                )  # fmt: skip
                ReceivedPicture.objects.create(key=key, picture=picture)
        return picture.pk

    @contextmanager
    def _file_of(self, attachment: Attachment, url: str) -> Iterator[Path | None]:
        """Give the file of a picture from the folder, else from where it stands, for a while."""
        here = self._file(attachment.url) or self._file(url)
        if here is not None or self.fetcher is None:
            yield here
            return
        with TemporaryDirectory(prefix="kabar-") as place:
            yield self._fetched(attachment.url or url, Path(place))

    def _file(self, url: str) -> Path | None:
        """Return the file of an address in the folder of uploads; never one outside of it."""
        if self.folder is None:
            return None
        path = unquote(path_of(url)).lstrip("/")
        inside = UPLOADS.split(path)[-1]
        for name in dict.fromkeys((inside, path, re.sub(r"-\d{2,4}x\d{2,4}(?=\.\w+$)", "", inside))):
            if "\x00" in name:
                continue
            file = (self.folder / name).resolve()
            if file.is_file() and file.is_relative_to(self.folder):
                return file
        return None

    def _fetched(self, url: str, place: Path) -> Path | None:
        address = joined(self.site, url)
        if self.fetcher is None or self._given_up(address):
            return None
        host = host_of(address)
        try:
            budget = Budget(seconds=SECONDS, bytes=settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
            answer = self.fetcher.fetch(address, budget=budget)
        except FetchError:
            self.failed[host] += 1
            return None
        self.failed[host] = 0
        if answer.status != 200:
            return None
        name = unquote(path_of(address)).rsplit("/", 1)[-1]
        file = place / (re.sub(r"[^\w.-]", "_", name)[-80:] or "picture")
        file.write_bytes(answer.body)
        self.tally.note("picture fetched")
        self.progress.also("pictures fetched")
        return file

    def _given_up(self, address: str) -> bool:
        return self.failed[host_of(joined(self.site, address))] >= PATIENCE

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


def plain_address(url: str) -> str:
    """Return a picture's address without scheme, query and the size WordPress adds to smaller copies."""
    bare = re.sub(r"^https?://|[?#].*$", "", url.strip())
    return re.sub(r"-\d{2,4}x\d{2,4}(?=\.\w{3,4}$)", "", bare).casefold()
