"""Planned acts in the words an editor reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kabar.masthead.printed_time import exactly
from kabar.schedule.models import Act, PlannedAct, Stand
from kabar.schedule.performers import About, performer_of
from kabar.schedule.queries import LATE
from kabar.stories.models import Story


@dataclass(frozen=True, slots=True)
class Told:
    """One act on a list: what, when, whose, how it went, and what may be done with it."""

    planned: PlannedAct
    name: str
    section: str
    hour: str
    there: str
    address: str
    late: str
    acts: tuple[tuple[str, str], ...]


def told(planned: PlannedAct) -> Told:
    """Return a planned act for a list."""
    late = ""
    if planned.late_by > LATE.total_seconds():
        late = _("%(seconds)s s late") % {"seconds": round(planned.late_by)}
    story, acts = planned.story, offered(planned)
    if story is None:
        about = about_of(planned)
        return Told(planned, about.name, "", exactly(planned.due, about.zone), "", about.address, late, acts)
    hour, there = hours(planned.due, story)
    name, address = story.headline or _("Untitled"), reverse("schedule:story", args=[story.pk])
    return Told(planned, name, story.section.name, hour, there, address, late, acts)


def about_of(planned: PlannedAct) -> About:
    """Return what an act without a story is about, as whoever does it says."""
    tell = performer_of(planned.act).about
    assert tell is not None, f"{planned} has no story and nobody says what it is about"
    return tell(planned)


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
    return planned.story is not None and planned.story.latest_revision_id != planned.revision_id
