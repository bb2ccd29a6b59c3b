"""Work that is given out, accepted, begun and dropped."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kabar import clock, config
from kabar.crash import crash_at
from kabar.desk import signals
from kabar.desk.models import OPEN, Assignment, Notice, Progress
from kabar.desk.permissions import must_assign, must_take
from kabar.desk.services.notices import notify
from kabar.desk.services.standing import Conflict, advance, tell
from kabar.sections.models import Section
from kabar.staff.models import User
from kabar.staff.services import record
from kabar.stories.editor.starting import blank_story
from kabar.stories.models import Story
from kabar.stories.permissions import must, policy
from kabar.stories.services import save_draft


def assign(
    title: str,
    *,
    section: Section,
    by: User,
    who: User | None = None,
    due: datetime | None = None,
    brief: str = "",
    story: Story | None = None,
) -> Assignment:
    """Say that a story is wanted, from someone or from whoever takes it; one that exists may be given out."""
    must_assign(by, section)
    if not title.strip():
        raise ValidationError({"title": _("Say in a few words what is wanted.")})
    if story is not None:
        must(by, "assign", story)
    with transaction.atomic():
        assignment = Assignment.objects.create(
            title=title.strip(), section=section, paper=section.paper, who=who, due=due, brief=brief.strip(),
            story=story, given_by=by, progress=Progress.IN_WRITING if story else Progress.WANTED,
        )  # fmt: skip
        record("assign", assignment, by=by, who=who.username if who else "", due=_written(due))
        _tell_who(assignment, by)
        tell(signals.assignment_given, Assignment, assignment=assignment, by=by)
    return assignment


def change(
    assignment: Assignment, *, by: User, title: str, who: User | None, due: datetime | None, brief: str
) -> None:
    """Put an open assignment otherwise: what is wanted, from whom, by when."""
    must_assign(by, assignment.section)
    if not title.strip():
        raise ValidationError({"title": _("Say in a few words what is wanted.")})
    with transaction.atomic():
        before = Assignment.objects.select_for_update().get(pk=assignment.pk)
        other = {} if before.who == who or before.progress != Progress.ACCEPTED else _wanted_again()
        changed = Assignment.objects.filter(pk=assignment.pk, progress__in=OPEN).update(
            title=title.strip(), who=who, due=due, brief=brief.strip(), changed_at=clock.now(), **other
        )
        assignment.refresh_from_db()
        if not changed:
            raise Conflict(_("The assignment “%s” is closed; give out a new one.") % assignment)
        record("assign", assignment, by=by, who=who.username if who else "", due=_written(due))
        if before.who != who:
            _tell_who(assignment, by)
        tell(signals.assignment_given, Assignment, assignment=assignment, by=by)


def accept(assignment: Assignment, *, by: User) -> None:
    """Take an assignment; who it was meant for, or anyone who writes when it was meant for nobody."""
    must_take(by, assignment)
    with transaction.atomic():
        _not_taken(assignment, by)
        advance(assignment, (Progress.WANTED,), Progress.ACCEPTED, who=by)
        record("accept", assignment, by=by)
        notify(
            Notice.Kind.ACCEPTED, [assignment.given_by_id], key=f"{assignment.pk}:{by.pk}",
            subject=assignment.title, by=by, assignment=assignment,
        )  # fmt: skip
        tell(signals.assignment_accepted, Assignment, assignment=assignment, by=by)


def begin(assignment: Assignment, *, by: User, paper: config.Paper) -> Story:
    """Make the story of an assignment, in its section, under its name; return it."""
    must_take(by, assignment)
    with transaction.atomic():
        _not_taken(assignment, by)
        advance(assignment, (Progress.WANTED, Progress.ACCEPTED), Progress.IN_WRITING, who=by)
        crash_at("begin:taken")
        story = blank_story(by, paper)
        story.section, story.slugline = assignment.section, assignment.title[:80]
        story.headline = assignment.title
        save_draft(story, by=by)
        Assignment.objects.filter(pk=assignment.pk).update(story=story)
        record("begin", story, by=by, assignment=assignment.pk)
        tell(signals.assignment_begun, Assignment, assignment=assignment, by=by)
    assignment.refresh_from_db()
    return story


def drop(assignment: Assignment, *, by: User, reason: str) -> None:
    """Give up an assignment for a reason: who gives out work, or who had it."""
    if assignment.who_id != by.pk or not policy.user_has_permission(by, "add"):
        must_assign(by, assignment.section)
    if not reason.strip():
        raise ValidationError({"reason": _("Say in a few words why it is dropped.")})
    with transaction.atomic():
        advance(assignment, OPEN, Progress.DROPPED)
        record("drop", assignment, by=by, reason=reason.strip())
        notify(
            Notice.Kind.DROPPED, [assignment.given_by_id, assignment.who_id], key=str(assignment.pk),
            subject=f"{assignment.title}: {reason.strip()}", by=by, assignment=assignment,
        )  # fmt: skip
        tell(signals.assignment_dropped, Assignment, assignment=assignment, by=by)


def _not_taken(assignment: Assignment, by: User) -> None:
    """Look again, inside the transaction, that nobody else has taken it meanwhile."""
    holder = Assignment.objects.select_for_update().values_list("who", flat=True).get(pk=assignment.pk)
    if holder not in (None, by.pk):
        raise PermissionDenied


def _tell_who(assignment: Assignment, by: User) -> None:
    notify(
        Notice.Kind.GIVEN, [assignment.who_id], key=f"{assignment.pk}:{assignment.changed_at.isoformat()}",
        subject=assignment.title, by=by, assignment=assignment, story=assignment.story,
    )  # fmt: skip


def _wanted_again() -> dict[str, str]:
    return {"progress": Progress.WANTED}


def _written(due: datetime | None) -> str:
    return due.isoformat() if due else ""
