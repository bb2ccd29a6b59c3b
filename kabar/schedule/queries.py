"""Every named read of the schedule."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min, Q, QuerySet

from kabar import clock
from kabar.schedule.models import OPEN, PUBLICATIONS, Act, ClockDoubt, PlannedAct, Stand
from kabar.stories.models import Story
from kabar.stories.permissions import open_to, policy

#: Later than this after its hour, an act is called late.
LATE = timedelta(seconds=2)


def next_try() -> datetime | None:
    """Return when the next waiting act may be tried; None when nothing waits."""
    return PlannedAct.objects.filter(state=Stand.WAITING).aggregate(at=Min("try_at"))["at"]


def clock_in_doubt() -> bool:
    """Tell whether a jump of the clock has not been looked at yet."""
    return ClockDoubt.objects.filter(confirmed_at=None).exists()


def clock_doubt() -> ClockDoubt | None:
    """Return the jump nobody has looked at yet."""
    return ClockDoubt.objects.filter(confirmed_at=None).order_by("since").first()


def visible_to(user: Any) -> QuerySet[PlannedAct]:
    """Return the planned acts of the stories someone may see, and of fronts for those who arrange some."""
    acts = PlannedAct.objects.select_related("story", "story__section", "planned_by").defer("story__body")
    if policy.edits_all(user):
        return acts
    seen = Q(story__in=open_to(user).values("pk"))
    return acts.filter(seen | Q(story=None) if policy.user_has_permission(user, "publish") else seen)


def ahead(user: Any) -> QuerySet[PlannedAct]:
    """Return what is still to happen to the stories someone may see, and what waits for somebody to look."""
    return visible_to(user).filter(state__in=(*OPEN, Stand.FAILED))


def due(user: Any, *, until: datetime | None = None, limit: int = 50) -> list[PlannedAct]:
    """Return what is still to happen to the stories someone may see, the next first."""
    acts = visible_to(user).filter(state__in=OPEN)
    if until is not None:
        acts = acts.filter(due__lte=until)
    return list(acts.order_by("due", "pk")[:limit])


def troubled(user: Any, *, limit: int = 50) -> list[PlannedAct]:
    """Return what is held or failed and waits for somebody, the oldest first."""
    stuck = visible_to(user).filter(state__in=(Stand.HELD, Stand.FAILED))
    return list(stuck.order_by("due", "pk")[:limit])


def done(user: Any, *, since: timedelta = timedelta(days=1), limit: int = 50) -> list[PlannedAct]:
    """Return what was done lately, the newest first."""
    acts = visible_to(user).filter(state=Stand.DONE, due__gte=clock.now() - since)
    return list(acts.order_by("-due", "-pk")[:limit])


def soon_to_go_out(within: timedelta) -> list[PlannedAct]:
    """Return the publications whose hour is near, the next first."""
    near = PlannedAct.objects.filter(act__in=PUBLICATIONS, state=Stand.WAITING, due__lte=clock.now() + within)
    return list(near.order_by("due", "pk")[:200])


def publication_of(story: Story) -> PlannedAct | None:
    """Return the publication or update of a story that is still to happen."""
    return _open(story).filter(act__in=PUBLICATIONS).first()


def withdrawal_of(story: Story) -> PlannedAct | None:
    """Return the withdrawal of a story that is still to happen."""
    return _open(story).filter(act=Act.WITHDRAW).first()


def of_story(story: Story, *, limit: int = 20) -> list[PlannedAct]:
    """Return what was planned with a story, the newest first."""
    acts = PlannedAct.objects.filter(story=story).select_related("planned_by", "revision")
    return list(acts.order_by("-pk")[:limit])


def _open(story: Story) -> QuerySet[PlannedAct]:
    return PlannedAct.objects.filter(story=story, state__in=OPEN).select_related("planned_by", "revision")
