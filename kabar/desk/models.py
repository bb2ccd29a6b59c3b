"""What a desk keeps of its day: assignments, where drafts stand, notes, hand-overs, and who was told what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kabar import clock
from kabar.sections.models import Section
from kabar.staff.models import Desk
from kabar.stories.models import Story


class Progress(models.TextChoices):
    """How far an assignment has come; changed only by `desk.services`."""

    WANTED = "wanted", pgettext_lazy("assignment", "wanted")
    ACCEPTED = "accepted", pgettext_lazy("assignment", "accepted")
    IN_WRITING = "in_writing", pgettext_lazy("assignment", "in writing")
    FILED = "filed", pgettext_lazy("assignment", "filed")
    DONE = "done", pgettext_lazy("assignment", "done")
    DROPPED = "dropped", pgettext_lazy("assignment", "dropped")


#: Assignments somebody still waits for.
OPEN = (Progress.WANTED, Progress.ACCEPTED, Progress.IN_WRITING, Progress.FILED)
#: Of those, the ones that are still with their writer.
UNFILED = (Progress.WANTED, Progress.ACCEPTED, Progress.IN_WRITING)


class Assignment(models.Model):
    """A story that is wanted: what it is about, for which section, from whom, by when."""

    paper = models.CharField(max_length=32, default="main", editable=False)
    title = models.CharField(_("what is wanted"), max_length=200)
    brief = models.TextField(_("brief"), blank=True)
    section = models.ForeignKey(
        Section, verbose_name=_("section"), on_delete=models.PROTECT, related_name="assignments"
    )
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="assignments",
    )  # fmt: skip
    due = models.DateTimeField(_("due"), null=True, blank=True)
    story = models.ForeignKey(
        Story, verbose_name=_("story"), null=True, on_delete=models.SET_NULL, related_name="assignments"
    )
    progress = models.CharField(
        _("progress"), max_length=12, choices=Progress.choices, default=Progress.WANTED, editable=False
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    given_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        indexes = [
            models.Index(fields=["progress", "due"], name="assignment_progress"),
        ]

    def __str__(self) -> str:
        return self.title


class ReviewState(models.TextChoices):
    """Where the newest version of a story stands on its way to press; changed only by `desk.services`."""

    IN_WRITING = "in_writing", pgettext_lazy("draft", "in writing")
    IN_REVIEW = "in_review", pgettext_lazy("draft", "in review")
    RETURNED = "returned", pgettext_lazy("draft", "returned")
    APPROVED = "approved", pgettext_lazy("draft", "approved")
    SENT = "sent", pgettext_lazy("draft", "sent to press")


#: Drafts that are with their writer.
WITH_WRITER = (ReviewState.IN_WRITING, ReviewState.RETURNED)


class Review(models.Model):
    """A story's newest version on its way to press: who wrote it, how long it is, who looked at it."""

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="review")
    state = models.CharField(
        _("review"), max_length=12, choices=ReviewState.choices, default=ReviewState.IN_WRITING
    )
    revision = models.PositiveBigIntegerField(_("version"))
    #: The newest version that may go to press; a later one of a writer's must be looked at again.
    cleared = models.PositiveBigIntegerField(null=True)
    words = models.PositiveIntegerField(_("words"), default=0)
    #: Of what the newest version says; one that says the same needs no new look.
    digest = models.CharField(max_length=32, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(default=clock.now)
    comment = models.TextField(blank=True)
    override = models.CharField(_("why it went without a second pair of eyes"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        indexes = [
            models.Index("state", F("written_at").desc(), name="review_written"),
            models.Index("state", "changed_at", name="review_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.story}: {self.get_state_display()}"


#: Fields of the form a note may stand at besides a block of the body, as the form calls them.
NOTABLE = {
    "headline": _("Headline"),
    "kicker": _("Kicker"),
    "standfirst": _("Standfirst"),
    "lead_picture": _("Lead picture"),
    "bylines": _("Byline"),
}


class EditorialNote(models.Model):
    """What one of the newsroom remarks on a story, or at one field or block of it; readers never see it."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="notes")
    path = models.CharField(
        _("where"), max_length=100, blank=True, help_text=_("A field of the form, or the id of a block.")
    )
    text = models.TextField(_("note"))
    urgent = models.BooleanField(_("urgent"), default=False)
    answers = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = [
            models.Index(
                "story", name="note_open", condition=Q(resolved_at__isnull=True, answers__isnull=True)
            ),
            models.Index("at", name="note_urgent", condition=Q(resolved_at__isnull=True, urgent=True)),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def where(self) -> str:
        """Return in words where it stands."""
        return str(NOTABLE.get(self.path) or (_("in the body") if self.path else ""))


class Handover(models.Model):
    """What a shift leaves to the next: a note, and what was open when it was written."""

    paper = models.CharField(max_length=32, default="main")
    desk = models.ForeignKey(
        Desk, verbose_name=_("desk"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    text = models.TextField(_("hand-over note"))
    open = models.JSONField(_("what is open"), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("for whom"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    at = models.DateTimeField(default=clock.now)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("hand-over note")
        verbose_name_plural = _("hand-over notes")
        indexes = [
            models.Index("paper", "at", name="handover_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Notice(models.Model):
    """One line for one person about what somebody did with their work; said once, however often tried."""

    class Kind(models.TextChoices):
        GIVEN = "given", _("%(by)s gave you an assignment")
        ACCEPTED = "accepted", _("%(by)s accepted your assignment")
        DROPPED = "dropped", _("%(by)s dropped your assignment")
        FILED = "filed", _("%(by)s filed for review")
        RETURNED = "returned", _("%(by)s returned your story")
        APPROVED = "approved", _("%(by)s approved your story")
        SENT = "sent", _("%(by)s sent your story to press")
        NOTED = "noted", _("%(by)s wrote a note")
        HANDED_OVER = "handed_over", _("%(by)s handed over the shift to you")
        WIRE = "wire", _("From the wire")
        FRONT = "front", _("From a front")

    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    story = models.ForeignKey(Story, null=True, on_delete=models.CASCADE, related_name="+")
    assignment = models.ForeignKey(Assignment, null=True, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.UniqueConstraint(fields=["to", "key"], name="notice_once")]
        indexes = [
            models.Index("to", F("id").desc(), name="notice_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return str(self.Kind(self.kind).label) % {"by": self.by or _("Somebody")}
