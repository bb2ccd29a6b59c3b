"""The newsroom's door to the fronts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.action_menu import ActionMenuItem

from kabar.fronts.newsroom import views
from kabar.stories.models import State, Story
from kabar.stories.permissions import policy


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """Open the page of a story's place on the fronts."""
    pages = [
        path("lead/<int:pk>/", views.Lead.as_view(), name="lead"),
        path("lead/let-go/<int:pk>/", views.LetGo.as_view(), name="let_go"),
    ]
    return [path("fronts/", include((pages, "fronts_newsroom")))]


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
