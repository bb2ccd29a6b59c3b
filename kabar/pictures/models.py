"""Photographs with the facts a desk must know before printing them."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition

#: The widths in pixels at which a picture may be printed; no others are ever made for readers.
WIDTHS = (320, 640, 960, 1440)


def spec(width: int) -> str:
    """Return the filter of one printed width."""
    return f"width-{width}|format-webp|webpquality-72"


#: The picture other sites show when a story is shared: 1200 × 630, and JPEG because some read nothing else.
SHARE_SPEC = "fill-1200x630|format-jpeg|jpegquality-80"


def public_storage() -> FileSystemStorage:
    """Return the store of renditions that readers may fetch."""
    return FileSystemStorage(location=settings.PAPER.media / "public", base_url="/media/")


class Picture(AbstractImage):
    """A photograph or drawing; its original never leaves the building."""

    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    rights = models.CharField(_("rights and licence"), max_length=200, blank=True)
    source_url = models.URLField(_("where it comes from"), max_length=500, blank=True)
    origin = models.CharField(max_length=200, unique=True, null=True, blank=True, editable=False)
    released = models.BooleanField(default=False, editable=False)

    admin_form_fields = ("title", "file", "description", "caption", "credit", "rights", "source_url", "tags")

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-id"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Know the file by its hash before it has a public name."""
        if self.file and not self.file_hash:
            self._set_image_file_metadata()
        super().save(*args, **kwargs)

    @property
    def alt(self) -> str:
        """What a reader who cannot see it is told."""
        return self.description

    def public_url(self, width: int) -> str:
        """Return the public address of a printed width; empty until a live story uses the picture."""
        return f"/media/{self.public_name(spec(width))}" if self.released else ""

    def share_url(self) -> str:
        """Return the public address of the share picture; empty until a live story uses the picture."""
        return f"/media/{self.public_name(SHARE_SPEC)}" if self.released else ""

    def public_name(self, filter_spec: str) -> str:
        """Return the public file name of a size: not to be guessed, new whenever file or crop is."""
        suffix = ".jpg" if "jpeg" in filter_spec else ".webp"
        stem = PurePosixPath(self.file.name).stem[:40]
        return f"{self.pk}/{stem}.{self._fingerprint(filter_spec)}{suffix}"

    def _fingerprint(self, filter_spec: str) -> str:
        crop = f"{self.focal_point_x},{self.focal_point_y},{self.focal_point_width},{self.focal_point_height}"
        seal = f"{self.pk}:{self.file_hash}:{self.file.name}:{crop}:{filter_spec}"
        return blake2b(seal.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=8).hexdigest()

    def printed_widths(self) -> list[int]:
        """Return the widths this picture is printed at: none wider than itself, always at least one."""
        fitting = [width for width in WIDTHS if width <= self.width]
        return fitting or [WIDTHS[0]]


class Rendition(AbstractRendition):
    """A size of a picture for the newsroom's own screens."""

    image = models.ForeignKey(Picture, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]
