"""The newsroom's door to the fronts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.action_menu import ActionMenuItem

from kabar.fronts.newsroom import arranging, leading
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


class FrontsItem(MenuItem):
    """Leads those who publish to the fronts."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to editors."""
        return policy.user_has_permission(request.user, "publish")


@hooks.register("register_admin_menu_item")
def fronts_item() -> FrontsItem:
    """Put the fronts below the schedule."""
    return FrontsItem(
        _("Fronts"), reverse("fronts_newsroom:fronts"), name="fronts", icon_name="pick", order=130
    )


class LeadItem(ActionMenuItem):
    """Leads to that page from a story's form."""

    name = "front-lead"
    label = _("Lead of a front…")
    icon_name = "pick"

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """Return its address."""
        return reverse("fronts_newsroom:lead", args=[parent_context["instance"].pk])


@hooks.register("construct_snippet_action_menu", order=2000)
def offer_the_lead(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Offer it beside the acts of the desk, to those who publish the story."""
    story = context.get("instance")
    if context["model"] is not Story or story is None or story.state in (State.KILLED, State.SPIKED):
        return
    if items and policy.user_has_permission_for_instance(request.user, "publish", story):
        items.insert(1, LeadItem(order=15))
