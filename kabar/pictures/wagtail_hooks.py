"""The newsroom's door to pictures: the name of its menu item."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("construct_main_menu", order=900)
def call_them_pictures(request: HttpRequest, items: list[Any]) -> None:
    """Call images what a newsroom calls them."""
    for item in items:
        if item.name == "images":
            item.label, item.order = _("Pictures"), 200
