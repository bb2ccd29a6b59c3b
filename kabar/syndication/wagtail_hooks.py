"""The newsroom's door to partners."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from kabar.stories.editor.menu import ForRight
from kabar.syndication.partners.newsroom import Partners


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Open the room."""
    return [path("partners/", Partners.as_view(), name="partners")]


@hooks.register("register_settings_menu_item")
def partners_item() -> ForRight:
    """Put the partners among what is set up seldom."""
    return ForRight(
        _("Partners"),
        reverse("partners"),
        right="export",
        name="partners",
        icon_name="link-external",
        order=700,
    )
