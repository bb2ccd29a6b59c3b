"""Embargoes: the hour before which a story is published by nobody, on no way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kabar import clock
from kabar.masthead.printed_time import exactly
from kabar.staff.models import User
from kabar.staff.services import record
from kabar.stories.models import State, Story
from kabar.stories.permissions import must
from kabar.stories.refusals import StateConflict, UnderEmbargo

#: What readers see, or what is put away, cannot be held back any more.
MAY_HOLD = (State.DRAFT, State.WITHDRAWN)

_doubts: list[Callable[[], bool]] = []


def ask_clock(in_doubt: Callable[[], bool]) -> None:
    """Ask before an embargo is over whether the clock is in doubt; call it in an app's `ready`."""
    _doubts.append(in_doubt)


def hold(story: Story, until: datetime, *, by: User | None) -> None:
    """Put a story under embargo, or move its hour; nothing of it is public before."""
    _may(by, story)
    if until <= clock.now():
        raise ValidationError(_("An embargo ends in the future; this hour has passed."))
    until = until.replace(microsecond=0)
    with transaction.atomic():
        if not Story.objects.filter(pk=story.pk, state__in=MAY_HOLD).update(embargo_until=until):
            raise StateConflict(_("Readers have seen this story, or it is put away: no embargo can hold it."))
        record("embargo", story, by=by, until=until.isoformat())
    story.refresh_from_db()


def lift(story: Story, *, by: User | None, reason: str) -> None:
    """End an embargo before its hour, for a stated reason; the story is not published by that."""
    _may(by, story)
    if not reason.strip():
        raise ValidationError(_("An embargo is lifted early for a stated reason; write it down."))
    with transaction.atomic():
        held = Story.objects.filter(pk=story.pk, embargo_until__isnull=False)
        until = held.values_list("embargo_until", flat=True).first()
        if until is None or not held.update(embargo_until=None):
            raise StateConflict(_("This story is under no embargo."))
        record("lift embargo", story, by=by, reason=reason, until=until.isoformat())
    story.refresh_from_db()


def must_be_over(story: Story) -> None:
    """Refuse what may not happen before the hour; while the clock is in doubt no hour has come."""
    must_have_passed(story, Story.objects.filter(pk=story.pk).values_list("embargo_until", flat=True).first())


def must_have_passed(story: Story, until: datetime | None) -> None:
    """Refuse likewise before an hour that was just read."""
    if until is None:
        return
    if until > clock.now():
        raise UnderEmbargo(
            _("“%(story)s” is under embargo until %(hour)s and cannot be published before.")
            % {"story": story, "hour": exactly(until, story.place_zone_of_paper())}
        )
    if any(in_doubt() for in_doubt in _doubts):
        raise UnderEmbargo(
            _("The clock of this machine is in doubt: confirm it on the schedule before an embargo lifts.")
        )


def _may(by: User | None, story: Story) -> None:
    if by is not None:
        must(by, "schedule", story)
