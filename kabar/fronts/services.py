"""Every write to the fronts: a story made the lead by hand, now or at an hour, and let go again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kabar import clock
from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.fronts.models import LeadPin
from kabar.fronts.press_keys import of_place
from kabar.schedule.models import Act, PlannedAct
from kabar.schedule.performers import Overtaken
from kabar.schedule.services import plan
from kabar.sections.models import Section
from kabar.staff.models import User
from kabar.staff.services import record
from kabar.stories.models import Story
from kabar.stories.permissions import must
from kabar.stories.refusals import StateConflict


def pin(
    story: Story, *, by: User | None, section: Section | None = None, until: datetime | None = None
) -> tuple[LeadPin, Edition]:
    """Make a live story the lead of the front, or of its section's; whatever led before is let go."""
    if by is not None:
        must(by, "publish", story)
    _must_fit(story, section, clock.now(), until)
    with transaction.atomic():
        if not Story.objects.select_for_update().filter(pk=story.pk, live=True).exists():
            raise StateConflict(_("Only a story that readers see can lead a front."))
        _standing(story.paper, section).update(ended_at=clock.now(), ended_by=by)
        pinned = LeadPin.objects.create(
            paper=story.paper, section=section, story=story, until=until, pinned_by=by
        )
        if until is not None:
            plan(Act.FRONT, story, until, by=by, payload={"do": "unpin", "pin": pinned.pk})
        record("pin lead", story, by=by, place=pinned.place, until=until and until.isoformat())
        edition = open_edition(Edition.Kind.FRONT, [of_place(story.paper, section)])
    return pinned, edition


def unpin(pinned: LeadPin, *, by: User | None) -> Edition:
    """Let a story lead no longer; the newest stories make up the front again."""
    if by is not None:
        must(by, "publish", pinned.story)
    with transaction.atomic():
        standing = LeadPin.objects.filter(pk=pinned.pk, ended_at=None)
        if not standing.update(ended_at=clock.now(), ended_by=by):
            raise StateConflict(_("This story leads no front any more."))
        record("unpin lead", pinned.story, by=by, place=pinned.place)
        return open_edition(Edition.Kind.FRONT, [of_place(pinned.paper, pinned.section)])


def plan_pin(
    story: Story,
    due: datetime,
    *,
    by: User | None,
    section: Section | None = None,
    until: datetime | None = None,
) -> PlannedAct:
    """Plan that a story becomes the lead at an instant; it must be live by then."""
    _must_fit(story, section, due, until)
    payload: dict[str, Any] = {"do": "pin", "section": section.pk if section else None}
    return plan(
        Act.FRONT, story, due, by=by, payload={**payload, "until": until.isoformat() if until else None}
    )


def perform(planned: PlannedAct) -> Edition:
    """Do a change of a front whose hour has come."""
    said = planned.payload
    if said["do"] == "unpin":
        pinned = (
            LeadPin.objects.filter(pk=said["pin"], ended_at=None).select_related("story", "section").first()
        )
        if pinned is None:
            raise Overtaken(_("This story leads no front any more."))
        return unpin(pinned, by=planned.planned_by)
    section = Section.objects.get(pk=said["section"]) if said["section"] else None
    until = datetime.fromisoformat(said["until"]) if said["until"] else None
    if until is not None and until <= clock.now():
        raise Overtaken(_("Its time as the lead had passed before it began."))
    story = Story.objects.get(pk=planned.story_id)
    return pin(story, by=planned.planned_by, section=section, until=until)[1]


def _standing(paper: str, section: Section | None) -> Any:
    return LeadPin.objects.filter(paper=paper, section=section, ended_at=None)


def _must_fit(story: Story, section: Section | None, begins: datetime, until: datetime | None) -> None:
    if section is not None and section.pk != story.section_id:
        raise ValidationError(_("A story leads the front page or the front of its own section."))
    if until is not None and until <= begins:
        raise ValidationError(_("It would stop leading before it begins; choose a later hour."))
