"""Photographs with the facts a desk must know before printing them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from PIL import Image as Pillow
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    SourceImageIOError,
    WagtailImageField,
    WagtailImageFieldFile,
    get_upload_to,
)
from wagtail.search import index

from kabar import clock
from kabar.pictures import files, notice
from kabar.pictures.darkroom import Unprintable
from kabar.pictures.sizes import CROPS, SHARE, Crop, Kind, Original, Size, crop_named

#: So long before rights end the desk is warned.
WARNING = timedelta(days=7)
#: A change of how sizes are made changes every seal, so that all are made anew.
PROCESS = 1


@dataclass(frozen=True, slots=True)
class Printed:
    """A crop of a picture as a page prints it: addresses by width, and the one for any browser."""

    avif: tuple[tuple[int, str], ...]
    webp: tuple[tuple[int, str], ...]
    jpeg: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Untouched:
    """An original as the newsroom's screens name it."""

    url: str
    width: int
    height: int


class UprightFile(WagtailImageFieldFile):
    """The file of an original; its width and height are those of the picture standing upright."""

    def get_image_dimensions(self) -> tuple[int, int]:
        """Read the head of the file and nothing more: pixels are only ever touched by the enlarger."""
        close = self.closed
        self.open()
        try:
            with Pillow.open(self.file) as image:
                turned = image.getexif().get(0x0112, 1)
                return image.size[::-1] if turned in (5, 6, 7, 8) else image.size
        finally:
            self.close() if close else self.seek(0)


class OriginalField(WagtailImageField):
    """The original of a picture."""

    attr_class = UprightFile


class Usage(models.TextChoices):
    """How often a picture may be printed."""

    ANY = "", _("as often as we like")
    ONCE = "once", _("in one story only")


class Protected(models.TextChoices):
    """Whose face a picture must not show."""

    NOBODY = "", _("nobody")
    CHILD = "child", _("a child")
    VICTIM = "victim", _("a victim")
    WITNESS = "witness", _("a witness or source")


class AiUse(models.TextChoices):
    """What was done to a picture by a machine that makes pictures."""

    NONE = "", _("none")
    ALTERED = "altered", _("altered with AI")
    MADE = "made", _("made by AI")


