"""The newsroom's door to sources: for now, the agencies whose copy it prints."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column

from kabar.sources.models import Distributor
from kabar.staff.recorded import RecordedViewSet


class DistributorViewSet(RecordedViewSet):
    """Agencies, by name."""

    model = Distributor
    icon = "rss"
    name = menu_name = "sources"
    menu_label = _("Sources")
    menu_order = 500
    add_to_admin_menu = True
    ordering = ("name",)
    search_fields = ("name",)
    search_backend_name = None
    list_display = ("name", Column("url", label=_("Address")))
    panels = (FieldPanel("name"), FieldPanel("slug"), FieldPanel("url"))


@hooks.register("register_admin_viewset")
def distributors() -> DistributorViewSet:
    """Open the door."""
    return DistributorViewSet()


@hooks.register("register_icons")
def icons(icons: list[str]) -> list[str]:
    """Add the sign of a wire."""
    return [*icons, "kabar/newsroom/icons/rss.svg"]
