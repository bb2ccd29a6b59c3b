"""The source book: people, offices, agencies and papers that say something, and who supplied copy."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from kabar.sources.words import folded


class Kind(models.TextChoices):
    """What a source is."""

    PERSON = "person", _("Person")
    OFFICE = "office", _("Office")
    AGENCY = "agency", _("News agency or publisher")
    DOCUMENT = "document", _("Document")
    DATASET = "dataset", _("Data set")
    WITNESS = "witness", _("Witness")
    OWN_REPORTING = "own_reporting", _("Our own reporting")


class Interest(models.TextChoices):
    """What readers should know of a source's stake; printed beside its name."""

    NONE = "", _("none known")
    STATE_MEDIA = "state_media", _("state media")
    PARTY = "party_to_conflict", _("party to the conflict")
    COMMERCIAL = "commercial", _("sells what it speaks of")
    CAMPAIGN = "campaign", _("campaigns for a cause")


class Source(models.Model):
    """Whoever or whatever says something; one that was merged leads to the one that stayed."""

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.PERSON)
    public_label = models.CharField(
        _("as readers see it"),
        max_length=160,
        help_text=_("A name, or for an unnamed source what may be said of it: “a senior defence official”."),
    )
    other_names = models.CharField(
        _("also called"), max_length=300, blank=True, help_text=_("Found by these too; separated by commas.")
    )
    role = models.CharField(_("position"), max_length=160, blank=True)
    member_of = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="members",
    )
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("Two letters: ID, US."))
    url = models.URLField(_("address"), blank=True)
    same_as = models.URLField(
        _("also described at"), blank=True, help_text=_("Wikidata or another register.")
    )
    interest = models.CharField(
        _("interest"), max_length=20, choices=Interest.choices, blank=True, default=Interest.NONE
    )
    unnamed = models.BooleanField(
        _("not named"),
        default=False,
        help_text=_("Each use needs a reason and the approval of an editor-in-chief."),
    )
    uses = models.PositiveIntegerField(default=0, editable=False)
    merged_into = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="merged"
    )
    #: Every name with a blank before each word, for looking into common beginnings.
    folded = models.CharField(max_length=700, default="", editable=False)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["public_label"]
        indexes = [models.Index(models.F("uses").desc(), models.F("id"), name="source_most_used")]

    def __str__(self) -> str:
        return self.public_label

    @property
    def kept(self) -> Source:
        """The source that stands for this one now."""
        return self.merged_into or self

    def names(self) -> str:
        """Return all it is found by."""
        return " ".join((self.public_label, self.other_names.replace(",", " "), self.role))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep it together with the words it is found by."""
        words = folded(self.names())
        self.folded = "".join(f" {word}" for word in words)[:700]
        with transaction.atomic():
            super().save(*args, **kwargs)
            if not self.merged_into_id:
                self.index(words)

    def index(self, words: list[str]) -> None:
        """Write the words it is found by, where they differ from those written."""
        wanted, written = set(words), set(self.words.values_list("word", flat=True))
        self.words.filter(word__in=written - wanted).delete()
        SourceWord.objects.bulk_create(
            [SourceWord(source=self, word=word) for word in sorted(wanted - written)], ignore_conflicts=True
        )


class SourceWord(models.Model):
    """A word a source is found by."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=40, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "word"], name="source_word_once")]

    def __str__(self) -> str:
        return self.word


class Distributor(models.Model):
    """An agency that supplies copy, credited as "Sumber Reuters"; in the source book it is a source too."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    url = models.URLField(_("address"), blank=True)
    source = models.ForeignKey(
        Source,
        verbose_name=_("in the source book"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="distributors",
    )

    class Meta:
        verbose_name = _("distributor")
        verbose_name_plural = _("distributors")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep it, and enter it in the source book."""
        if self.source_id is None:
            agencies = Source.objects.filter(kind=Kind.AGENCY, public_label=self.name, merged_into=None)
            self.source = agencies.first() or Source.objects.create(
                kind=Kind.AGENCY, public_label=self.name, url=self.url
            )
            if kwargs.get("update_fields"):
                kwargs["update_fields"] = {*kwargs["update_fields"], "source"}
        super().save(*args, **kwargs)


class EditorKey(models.Model):
    """The public half of an editor's key; the private half never leaves the editor."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="editor_key")
    recipient = models.CharField(_("public key"), max_length=120)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("editor's key")
        verbose_name_plural = _("editors' keys")

    def __str__(self) -> str:
        return str(self.user)


class SealedIdentity(models.Model):
    """Who an unnamed source is, encrypted in an editor's browser; `parts` and `whole` are keyed digests."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="sealed_identity")
    ciphertext = models.TextField()
    salt = models.CharField(max_length=64)
    whole = models.CharField(max_length=64)
    parts = models.JSONField(default=list)
    readable_by = models.ManyToManyField(EditorKey, related_name="sealed")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("sealed identity")
        verbose_name_plural = _("sealed identities")

    def __str__(self) -> str:
        return str(self.source_id)
