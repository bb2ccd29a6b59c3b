"""The desk in the newsroom: first in its menu, and in the acts under a story's form."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from kabar.desk import menu


@hooks.register("construct_main_menu", order=2000)
def the_desk_comes_first(request: HttpRequest, items: list[Any]) -> None:
    """Lead to the screen of the day from everywhere."""
    items.insert(0, MenuItem(_("Desk"), reverse("kabar_desk:screen"), name="desk", icon_name="home", order=1))


@hooks.register("construct_snippet_action_menu", order=100)
def review_before_press(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Offer review, and keep from press what nobody else has looked at."""
    menu.arrange(items, request, context)
