"""The newsroom's door to corrections and replies."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.action_menu import ActionMenuItem

from kabar.corrections import desk
from kabar.corrections.editor import Correct
from kabar.stories.models import Story
from kabar.stories.permissions import policy


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """Open the desk's pages."""
    pages = [
        path("", desk.Waiting.as_view(), name="waiting"),
        path("<int:pk>/correct/", Correct.as_view(), name="correct"),
        path("<int:pk>/other-side/", desk.OtherSide.as_view(), name="other-side"),
        path("requests/<int:pk>/", desk.AnswerComplaint.as_view(), name="complaint"),
        path("protected/", desk.ProtectedNames.as_view(), name="protected"),
    ]
    return [path("corrections/", include((pages, "corrections")))]


class CorrectionsMenuItem(MenuItem):
    """Leads those who may correct to what waits."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to those who may correct."""
        return policy.user_has_permission(request.user, "correct")


@hooks.register("register_admin_menu_item")
def corrections_menu_item() -> CorrectionsMenuItem:
    """Put it below the stories."""
    return CorrectionsMenuItem(
        _("Corrections"),
        reverse_lazy("corrections:waiting"),
        name="corrections",
        icon_name="edit",
        order=150,
    )


class CorrectItem(ActionMenuItem):
    """Leads to the page on which a live story is corrected."""

    name = "desk-correct"
    label = _("Correct…")
    icon_name = "edit"

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """Return the address of the page that asks."""
        return reverse("corrections:correct", args=[parent_context["instance"].pk])


@hooks.register("construct_snippet_action_menu", order=200)
def offer_to_correct(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Offer a correction of a live story to those who may make one, before the acts that take it away."""
    story = context.get("instance")
    if context["model"] is not Story or story is None or not story.live:
        return
    if policy.user_has_permission_for_instance(request.user, "correct", story):
        items.insert(1, CorrectItem(10))


class OtherSideItem(ActionMenuItem):
    """Leads to the page of the other side."""

    name = "desk-other-side"
    label = _("The other side…")
    icon_name = "group"

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """Return the address of the page."""
        return reverse("corrections:other-side", args=[parent_context["instance"].pk])


@hooks.register("construct_snippet_action_menu", order=210)
def offer_the_other_side(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Lead whoever writes on a story to the other side of it."""
    story = context.get("instance")
    if context["model"] is not Story or story is None or story.pk is None or not items:
        return
    if policy.user_has_permission_for_instance(request.user, "change", story):
        items.append(OtherSideItem(50))
