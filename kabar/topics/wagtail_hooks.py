"""The newsroom's door to topics."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column

from kabar.staff.recorded import RecordedViewSet
from kabar.topics.models import Topic
from kabar.topics.newsroom import suggest


class TopicViewSet(RecordedViewSet):
    """Topics, by name."""

    model = Topic
    icon = "tag"
    name = menu_name = "topics"
    menu_label = _("Topics")
    menu_order = 300
    add_to_admin_menu = True
    ordering = ("name",)
    list_per_page = 50
    search_fields = ("name",)
    search_backend_name = None
    list_display = ("name", Column("slug", label=_("Address")))
    panels = (FieldPanel("name"), FieldPanel("slug"), FieldPanel("summary"))


@hooks.register("register_admin_viewset")
def topics() -> TopicViewSet:
    """Open the door."""
    return TopicViewSet()


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Answer what the story form asks while a topic is typed."""
    return [path("topics/suggest/", suggest, name="topics_suggest")]
