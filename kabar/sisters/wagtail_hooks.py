"""The newsroom's door to sister papers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from kabar.sisters.newsroom import Sisters, SistersOfStory
from kabar.stories.editor.menu import ForRight, Leads
from kabar.stories.models import Story
from kabar.stories.permissions import policy


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """Open the room of loans, and the page about a story's."""
    pages = [
        path("", Sisters.as_view(), name="loans"),
        path("<int:pk>/", SistersOfStory.as_view(), name="story"),
    ]
    return [path("sisters/", include((pages, "sisters")))]


class AmongSisters(ForRight):
    """Leads to the sister papers where there are any."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it on an installation of several papers."""
        return bool(settings.PAPER.sisters) and super().is_shown(request)


@hooks.register("register_admin_menu_item")
def sisters_item() -> ForRight:
    """Put the sister papers below the fronts."""
    page = reverse("sisters:loans")
    return AmongSisters(
        _("Sister papers"), page, right="publish", name="sisters", icon_name="copy", order=131
    )


@hooks.register("construct_snippet_action_menu", order=2001)
def offer_loans(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Offer them beside the acts of the desk, to those who publish the story, once readers see it."""
    story = context.get("instance")
    if context["model"] is not Story or story is None or not story.live or not items:
        return
    if policy.user_has_permission_for_instance(request.user, "publish", story):
        items.insert(2, Leads("sisters", _("Other papers and languages…"), "copy", "sisters:story", 16))
