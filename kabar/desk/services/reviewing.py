"""A draft's way from its writer to press: filed, returned with comments or approved, sent."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kabar import clock
from kabar.crash import crash_at
from kabar.desk import signals
from kabar.desk.models import (
    UNFILED,
    WITH_WRITER,
    Assignment,
    EditorialNote,
    Notice,
    Progress,
    Review,
    ReviewState,
)
from kabar.desk.permissions import may_override
from kabar.desk.second_eyes import wants_second_eyes
from kabar.desk.services.notices import notify
from kabar.desk.services.standing import Conflict, move, tell
from kabar.editions.models import Edition
from kabar.staff.models import User
from kabar.staff.services import record
from kabar.stories import services as stories
from kabar.stories.models import Story
from kabar.stories.permissions import must


def ask_for_review(story: Story, *, by: User) -> Review:
    """File the newest version of a story: somebody else is to look at it."""
    must(by, "change", story)
    with transaction.atomic():
        review = move(
            story, WITH_WRITER, ReviewState.IN_REVIEW, asked_by=by, looked_by=None, comment="", override=""
        )
        asked_of = list(_assignments(story).values_list("given_by", flat=True))
        _assignments(story).filter(progress__in=UNFILED).update(
            progress=Progress.FILED, changed_at=clock.now()
        )
        record("file", story, by=by, revision=review.revision)
        _notify(Notice.Kind.FILED, asked_of, review, story, by)
        tell(signals.story_filed, Story, story=story, by=by)
    return review


#: What a writer says and what an editor hears; the same act.
file = ask_for_review


def return_with_comments(story: Story, *, by: User, comment: str) -> Review:
    """Give a draft back to its writer, with what is to be done; the comment is a note on the story."""
    must(by, "review", story)
    if not comment.strip():
        raise ValidationError({"comment": _("Say what is to be done; the writer sees it at once.")})
    with transaction.atomic():
        review = move(
            story, (ReviewState.IN_REVIEW, ReviewState.APPROVED), ReviewState.RETURNED,
            looked_by=by, comment=comment.strip(), cleared=None,
        )  # fmt: skip
        EditorialNote.objects.create(story=story, text=comment.strip(), by=by)
        _assignments(story).filter(progress=Progress.FILED).update(
            progress=Progress.IN_WRITING, changed_at=clock.now()
        )
        record("return", story, by=by, revision=review.revision, reason=comment.strip())
        _notify(Notice.Kind.RETURNED, _writers(review), review, story, by)
        tell(signals.story_returned, Story, story=story, by=by)
    return review


def approve(story: Story, *, by: User, revision: int | None = None) -> Review:
    """Say that the newest version may go to press; `revision` is the one that was looked at.

    Under four eyes, who wrote the last version may not approve it.
    """
    must(by, "review", story)
    with transaction.atomic():
        review = Review.objects.select_for_update().filter(story=story).first()
        if review and revision is not None and review.revision != revision:
            raise Conflict(_("“%s” was changed while you looked at it; look at the newest version.") % story)
        if review and wants_second_eyes(settings.PAPER) and review.written_by_id == by.pk:
            raise ValidationError(_("You wrote the last version; somebody else is to approve it."))
        review = move(
            story, (ReviewState.IN_REVIEW,), ReviewState.APPROVED,
            looked_by=by, cleared=review.revision if review else None, comment="",
        )  # fmt: skip
        record("approve", story, by=by, revision=review.revision)
        _notify(Notice.Kind.APPROVED, _writers(review), review, story, by)
        tell(signals.story_approved, Story, story=story, by=by)
    return review


def send_to_press(story: Story, *, by: User, override: str = "") -> Edition:
    """Send the newest version to every reader; return the edition.

    Under four eyes an unapproved one is refused with ValidationError, unless a chief gives a reason.
    """
    must(by, "publish", story)
    if override.strip() and wants_second_eyes(settings.PAPER):
        _override(story, by, override.strip())
    review = Review.objects.filter(story=story).first()
    edition = stories.publish(story, by=by)
    crash_at("press:sent")
    if review:
        _notify(Notice.Kind.SENT, _writers(review), review, story, by)
    return edition


def _override(story: Story, by: User, reason: str) -> None:
    if not may_override(by, story):
        raise PermissionDenied
    with transaction.atomic():
        review = Review.objects.select_for_update().get(story=story)
        if review.cleared == review.revision:
            return
        move(
            story, (*WITH_WRITER, ReviewState.IN_REVIEW), ReviewState.APPROVED,
            looked_by=by, cleared=review.revision, override=reason[:300],
        )  # fmt: skip
        record("override", story, by=by, revision=review.revision, reason=reason)


def _assignments(story: Story) -> QuerySet[Assignment]:
    return Assignment.objects.filter(story=story)


def _writers(review: Review) -> list[int | None]:
    """Return whose work it is: who filed it and who wrote the last version."""
    return [review.asked_by_id, review.written_by_id]


def _notify(kind: Notice.Kind, people: Sequence[int | None], review: Review, story: Story, by: User) -> None:
    key = f"{story.pk}:{review.changed_at.isoformat()}"
    notify(kind, people, key=key, subject=story.headline or story.slugline, by=by, story=story)
