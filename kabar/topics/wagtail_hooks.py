"""The newsroom's door to topics."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.ui.tables import Column

from kabar.staff.of_one_paper import OfOnePaper, ViewSetOfOnePaper
from kabar.topics.models import Topic
from kabar.topics.newsroom import suggest


class TopicForm(OfOnePaper):
    """A topic, the only one of its paper at its address."""

    def clean_slug(self) -> str:
        """Refuse an address at which the paper has another topic."""
        slug: str = self.cleaned_data["slug"]
        other = Topic.objects.filter(paper=self.paper, slug=slug).exclude(pk=self.instance.pk).first()
        if other:
            raise ValidationError(_("“%s” stands at this address already.") % other)
        return slug


class TopicViewSet(ViewSetOfOnePaper):
    """Topics, by name."""

    model, form, asked = Topic, TopicForm, ("name", "slug", "summary")
    icon = "tag"
    name = menu_name = "topics"
    menu_label = gettext_lazy("Topics")
    menu_order = 300
    add_to_admin_menu = True
    ordering = ("name",)
    list_per_page = 50
    search_fields = ("name",)
    search_backend_name = None
    list_display = ("name", Column("slug", label=gettext_lazy("Address")))


@hooks.register("register_admin_viewset")
def topics() -> TopicViewSet:
    """Open the door."""
    return TopicViewSet()


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Answer what the story form asks while a topic is typed."""
    return [path("topics/suggest/", suggest, name="topics_suggest")]
