"""Items of the wire: the messages they came in, their versions, pictures and sketches."""

from __future__ import annotations

import zlib

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kabar import clock
from kabar.pictures.models import Picture
from kabar.staff.models import Desk
from kabar.wire.models.feeds import Feed


class Stand(models.TextChoices):
    """Where a wire item stands; changed only by `wire.services`."""

    WAITING = "waiting", pgettext_lazy("wire item", "waiting")
    TAKEN = "taken", pgettext_lazy("wire item", "taken")
    PUT_ASIDE = "put_aside", pgettext_lazy("wire item", "put aside")


class Message(models.Model):
    """A message as it came, to the byte: what no field of an item holds is kept here, and never dropped."""

    name = models.CharField(_("name"), max_length=300)
    packed = models.BinaryField()
    received_at = models.DateTimeField(_("received"), db_index=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, name: str, data: bytes) -> Message:
        """Return a message that is not in the database yet."""
        return cls(name=name[-300:], packed=zlib.compress(data, 1), received_at=clock.now())

    def data(self) -> bytes:
        """Return what came."""
        return zlib.decompress(self.packed)


class Item(models.Model):
    """One version of an item that came in: what a list shows of it, and all it says as JSON.

    Versions of an item share its `thread`; what agencies say of the same event shares its `group`.
    """

    paper = models.CharField(max_length=32, default="main")
    feed = models.ForeignKey(Feed, null=True, on_delete=models.SET_NULL, related_name="items")
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="items")
    provider = models.CharField(_("agency"), max_length=120)
    key = models.CharField(max_length=200)
    version = models.CharField(_("version"), max_length=60, blank=True)
    thread = models.CharField(max_length=32)
    group = models.BigIntegerField(default=0)
    newest = models.BooleanField(default=True)
    kind = models.CharField(_("kind"), max_length=20)
    act = models.CharField(max_length=12)
    standing = models.CharField(max_length=10)
    stand = models.CharField(_("stand"), max_length=10, choices=Stand.choices, default=Stand.WAITING)
    headline = models.CharField(_("headline"), max_length=300)
    slugline = models.CharField(_("slugline"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), null=True)
    embargo = models.DateTimeField(_("embargo until"), null=True)
    said_at = models.DateTimeField(_("sent"), null=True)
    received_at = models.DateTimeField(_("received"))
    digest = models.CharField(max_length=32)
    tags = models.JSONField(default=list)
    said = models.JSONField(default=dict)
    desks = models.ManyToManyField(Desk, related_name="wire_items")

    class Meta:
        verbose_name = _("wire item")
        verbose_name_plural = _("wire items")
        constraints = [
            models.UniqueConstraint(fields=["paper", "thread", "digest"], name="wire_item_version_once")
        ]
        indexes = [
            models.Index(
                "paper", models.F("id").desc(), name="wire_waiting",
                condition=models.Q(newest=True, stand="waiting"),
            ),
            models.Index(fields=["paper", "thread"], name="wire_thread"),
            models.Index(fields=["group"], name="wire_group"),
            models.Index(fields=["received_at"], name="wire_received"),
            models.Index(fields=["paper", "slugline"], name="wire_slugline"),
            models.Index(fields=["paper", "key"], name="wire_key"),
            models.Index(fields=["digest"], name="wire_digest"),
            models.Index(fields=["paper", "standing", "received_at"], name="wire_standing"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.headline


class ItemPicture(models.Model):
    """A picture of an item as its agency sent it, for the newsroom's eyes; and what it became when taken."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField()
    file = models.FileField(upload_to="wire/%Y/%m/%d", max_length=200)
    at = models.DateTimeField()
    picture = models.ForeignKey(Picture, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("picture of a wire item")
        verbose_name_plural = _("pictures of wire items")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="item_picture_once")]

    def __str__(self) -> str:
        return str(self.file)


class Piece(models.Model):
    """A piece of an item's sketch: items that share one may say the same, and are compared."""

    paper = models.CharField(max_length=32)
    value = models.BigIntegerField()
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="sketch")

    class Meta:
        indexes = [models.Index(fields=["paper", "value"], name="wire_sketch")]

    def __str__(self) -> str:
        return str(self.value)
