"""A clip: our own file or a pointer to one elsewhere, with what a desk must know before showing it."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kabar import clock
from kabar.pictures.models import Picture

KINDS = {"mp4": "video/mp4", "webm": "video/webm"}


def put_in(clip: Clip, name: str) -> str:
    """Return where the file of a clip is kept in the building."""
    return f"video/{PurePosixPath(name).name}"


class Clip(models.Model):
    """A moving picture; its file leaves the building with the first live story that shows it."""

    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), upload_to=put_in, blank=True, max_length=255)
    address = models.URLField(_("address elsewhere"), blank=True, max_length=500)
    poster = models.ForeignKey(
        Picture, verbose_name=_("poster"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=200)
    rights = models.CharField(_("rights and licence"), max_length=200, blank=True)
    rights_until = models.DateTimeField(_("rights end"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    transcript = models.TextField(_("transcript"), blank=True)
    captions = models.FileField(_("captions"), upload_to=put_in, blank=True, max_length=255)
    language = models.CharField(_("language"), max_length=5, default="id", choices=settings.LANGUAGES)
    kind = models.CharField(max_length=4, blank=True, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    seconds = models.FloatField(default=0, editable=False)
    released = models.BooleanField(default=False, editable=False)
    origin = models.CharField(max_length=200, unique=True, null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("clip")
        verbose_name_plural = _("clips")
        ordering = ["-id"]
        indexes = [
            models.Index("rights_until", name="clip_rights_end", condition=Q(rights_until__isnull=False))
        ]

    def __str__(self) -> str:
        return self.title

    def expired(self, at: datetime | None = None) -> bool:
        """Tell whether the rights to it have ended."""
        return self.rights_until is not None and self.rights_until <= (at or clock.now())

    @property
    def media_type(self) -> str:
        """Return what a browser is told the file is."""
        return KINDS.get(self.kind, "")

    def public_url(self) -> str:
        """Return the public address of its file; empty until a live story uses the clip."""
        return f"/media/{self.public_name(self.file)}" if self.released and self.file else ""

    def captions_url(self) -> str:
        """Return the public address of its captions, if it has any and is public."""
        return f"/media/{self.public_name(self.captions)}" if self.released and self.captions else ""

    def public_name(self, kept: Any) -> str:
        """Return the public name of a file: not to be guessed, new with every file."""
        path = PurePosixPath(kept.name)
        seal = blake2b(
            f"clip:{self.pk}:{kept.name}".encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=8
        )
        return f"video/{self.pk}/{path.stem[:40]}.{seal.hexdigest()}{path.suffix}"

    def minutes(self) -> str:
        """Return how long it lasts, as readers read it: 1:05."""
        minutes, seconds = divmod(round(self.seconds), 60)
        return f"{minutes}:{seconds:02}" if self.seconds else ""

    def duration(self) -> str:
        """Return how long it lasts, as machines write it: PT1M5S."""
        minutes, seconds = divmod(round(self.seconds), 60)
        return f"PT{minutes}M{seconds}S" if self.seconds else ""
