"""The newsroom's door to corrections and replies."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from kabar.corrections import desk
from kabar.corrections.editor import Correct
from kabar.stories.editor.menu import ForRight, Leads
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


@hooks.register("register_admin_menu_item")
def corrections_menu_item() -> ForRight:
    """Put it below the stories."""
    page = reverse_lazy("corrections:waiting")
    return ForRight(_("Corrections"), page, right="correct", name="corrections", icon_name="edit", order=150)


@hooks.register("construct_snippet_action_menu", order=200)
def offer_to_correct(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Offer a correction of a live story to those who may make one, before the acts that take it away."""
    story = context.get("instance")
    if context["model"] is not Story or story is None or not story.live:
        return
    if policy.user_has_permission_for_instance(request.user, "correct", story):
        items.insert(1, Leads("desk-correct", _("Correct…"), "edit", "corrections:correct", 10))


@hooks.register("construct_snippet_action_menu", order=210)
def offer_the_other_side(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Lead whoever writes on a story to the other side of it."""
    story = context.get("instance")
    if context["model"] is not Story or story is None or story.pk is None or not items:
        return
    if policy.user_has_permission_for_instance(request.user, "change", story):
        items.append(Leads("desk-other-side", _("The other side…"), "group", "corrections:other-side", 50))
