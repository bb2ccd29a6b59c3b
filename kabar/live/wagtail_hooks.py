"""The newsroom's door to live stories."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from kabar.live.newsroom import LiveDesk, LiveStories
from kabar.live.queries import of_story
from kabar.stories.editor.menu import ForRight, Leads
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


@hooks.register("register_admin_menu_item")
def live_menu_item() -> ForRight:
    """Put it below the stories."""
    page = reverse_lazy("live:list")
    return ForRight(_("Live stories"), page, right="add", name="live", icon_name="time", order=110)


@hooks.register("construct_snippet_action_menu", order=205)
def offer_to_tell_it_live(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Offer it for a story that readers see, to who may open it, and to its writers once it is live."""
    story = context.get("instance")
    if context["model"] is not Story or story is None or not story.live:
        return
    act = "change" if of_story(story) else "publish"
    if policy.user_has_permission_for_instance(request.user, act, story):
        items.insert(1, Leads("desk-live", _("Tell it live…"), "time", "live:desk", 11))
