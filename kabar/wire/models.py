"""What has come in: archives and what became of them; feeds, wire items, and the stories made from them."""

from __future__ import annotations

import zlib

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kabar import clock
from kabar.pictures.models import Picture
from kabar.staff.models import Desk
from kabar.stories.models import Story


class ImportRun(models.Model):
    """One file being taken in; after an interruption the next run goes on from its place."""

    paper = models.CharField(max_length=32)
    kind = models.CharField(max_length=20)
    source = models.CharField(_("file"), max_length=500)
    seal = models.CharField(max_length=64)
    place = models.BigIntegerField(_("items done"), default=0)
    tally = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        indexes = [models.Index(fields=["paper", "seal"], name="import_of_file")]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}"


class ReceivedStory(models.Model):
    """An item that became a story, and a digest of it: the same item again changes nothing."""

    paper = models.CharField(max_length=32)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=32)
    headline_key = models.BigIntegerField()
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")
    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="received")

    class Meta:
        verbose_name = _("received story")
        verbose_name_plural = _("received stories")
        constraints = [models.UniqueConstraint(fields=["paper", "key"], name="received_story_once")]
        indexes = [models.Index(fields=["headline_key"], name="received_headline")]

    def __str__(self) -> str:
        return self.key


class ReceivedPicture(models.Model):
    """A picture of somebody's export, under the name it had there, and the picture it became here."""

    key = models.CharField(max_length=200, unique=True)
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("received picture")
        verbose_name_plural = _("received pictures")

    def __str__(self) -> str:
        return self.key


class OpenPointer(models.Model):
    """An also-read whose story has not come in yet; it is resolved on the day that story does."""

    paper = models.CharField(max_length=32)
    headline_key = models.BigIntegerField()
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="open_pointers")

    class Meta:
        verbose_name = _("open pointer")
        verbose_name_plural = _("open pointers")
        indexes = [models.Index(fields=["paper", "headline_key"], name="pointer_waits_for")]

    def __str__(self) -> str:
        return f"{self.story_id} waits for {self.headline_key}"


class Health(models.TextChoices):
    """How a feed is doing."""

    NEW = "new", pgettext_lazy("feed", "not asked yet")
    WELL = "well", pgettext_lazy("feed", "well")
    FAILING = "failing", pgettext_lazy("feed", "failing")


class Feed(models.Model):
    """Where copy comes in, by the name it has in kabar.toml: how it is doing and what it remembers."""

    name = models.CharField(_("feed"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=20)
    health = models.CharField(_("health"), max_length=8, choices=Health.choices, default=Health.NEW)
    asked_at = models.DateTimeField(_("last asked"), null=True)
    answered_at = models.DateTimeField(_("last success"), null=True)
    item_at = models.DateTimeField(_("last item"), null=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    error = models.CharField(_("last error"), max_length=300, blank=True)
    next_at = models.DateTimeField(_("asked again"), null=True, db_index=True)
    #: Whoever asks it now holds it until then.
    held_until = models.DateTimeField(null=True)
    memory = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Listening(models.TextChoices):
    """How far a feed's hub has agreed to tell us of its news."""

    ASKED = "asked", pgettext_lazy("subscription", "asked")
    STANDING = "standing", pgettext_lazy("subscription", "standing")
    REFUSED = "refused", pgettext_lazy("subscription", "refused")


class Subscription(models.Model):
    """A feed's WebSub hub: under which secret address it reaches us, and until when it has agreed to."""

    feed = models.OneToOneField(Feed, on_delete=models.CASCADE, related_name="subscription")
    hub = models.CharField(max_length=500)
    topic = models.CharField(max_length=500)
    token = models.CharField(max_length=64, unique=True)
    secret = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=8, choices=Listening.choices, default=Listening.ASKED)
    asked_at = models.DateTimeField()
    renew_at = models.DateTimeField()
    until = models.DateTimeField(_("until"), null=True)
    error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("subscription of a feed")
        verbose_name_plural = _("subscriptions of feeds")

    def __str__(self) -> str:
        return f"{self.feed} ← {self.hub}"


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


class RefusedCopy(models.Model):
    """Copy that could not be read, filed for the desk with file, place and reason."""

    feed = models.ForeignKey(Feed, null=True, on_delete=models.SET_NULL, related_name="refused")
    name = models.CharField(_("name"), max_length=300)
    reason = models.CharField(_("reason"), max_length=400)
    at = models.DateTimeField(_("at"))
    digest = models.CharField(max_length=32)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("refused copy")
        verbose_name_plural = _("refused copy")
        constraints = [models.UniqueConstraint(fields=["name", "digest"], name="refused_copy_once")]

    def __str__(self) -> str:
        return self.reason


class Rule(models.Model):
    """Which items go to which desk, under what tag, and of which its editors are told at once."""

    paper = models.CharField(max_length=32, default="main", editable=False)
    name = models.CharField(_("name"), max_length=80)
    provider = models.CharField(_("agency"), max_length=120, blank=True)
    topic = models.CharField(
        _("Media Topic"), max_length=8, blank=True, help_text=_("Eight digits; 15000000 is sport.")
    )
    place = models.CharField(_("place"), max_length=80, blank=True)
    urgency = models.PositiveSmallIntegerField(
        _("at least as urgent as"), null=True, blank=True, help_text=_("1 is the most urgent, 9 the least.")
    )
    words = models.CharField(
        _("words"), max_length=200, blank=True, help_text=_("All of them stand in the headline or text.")
    )
    desk = models.ForeignKey(
        Desk, verbose_name=_("desk"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    tag = models.SlugField(_("tag"), max_length=40, blank=True)
    rings = models.BooleanField(_("tell the desk's editors at once"), default=False)

    class Meta:
        verbose_name = _("wire rule")
        verbose_name_plural = _("wire rules")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Derived(models.Model):
    """A story made from an item, and which of its paragraphs came from it."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="derived_from")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="derived")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    passages = models.JSONField(default=list)

    class Meta:
        verbose_name = _("derived story")
        verbose_name_plural = _("derived stories")
        constraints = [models.UniqueConstraint(fields=["story", "item"], name="derived_once")]

    def __str__(self) -> str:
        return f"{self.story_id} ← {self.item_id}"