class Picture(AbstractImage):
    """A photograph or drawing; its original never leaves the building."""

    file: Any = OriginalField(
        verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    rights = models.CharField(_("rights and licence"), max_length=200, blank=True)
    owner = models.CharField(_("owner of the rights"), max_length=200, blank=True)
    terms = models.TextField(_("terms of use"), blank=True)
    usage = models.CharField(_("may be printed"), max_length=12, blank=True, choices=Usage.choices)
    rights_until = models.DateTimeField(_("rights end"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    people = models.CharField(_("people shown"), max_length=500, blank=True)
    protects = models.CharField(_("protect"), max_length=12, blank=True, choices=Protected.choices)
    unrecognisable = models.BooleanField(_("nobody to be protected can be recognised"), default=False)
    ai_use = models.CharField(_("use of AI"), max_length=12, blank=True, choices=AiUse.choices)
    source_url = models.URLField(_("where it comes from"), max_length=500, blank=True)
    origin = models.CharField(max_length=200, unique=True, null=True, blank=True, editable=False)
    released = models.BooleanField(default=False, editable=False)
    seal = models.CharField(max_length=16, blank=True, editable=False)
    fine = models.BooleanField(default=False, editable=False)

    admin_form_fields = (
        "title", "file", "description", "caption", "credit", "people", "place", "taken_at", "rights", "owner",
        "terms", "usage", "rights_until", "protects", "unrecognisable", "ai_use", "source_url", "tags",
    )  # fmt: skip

    search_fields = [
        *AbstractImage.search_fields,
        *(index.SearchField(name) for name in ("caption", "credit", "people", "place", "owner")),
    ]

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-id"]
        indexes = [
            models.Index("rights_until", name="picture_rights_end", condition=Q(rights_until__isnull=False)),
            models.Index("id", name="picture_unfinished", condition=Q(released=True, fine=False)),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Know the file by its hash before it has a public name."""
        if self.file and not self.file_hash:
            self._set_image_file_metadata()
        super().save(*args, **kwargs)

    @property
    def alt(self) -> str:
        """What a reader who cannot see it is told."""
        return self.description

    # --- whether it may be shown ----------------------------------------------------------------------------

    def expired(self, at: datetime | None = None) -> bool:
        """Tell whether the rights to it have ended."""
        return self.rights_until is not None and self.rights_until <= (at or clock.now())

    def expires_soon(self) -> bool:
        """Tell whether the rights to it end within days."""
        return not self.expired() and self.expired(clock.now() + WARNING)

    def exposes(self) -> bool:
        """Tell whether somebody who is to be protected can be recognised on it."""
        return bool(self.protects) and not self.unrecognisable

    def may_be_shown(self) -> bool:
        """Tell whether readers may see it, if a live story prints it."""
        return not self.expired() and not self.exposes()

    # --- its sizes ------------------------------------------------------------------------------------------

    @property
    def stem(self) -> str:
        """Return how the files of its sizes begin."""
        return PurePosixPath(self.file.name).stem[:40]

    def original(self) -> Original:
        """Return its dimensions and its focal point."""
        focus = None
        if self.focal_point_x is not None and self.focal_point_y is not None and self.width and self.height:
            focus = (self.focal_point_x / self.width, self.focal_point_y / self.height)
        return Original(self.width or 1, self.height or 1, focus)

    def notice(self) -> str:
        """Return the words on credit and rights that its sizes carry."""
        return notice.xmp(credit=self.credit, rights=self.rights, terms=self.terms, ai_use=self.ai_use)

    def make_seal(self) -> str:
        """Return the part of its file names nobody can guess, new whenever file, crop or credit is."""
        about = f"{PROCESS}:{self.pk}:{self.file_hash}:{self.file.name}:{self.original()}:{self.notice()}"
        return blake2b(about.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=8).hexdigest()

    def made(self) -> Iterator[Size]:
        """Yield the sizes that are made under the present seal."""
        if self.seal:
            yield from self.original().needed()
            if self.fine:
                yield from self.original().finer()

    def printed(self, crop_name: str) -> Printed | None:
        """Return a crop as readers get it; None until a live story uses the picture."""
        if not self.released or not self.seal:
            return None
        crop, original = CROPS[crop_name], self.original()
        usual = original.size(crop, original.usual(crop), Kind.JPEG)
        return Printed(
            avif=self._choice(crop, Kind.AVIF), webp=self._choice(crop, Kind.WEBP),
            jpeg=self._address(usual), width=usual.width, height=usual.height,
        )  # fmt: skip

    def _choice(self, crop: Crop, kind: Kind) -> tuple[tuple[int, str], ...]:
        if not self.fine:
            return ()
        original = self.original()
        return tuple(
            (width, self._address(original.size(crop, width, kind))) for width in original.widths(crop)
        )

    def jpeg_url(self, crop_name: str = "whole") -> str:
        """Return the public address of a JPEG of a crop; empty until a live story uses the picture."""
        if not self.released or not self.seal:
            return ""
        crop, original = crop_named(crop_name), self.original()
        return self._address(original.size(crop, original.usual(crop), Kind.JPEG))

    def share_url(self) -> str:
        """Return the public address of the share picture; empty until a live story uses the picture."""
        return self.jpeg_url(SHARE.name)

    def _address(self, size: Size) -> str:
        return f"/media/{self.pk}/{size.file_name(self.stem, self.seal)}"

    def get_rendition(self, filter: Any) -> Any:
        """Return a size for the newsroom's own screens; the original is shown as it lies, not copied."""
        spec = filter if isinstance(filter, str) else filter.spec
        if spec == "original":
            return Untouched(self.file.url, self.width, self.height)
        return super().get_rendition(filter)

    def generate_rendition_file(self, filter: Any, *, source: File | None = None) -> File:
        """Make a size for the newsroom's own screens from a small copy, never from a stranger's file."""
        try:
            with files.small_copy(self).open("rb") as opened:
                return super().generate_rendition_file(filter, source=File(opened))
        except (Unprintable, OSError) as error:
            raise SourceImageIOError(str(error)) from error


class Rendition(AbstractRendition):
    """A size of a picture for the newsroom's own screens."""

    image = models.ForeignKey(Picture, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]
