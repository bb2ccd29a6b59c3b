"""The newsroom's door to the glossary."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel

from kabar.glossary.models import Term
from kabar.staff.recorded import RecordedViewSet


class TermViewSet(RecordedViewSet):
    """The glossary, by word."""

    model = Term
    icon = "help"
    name = menu_name = "glossary"
    menu_label = _("Glossary")
    menu_order = 360
    add_to_admin_menu = True
    ordering = ("word",)
    list_per_page = 50
    search_fields = ("word", "also", "meaning")
    search_backend_name = None
    list_display = ("word", "meaning")
    panels = (FieldPanel("word"), FieldPanel("also"), FieldPanel("meaning"))


@hooks.register("register_admin_viewset")
def glossary() -> TermViewSet:
    """Open the door."""
    return TermViewSet()
