"""What a paper said wrong, what it says now, and who asked for it."""

from __future__ import annotations

from itertools import zip_longest

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kabar.stories.models import Story


class Kind(models.TextChoices):
    """What kind of amendment readers are told of."""

    CORRECTION = "correction", pgettext_lazy("kind", "Correction")
    CLARIFICATION = "clarification", _("Clarification")
    UPDATE = "update", _("Update")
    RETRACTION = "retraction", _("Retraction")
    RIGHT_OF_REPLY = "right_of_reply", _("Right of reply")


class Correction(models.Model):
    """One amendment of a live story, dated and linked; appended with the publication, never changed."""

    paper = models.CharField(max_length=32)
    story = models.ForeignKey(
        Story, verbose_name=_("story"), on_delete=models.PROTECT, related_name="corrections"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    note = models.TextField(_("note"))
    was = models.TextField(_("what it said"), blank=True)
    now = models.TextField(_("what it says"), blank=True)
    before = models.JSONField(_("text before"), default=list)
    after = models.JSONField(_("text after"), default=list)
    affects = models.JSONField(_("attributions it affects"), default=list)
    serious = models.BooleanField(_("serious"), default=False)
    compared = models.BooleanField(_("readers may see what it said before"), default=False)
    hidden = models.BooleanField(_("what it said is not repeated"), default=False)
    told_in = models.ForeignKey(
        Story,
        verbose_name=_("story that carries it"),
        null=True,
        on_delete=models.PROTECT,
        related_name="amends",
    )
    requested_by = models.CharField(_("asked for by"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    edition = models.BigIntegerField(_("edition"))

    class Meta:
        verbose_name = pgettext_lazy("kind", "Correction")
        verbose_name_plural = _("corrections")
        indexes = [models.Index(fields=["paper", "-at"], name="corrections_of_paper")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.story_id}"

    @property
    def anchor(self) -> str:
        """Return its name on the story's page and in the ledger."""
        return f"correction-{self.pk}"

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Return what it said and what it says, passage by passage."""
        return list(zip_longest(self.was.splitlines(), self.now.splitlines(), fillvalue=""))


class Wish(models.TextChoices):
    """What somebody outside asks for."""

    CORRECTION = "correction", _("A correction: something in the story is wrong")
    REPLY = "reply", _("A right of reply: the story is about me or about those I speak for")


class Outcome(models.TextChoices):
    """What became of a request from outside; changed only by `corrections.complaints`."""

    WAITING = "waiting", _("waiting")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")


class Complaint(models.Model):
    """A request from outside for a correction or a reply, with the clock it is answered by."""

    paper = models.CharField(max_length=32)
    reference = models.CharField(_("number"), max_length=12, unique=True)
    story = models.ForeignKey(
        Story, verbose_name=_("story"), null=True, on_delete=models.PROTECT, related_name="complaints"
    )
    wish = models.CharField(_("asks for"), max_length=12, choices=Wish.choices)
    address = models.CharField(_("address"), max_length=500)
    wrong = models.TextField(_("what is wrong"))
    right = models.TextField(_("what it should say"), blank=True)
    name = models.CharField(_("name"), max_length=120)
    contact = models.CharField(_("e-mail or telephone"), max_length=200)
    sender = models.CharField(max_length=32)
    at = models.DateTimeField(_("at"), db_index=True)
    due_at = models.DateTimeField(_("to be answered by"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, default=Outcome.WAITING)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("request from outside")
        verbose_name_plural = _("requests from outside")
        indexes = [
            models.Index(fields=["due_at"], name="complaints_waiting", condition=models.Q(outcome="waiting")),
            models.Index(fields=["sender", "at"], name="complaints_of_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.get_wish_display()} {self.reference}"


class Channel(models.TextChoices):
    """How somebody was asked."""

    PHONE = "phone", _("telephone")
    WHATSAPP = "whatsapp", "WhatsApp"
    EMAIL = "email", _("e-mail")
    LETTER = "letter", _("letter")
    IN_PERSON = "in_person", _("in person")
    SOCIAL = "social", _("social media")


class Reply(models.TextChoices):
    """Where a request for the other side stands; changed only by `corrections.replies`."""

    ASKED = "asked", _("asked")
    ANSWERED = "answered", _("answered")
    NO_ANSWER = "no_answer", _("has not answered")
    UNREACHABLE = "unreachable", _("could not be reached")
    DECLINED = "declined", _("declined to answer")


class ReplyRequest(models.Model):
    """The other side of a story, asked for: of whom, about what, until when, and what came of it."""

    story = models.ForeignKey(
        Story, verbose_name=_("story"), on_delete=models.PROTECT, related_name="reply_requests"
    )
    whom = models.CharField(_("who is asked"), max_length=200)
    claims = models.JSONField(_("attributions it is about"), default=list)
    question = models.TextField(_("what they are asked"))
    deadline = models.DateTimeField(_("answer by"))
    state = models.CharField(_("state"), max_length=12, choices=Reply.choices, default=Reply.ASKED)
    answer = models.TextField(_("answer"), blank=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(_("settled at"), null=True)

    class Meta:
        verbose_name = _("request for a reply")
        verbose_name_plural = _("requests for a reply")
        indexes = [models.Index(fields=["deadline"], name="replies_asked", condition=models.Q(state="asked"))]

    def __str__(self) -> str:
        return self.whom


class ReplyAttempt(models.Model):
    """One attempt to put the question to somebody; appended, never changed."""

    request = models.ForeignKey(
        ReplyRequest, verbose_name=_("request"), on_delete=models.PROTECT, related_name="attempts"
    )
    channel = models.CharField(_("channel"), max_length=12, choices=Channel.choices)
    delivered = models.BooleanField(_("the question reached them"), default=False)
    words = models.CharField(_("what happened"), max_length=300, blank=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.at}"


class ProtectedName(models.Model):
    """A name that may not be printed, kept so that it can be recognised but not read."""

    digest = models.CharField(max_length=64, unique=True)
    words = models.PositiveSmallIntegerField()
    case = models.CharField(_("case"), max_length=120)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("protected name")
        verbose_name_plural = _("protected names")

    def __str__(self) -> str:
        return self.case
