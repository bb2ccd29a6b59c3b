"""Every write to the schedule by people: plan, move, cancel, release, retry, embargo, confirm the clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from kabar import clock
from kabar.jobs.services import enqueue
from kabar.masthead.printed_time import exactly
from kabar.schedule import queries
from kabar.schedule.models import Act, ClockDoubt, PlannedAct, Stand
from kabar.schedule.performers import performer_of
from kabar.staff.models import User
from kabar.staff.services import record
from kabar.stories import checklist, embargoes
from kabar.stories.models import Story
from kabar.stories.permissions import must
from kabar.stories.refusals import StateConflict
from kabar.stories.services import MAY_PUBLISH

PREPARE = "kabar.schedule.tasks.prepare_pictures"
MAY_CHANGE = (Stand.WAITING, Stand.HELD)
#: The right one needs besides the one to plan.
RIGHTS = {Act.PUBLISH: "publish", Act.UPDATE: "publish", Act.WITHDRAW: "withdraw"}


def plan_publication(
    story: Story, due: datetime, *, by: User | None, revision: Revision | None = None
) -> PlannedAct:
    """Plan that one version of a story, as it is now, goes to press at an instant."""
    revision = revision or story.get_latest_revision()
    stands = Story.objects.get(pk=story.pk)
    if stands.state not in MAY_PUBLISH or revision is None:
        raise StateConflict(
            _("A story that is %(state)s cannot be published.") % {"state": stands.get_state_display()}
        )
    checklist.must_pass(revision.as_object())
    return plan(Act.UPDATE if stands.live else Act.PUBLISH, story, due, by=by, revision=revision)


def plan_withdrawal(story: Story, due: datetime, *, by: User | None, reason: str = "") -> PlannedAct:
    """Plan that a story leaves readers at an instant."""
    return plan(Act.WITHDRAW, story, due, by=by, payload={"reason": reason})


def plan(
    act: Act,
    story: Story | None,
    due: datetime,
    *,
    by: User | None,
    revision: Revision | None = None,
    payload: dict[str, Any] | None = None,
) -> PlannedAct:
    """Write down what is to happen to a story, or to a whole front, at an instant, to the second."""
    planned = PlannedAct(
        act=act, story=story, due=due, planned_by=by, revision=revision, payload=payload or {}
    )
    _may(by, planned)
    planned.due = planned.try_at = _in_time(due, act, story)
    with transaction.atomic():
        try:
            with transaction.atomic():
                planned.save(force_insert=True)
        except IntegrityError:
            raise StateConflict(
                _("Something like it is planned for this story already: change that, or cancel it first.")
            ) from None
        _record("plan", planned, by, revision=revision.pk if revision else None)
        if revision:
            want_pictures(planned)
    return planned


def want_pictures(planned: PlannedAct) -> None:
    """Have the pictures of a publication made before its hour: readers shall not wait for them at it."""
    enqueue(PREPARE, [planned.pk], once=f"{PREPARE}:{planned.pk}")


def move(planned: PlannedAct, due: datetime, *, by: User | None) -> None:
    """Give a planned act another hour."""
    _may(by, planned)
    due = _in_time(due, Act(planned.act), planned.story)
    with transaction.atomic():
        _change(
            planned, MAY_CHANGE, due=due, try_at=due, state=Stand.WAITING, attempts=0, why="", **_now_of(by)
        )
        _record("move plan", planned, by)


def take_newest(planned: PlannedAct, *, by: User | None) -> None:
    """Let a planned publication send the story's newest version instead of the one it was planned with."""
    _may(by, planned)
    newest = Story.objects.get(pk=planned.story_id).get_latest_revision()
    if planned.revision_id is None or newest is None:
        raise StateConflict(_("This act sends no version to press."))
    checklist.must_pass(newest.as_object())
    with transaction.atomic():
        _change(planned, MAY_CHANGE, revision=newest, **_now_of(by))
        _record("renew plan", planned, by, revision=newest.pk)
        want_pictures(planned)


def cancel(planned: PlannedAct, *, by: User | None, why: str = "") -> None:
    """Let a planned act not happen."""
    _may(by, planned)
    with transaction.atomic():
        ended = {"state": Stand.CANCELLED, "ended_at": clock.now(), "why": why[:300]}
        _change(planned, (*MAY_CHANGE, Stand.FAILED), **ended)
        _record("cancel plan", planned, by, why=why)


