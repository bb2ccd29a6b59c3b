"""What is remarked on a story: at the whole of it, at a field, at a block."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kabar import clock
from kabar.desk import signals
from kabar.desk.models import EditorialNote, Notice, Review
from kabar.desk.services.notices import notify
from kabar.desk.services.standing import tell
from kabar.staff.models import User
from kabar.staff.services import record
from kabar.stories.models import Story
from kabar.stories.permissions import must


def note(
    story: Story,
    text: str,
    *,
    by: User,
    path: str = "",
    answers: EditorialNote | None = None,
    urgent: bool = False,
) -> EditorialNote:
    """Remark something on a story; an answer stands with the note it answers."""
    must(by, "change", story)
    if not text.strip():
        raise ValidationError({"text": _("Write what you want to say.")})
    if answers is not None and answers.story_id != story.pk:
        raise ValidationError({"text": _("The note you answer stands on another story.")})
    first = answers.answers or answers if answers else None
    with transaction.atomic():
        written = EditorialNote.objects.create(
            story=story, path=first.path if first else path, text=text.strip(), by=by, answers=first,
            urgent=urgent and first is None,
        )  # fmt: skip
        record("note", story, by=by, note=written.pk, path=written.path)
        notify(
            Notice.Kind.NOTED, _concerned(story, first), key=str(written.pk), subject=written.text,
            by=by, story=story,
        )  # fmt: skip
        tell(signals.story_noted, Story, story=story, by=by)
    return written


def flag(
    story: Story, text: str, *, kind: Notice.Kind, key: str, also: Iterable[int | None] = ()
) -> EditorialNote:
    """Put an urgent note on a story that nobody wrote: something outside changed what it rests on."""
    with transaction.atomic():
        written = EditorialNote.objects.create(story=story, text=text.strip(), urgent=True)
        record("flag", story, by=None, note=written.pk)
        notify(kind, [*_concerned(story, None), *also], key=key, subject=written.text, by=None, story=story)
        tell(signals.story_noted, Story, story=story, by=None)
    return written


def resolve(written: EditorialNote, *, by: User) -> bool:
    """Close a note with its answers; tell whether it was open."""
    must(by, "change", written.story)
    with transaction.atomic():
        closed = EditorialNote.objects.filter(pk=written.pk, resolved_at=None).update(
            resolved_at=clock.now(), resolved_by=by
        )
        if closed:
            record("resolve", written.story, by=by, note=written.pk)
    return bool(closed)


def _concerned(story: Story, first: EditorialNote | None) -> list[int | None]:
    """Return who should hear of a note: who wrote the last version, who filed it, and who spoke before."""
    review = Review.objects.filter(story=story).first()
    people = [review.written_by_id, review.asked_by_id] if review else []
    if first is not None:
        people += [first.by_id, *first.replies.order_by("-pk").values_list("by", flat=True)[:20]]
    return people
