"""The newsroom's door to the fronts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from kabar.fronts.newsroom import arranging, leading
from kabar.stories.editor.menu import ForRight, Leads
from kabar.stories.models import State, Story
from kabar.stories.permissions import policy


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """Open the screens of the fronts, and the page on which a story is made the lead."""
    pages = [
        path("", arranging.Fronts.as_view(), name="fronts"),
        path("page/", arranging.Arrange.as_view(), name="front"),
        path("page/preview/", arranging.Preview.as_view(), name="front_preview"),
        path("section/<int:pk>/", arranging.Arrange.as_view(), name="section"),
        path("section/<int:pk>/preview/", arranging.Preview.as_view(), name="section_preview"),
        path("return/<int:pk>/", arranging.ReturnTo.as_view(), name="return"),
        path("lead/<int:pk>/", leading.Lead.as_view(), name="lead"),
    ]
    return [path("fronts/", include((pages, "fronts_newsroom")))]


@hooks.register("register_admin_menu_item")
def fronts_item() -> ForRight:
    """Put the fronts below the schedule."""
    page = reverse("fronts_newsroom:fronts")
    return ForRight(_("Fronts"), page, right="publish", name="fronts", icon_name="pick", order=130)


@hooks.register("construct_snippet_action_menu", order=2000)
def offer_the_lead(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Offer it beside the acts of the desk, to those who publish the story."""
    story = context.get("instance")
    if context["model"] is not Story or story is None or story.state in (State.KILLED, State.SPIKED):
        return
    if items and policy.user_has_permission_for_instance(request.user, "publish", story):
        items.insert(1, Leads("front-lead", _("Lead of a front…"), "pick", "fronts_newsroom:lead", 15))
