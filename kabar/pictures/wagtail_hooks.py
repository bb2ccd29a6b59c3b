"""The newsroom's door to pictures: the name of its menu item."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.permissions import register_permission_policy

from kabar.pictures import permissions, queries, sending
from kabar.pictures.library import Library
from kabar.pictures.models import Picture

# Of this very class: Wagtail registers its own for it as well, and the later of two alike holds.
register_permission_policy(Picture, permissions.policy(), exact_class=True)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """Stand before Wagtail's own views of the same addresses."""
    pages = [
        path("", Library.as_view(), name="library"),
        path("results/", Library.as_view(results_only=True), name="library_results"),
        path("multiple/add/", sending.send, name="send"),
        path("multiple/send/", sending.send_one, name="send_one"),
        path("multiple/complete/<int:pk>/", sending.complete, name="complete"),
    ]
    return [path("images/", include((pages, "kabar_pictures")))]


class RightsPanel(Component):
    """Tells the desk whose rights end these days."""

    name = "rights"
    order = 90
    template_name = "kabar/pictures/rights_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the pictures, those that ended first."""
        return {"pictures": queries.soon_to_end()}


@hooks.register("construct_homepage_panels", order=1100)
def say_whose_rights_end(request: HttpRequest, panels: list[Any]) -> None:
    """Put the panel on the newsroom's start when there is something to say."""
    if queries.soon_to_end(limit=1):
        panels.append(RightsPanel())


@hooks.register("construct_main_menu", order=900)
def call_them_pictures(request: HttpRequest, items: list[Any]) -> None:
    """Call images what a newsroom calls them."""
    for item in items:
        if item.name == "images":
            item.label, item.order = _("Pictures"), 200
