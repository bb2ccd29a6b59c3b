"""The newsroom's door to the schedule."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from kabar.schedule import queries
from kabar.schedule.newsroom import views
from kabar.stories.editor.menu import ForRight


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """Open the schedule and the pages about one story."""
    pages = [
        path("", views.Schedule.as_view(), name="index"),
        path("story/<int:pk>/", views.Publication.as_view(), name="story"),
        path("act/<int:pk>/<slug:verb>/", views.Change.as_view(), name="change"),
        path("clock/", views.ConfirmClock.as_view(), name="clock"),
    ]
    return [path("schedule/", include((pages, "schedule")))]


@hooks.register("register_admin_menu_item")
def schedule_item() -> ForRight:
    """Put the schedule below the stories."""
    return _item(_("Schedule"), icon_name="calendar-alt")


@hooks.register("construct_main_menu", order=1500)
def alarm_the_newsroom(request: Any, items: list[Any]) -> None:
    """Say on every screen of the newsroom what nobody may overlook: a clock in doubt, acts held or failed."""
    doubted, stuck = queries.clock_in_doubt(), len(queries.troubled(request.user, limit=20))
    if not doubted and not stuck:
        return
    label = _("Schedule: clock in doubt") if doubted else _("Schedule: %(number)s stuck") % {"number": stuck}
    items[:] = [_alarmed(label) if item.name == "schedule" else item for item in items]


def _alarmed(label: Any) -> ForRight:
    return _item(label, icon_name="warning", classname="kabar-alarm")


def _item(label: Any, **more: Any) -> ForRight:
    return ForRight(label, reverse("schedule:index"), right="view", name="schedule", order=120, **more)