def release(planned: PlannedAct, *, by: User | None) -> None:
    """Let a held act go on; what is due by then happens at once."""
    _let_go_on(planned, Stand.HELD, "release plan", by)


def retry(planned: PlannedAct, *, by: User | None) -> None:
    """Let a failed act be tried again, with all its tries."""
    _let_go_on(planned, Stand.FAILED, "retry plan", by)


def _let_go_on(planned: PlannedAct, stands: Stand, act: str, by: User | None) -> None:
    _may(by, planned)
    if queries.clock_in_doubt():
        raise StateConflict(_("The clock of this machine is in doubt: confirm it first."))
    with transaction.atomic():
        # An act held under a wrong clock may not be due yet by the right one.
        later = max(planned.due, clock.now())
        goes_on = {"state": Stand.WAITING, "try_at": later, "attempts": 0, "ended_at": None}
        _change(planned, (stands,), **goes_on, **_now_of(by))
        _record(act, planned, by)


def embargo(story: Story, until: datetime, *, by: User | None, publish: bool = True) -> PlannedAct | None:
    """Hold a story back until an instant, and have its newest version published then.

    A publication planned for an earlier hour moves to the new one: nothing may come before.
    """
    with transaction.atomic():
        embargoes.hold(story, until, by=by)
        planned = queries.publication_of(story)
        if planned is not None and (publish or planned.due < until):
            move(planned, until, by=by)
        elif planned is None and publish:
            planned = plan_publication(story, until, by=by)
    return planned


def lift_embargo(story: Story, *, by: User | None, reason: str) -> None:
    """End an embargo before its hour, for a stated reason; what is planned stays planned."""
    embargoes.lift(story, by=by, reason=reason)


def confirm_clock(*, by: User | None) -> int:
    """Say that the clock is right: what it held goes on, what is due at once; return how many acts."""
    if by is not None:
        must(by, "schedule", None)
    with transaction.atomic():
        doubts = list(ClockDoubt.objects.filter(confirmed_at=None))
        ClockDoubt.objects.filter(pk__in=[doubt.pk for doubt in doubts]).update(
            confirmed_at=clock.now(), confirmed_by=by
        )
        for doubt in doubts:
            record("confirm clock", doubt, by=by, seconds=doubt.seconds)
        return PlannedAct.objects.filter(state=Stand.HELD).update(state=Stand.WAITING, attempts=0)


def _may(by: User | None, planned: PlannedAct) -> None:
    """The scheduler and commands come without a name; a person needs both rights."""
    if by is None:
        return
    ask = performer_of(planned.act).ask_for_right
    if ask:
        ask(by, planned)
    else:
        must(by, "schedule", planned.story)
        must(by, RIGHTS[Act(planned.act)], planned.story)


def _now_of(by: User | None) -> dict[str, Any]:
    """Whoever changes a plan answers for it: it is done in their name and by their right."""
    return {"planned_by": by} if by is not None else {}


def _in_time(due: datetime, act: Act, story: Story | None) -> datetime:
    """Return an instant to the second that has not passed and no embargo forbids."""
    due = due.replace(microsecond=0)
    if due < clock.now():
        raise ValidationError(_("This hour has passed; choose a later one."))
    if story is None:
        return due
    until = Story.objects.filter(pk=story.pk).values_list("embargo_until", flat=True).first()
    if until and due < until and act in (Act.PUBLISH, Act.UPDATE, Act.FRONT):
        raise ValidationError(
            _("The story is under embargo until %(hour)s; nothing of it can be planned before.")
            % {"hour": exactly(until, story.place_zone_of_paper())}
        )
    return due


def _change(planned: PlannedAct, stands: tuple[Stand, ...], **becomes: Any) -> None:
    """Change a planned act that still stands as expected; whoever comes too late is told so."""
    try:
        with transaction.atomic():
            changed = PlannedAct.objects.filter(pk=planned.pk, state__in=stands).update(**becomes)
    except IntegrityError:
        raise StateConflict(_("Something like it is planned for this story already.")) from None
    if not changed:
        planned.refresh_from_db()
        raise StateConflict(
            _("This act is %(state)s and cannot be changed any more.")
            % {"state": planned.get_state_display()}
        )
    planned.refresh_from_db()


def _record(act: str, planned: PlannedAct, by: User | None, **details: Any) -> None:
    due = planned.due.isoformat()
    record(act, planned.story or planned, by=by, planned=planned.pk, what=planned.act, due=due, **details)
