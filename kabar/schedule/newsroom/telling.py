"""Planned acts in the words an editor reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kabar.masthead.printed_time import exactly
from kabar.schedule.models import Act, PlannedAct, Stand
from kabar.schedule.queries import LATE
from kabar.stories.models import Story


@dataclass(frozen=True, slots=True)
class Told:
    """One act on a list: what, when, whose, how it went, and what may be done with it."""

    planned: PlannedAct
    hour: str
    there: str
    address: str
    late: str
    acts: tuple[tuple[str, str], ...]


def told(planned: PlannedAct) -> Told:
    """Return a planned act for a list."""
    story = planned.story
    late = ""
    if planned.late_by > LATE.total_seconds():
        late = _("%(seconds)s s late") % {"seconds": round(planned.late_by)}
    hour, there = hours(planned.due, story)
    return Told(planned, hour, there, reverse("schedule:story", args=[story.pk]), late, offered(planned))


def hours(instant: datetime, story: Story) -> tuple[str, str]:
    """Return an instant on the paper's clocks and, where they differ, on those of the story's place."""
    home, place = story.place_zone_of_paper(), story.place_zone
    return exactly(instant, home), exactly(instant, place) if place != home else ""


def offered(planned: PlannedAct) -> tuple[tuple[str, str], ...]:
    """Return what may be done with an act as it stands: the verb and its label."""
    cancel = ("cancel", _("Cancel"))
    if planned.state == Stand.HELD:
        return (("release", _("Release")), cancel)
    if planned.state == Stand.FAILED:
        return (("retry", _("Try again")), cancel)
    return (cancel,) if planned.state == Stand.WAITING else ()


def has_newer_version(planned: PlannedAct | None) -> bool:
    """Tell whether a version was kept after the one that is planned."""
    if planned is None or planned.act not in (Act.PUBLISH, Act.UPDATE):
        return False
    return planned.story.latest_revision_id != planned.revision_id
