"""The newsroom's door to live stories."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.action_menu import ActionMenuItem

from kabar.live.newsroom import LiveDesk, LiveStories
from kabar.live.queries import of_story
from kabar.stories.models import Story
from kabar.stories.permissions import policy


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """Open the pages."""
    pages = [
        path("", LiveStories.as_view(), name="list"),
        path("<int:pk>/", LiveDesk.as_view(), name="desk"),
    ]
    return [path("live/", include((pages, "live")))]


class LiveMenuItem(MenuItem):
    """Leads those who write to the live stories."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to those who write."""
        return policy.user_has_permission(request.user, "add")


@hooks.register("register_admin_menu_item")
def live_menu_item() -> LiveMenuItem:
    """Put it below the stories."""
    return LiveMenuItem(
        _("Live stories"), reverse_lazy("live:list"), name="live", icon_name="time", order=110
    )


class TellLiveItem(ActionMenuItem):
    """Leads to the page on which a story is told live."""

    name = "desk-live"
    label = _("Tell it live…")
    icon_name = "time"

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """Return the address of the page."""
        return reverse("live:desk", args=[parent_context["instance"].pk])


@hooks.register("construct_snippet_action_menu", order=205)
def offer_to_tell_it_live(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Offer it for a story that readers see, to who may open it, and to its writers once it is live."""
    story = context.get("instance")
    if context["model"] is not Story or story is None or not story.live:
        return
    act = "change" if of_story(story) else "publish"
    if policy.user_has_permission_for_instance(request.user, act, story):
        items.insert(1, TellLiveItem(11))
