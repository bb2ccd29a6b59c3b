"""The newsroom's door to the schedule."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from kabar.schedule import queries
from kabar.schedule.newsroom import views
from kabar.stories.permissions import policy


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


class ScheduleItem(MenuItem):
    """Leads to the schedule those who read stories."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to the newsroom."""
        return policy.user_has_permission(request.user, "view")


@hooks.register("register_admin_menu_item")
def schedule_item() -> ScheduleItem:
    """Put the schedule below the stories."""
    return ScheduleItem(
        _("Schedule"), reverse("schedule:index"), name="schedule", icon_name="calendar-alt", order=120
    )


class Alert(Component):
    """What nobody on the desk may overlook: a clock in doubt, an act that is held or failed."""

    name = "schedule-alert"
    order = 1
    template_name = "kabar/schedule/alert.html"

    def __init__(self, doubted: bool, stuck: int) -> None:
        self.doubted, self.stuck = doubted, stuck

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return what is wrong and where it is mended."""
        return {"doubted": self.doubted, "stuck": self.stuck, "address": reverse("schedule:index")}


@hooks.register("construct_homepage_panels", order=2000)
def alert_the_desk(request: Any, panels: list[Any]) -> None:
    """Say at the newsroom's start what waits for somebody; after the others have filled the page."""
    doubted, stuck = queries.clock_in_doubt(), len(queries.troubled(request.user, limit=20))
    if doubted or stuck:
        panels.insert(1, Alert(doubted, stuck))
