"""Campaigns, what they show, and what was counted of them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from kabar.advertising import making
from kabar.advertising.places import Place
from kabar.sections.models import Section
from kabar.staff.models import User
from kabar.topics.models import Topic


class Kind(models.TextChoices):
    """Who pays; the order is that in which a box is given away."""

    SPONSORSHIP = "sponsorship", _("Sponsorship")
    DIRECT = "direct", pgettext_lazy("a campaign", "Sold directly")
    HOUSE = "house", pgettext_lazy("a campaign", "House")


class State(models.TextChoices):
    """Where a campaign stands; within its flight an approved one runs."""

    DRAFT = "draft", pgettext_lazy("a campaign", "Draft")
    WAITING = "waiting", pgettext_lazy("a campaign", "Waits for approval")
    APPROVED = "approved", pgettext_lazy("a campaign", "Approved")
    PAUSED = "paused", pgettext_lazy("a campaign", "Paused")
    ENDED = "ended", pgettext_lazy("a campaign", "Ended")


class Device(models.TextChoices):
    """What it is shown on; the same two for which boxes have sizes."""

    ANY = "any", pgettext_lazy("a device", "Any")
    PHONE = "phone", pgettext_lazy("a device", "Phones")
    WIDE = "wide", pgettext_lazy("a device", "Wide screens")


class Campaign(ClusterableModel):
    """What somebody wants shown, to whom, from when to when, and how often."""

    paper = models.CharField(max_length=32, default="main", editable=False)
    name = models.CharField(_("name"), max_length=120, help_text=_("For the advertising desk."))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.HOUSE)
    advertiser = models.CharField(
        _("advertiser"), max_length=120, blank=True, help_text=_("As readers see it; empty for a house ad.")
    )
    begins = models.DateTimeField(_("from"))
    ends = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("Empty runs until it is ended.")
    )
    goal = models.PositiveIntegerField(
        _("impressions"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("How many were sold; they are spread evenly over its days. Empty for no limit."),
    )  # fmt: skip
    per_day = models.PositiveSmallIntegerField(
        _("times a day"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("How often one device sees it in a day; empty for no limit."),
    )  # fmt: skip
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Against others of its kind: 2 is shown twice as often as 1."),
    )  # fmt: skip
    device = models.CharField(_("device"), max_length=8, choices=Device.choices, default=Device.ANY)
    sections = ParentalManyToManyField(
        Section, verbose_name=_("sections"), blank=True, related_name="+", help_text=_("None chosen: all.")
    )
    topics = ParentalManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="+",
        help_text=_("Only on stories with one of these; none chosen: on all."),
    )  # fmt: skip
    state = models.CharField(
        _("state"), max_length=16, choices=State.choices, default=State.DRAFT, editable=False
    )
    written_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    approved_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    report_serial = models.PositiveIntegerField(default=1, editable=False)
    pace = models.FloatField(default=1.0, editable=False)
    paced_at = models.DateTimeField(null=True, editable=False)
    paced_seen = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-begins", "-id"]
        indexes = [models.Index(fields=["paper", "state", "begins"], name="campaign_running")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a flight that ends before it begins, and a payer without a name."""
        if self.begins and self.ends and self.ends <= self.begins:
            raise ValidationError({"ends": _("It would end before it begins.")})
        if self.kind != Kind.HOUSE and not self.advertiser.strip():
            raise ValidationError({"advertiser": _("Say who pays: readers may know.")})
        if self.goal and not self.ends:
            raise ValidationError({"ends": _("What was sold by number needs an end.")})


class Form(models.TextChoices):
    """What a creative is made of."""

    PICTURE = "picture", pgettext_lazy("a creative", "Picture")
    HTML = "html", pgettext_lazy("a creative", "HTML5 in a ZIP file")
    NATIVE = "native", pgettext_lazy("a creative", "Text")


def _folder(creative: Creative, name: str) -> str:
    return f"advertising/{creative.campaign.paper}/{name[-80:]}"


class Creative(Orderable):
    """One thing shown at one place."""

    campaign = ParentalKey(Campaign, on_delete=models.CASCADE, related_name="creatives")
    place = models.CharField(_("place"), max_length=16, choices=Place.choices)
    form = models.CharField(_("made of"), max_length=8, choices=Form.choices, default=Form.PICTURE)
    link = models.URLField(_("leads to"), max_length=1000, help_text=_("https://…"))
    file = models.FileField(
        _("file"), upload_to=_folder, blank=True, max_length=200,
        help_text=_("A JPEG, PNG or WebP; or a ZIP file with index.html, which finds its link in clickTag."),
    )  # fmt: skip
    title = models.CharField(
        _("headline"), max_length=90, blank=True, help_text=_("Of a text; of a picture, what it shows.")
    )
    words = models.CharField(_("words"), max_length=200, blank=True)
    made = models.CharField(max_length=120, blank=True, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)

    class Meta(Orderable.Meta):
        verbose_name = _("creative")
        verbose_name_plural = _("creatives")

    def __str__(self) -> str:
        return f"{self.get_place_display()}: {self.title or self.get_form_display()}"

    def clean(self) -> None:
        """Refuse what cannot be shown, with the reason beside the field."""
        if not self.title.strip():
            raise ValidationError({"title": _("Write what it says, also for those who do not see it.")})
        if not self.link.startswith(("https://", "http://")):
            raise ValidationError({"link": _("An address that begins with https://.")})
        if self.form == Form.NATIVE:
            return
        if not self.file:
            raise ValidationError({"file": _("Choose a file.")})
        if not getattr(self.file, "_committed", True):
            try:
                self._made_ready = making.ready(self.form, self.file.read())
            except making.Unfit as unfit:
                raise ValidationError({"file": str(unfit)}) from None
            finally:
                self.file.seek(0)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Lay out what was made ready, where readers' browsers find it."""
        ready: making.Ready | None = self.__dict__.pop("_made_ready", None)
        if self.form == Form.NATIVE:
            self.made, self.width, self.height = "", 0, 0
        elif ready is not None:
            self.made, self.width, self.height = making.lay_out(ready), ready.width, ready.height
        super().save(*args, **kwargs)


class Count(models.Model):
    """How often something happened to a creative within an hour; creative 0 is the paper's own offer."""

    class What(models.TextChoices):
        SEEN = "seen", pgettext_lazy("counted", "Impressions")
        VIEWED = "viewed", pgettext_lazy("counted", "Viewable")
        CLICKED = "clicked", pgettext_lazy("counted", "Clicks")
        CLOSED = "closed", pgettext_lazy("counted", "Closed")

    paper = models.CharField(max_length=32)
    #: Neither is a key: what was counted stays when a creative is taken out of its campaign.
    campaign = models.BigIntegerField(default=0, db_index=True)
    creative = models.BigIntegerField()
    place = models.CharField(max_length=16)
    hour = models.DateTimeField()
    what = models.CharField(max_length=8, choices=What.choices)
    number = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("count")
        verbose_name_plural = _("counts")
        constraints = [
            models.UniqueConstraint(
                fields=["creative", "hour", "place", "what", "paper"], name="counted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.creative} {self.place} {self.what}: {self.number}"


class Standing(models.Model):
    """What a paper's pages and lists were last printed with, to tell when an hour or a pace changes them."""

    paper = models.CharField(max_length=32, unique=True)
    boxes = models.CharField(max_length=64, blank=True)
    lists = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("standing advertising")
        verbose_name_plural = _("standing advertising")

    def __str__(self) -> str:
        return self.paper
