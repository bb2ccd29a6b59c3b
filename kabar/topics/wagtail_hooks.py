"""The newsroom's door to topics."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from kabar.staff.of_one_paper import OfOnePaper
from kabar.staff.recorded import Begins, RecordedViewSet
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


class PaperColumn(Column):
    """The paper a topic belongs to, by its name."""

    def get_value(self, instance: Topic) -> Any:
        """Return the name; of a paper that was given up only the key is left."""
        names = {paper.key: paper.name for paper in settings.PAPER.papers}
        return names.get(instance.paper, instance.paper)


class ListOfTopics(generic.IndexView):
    """Topics, with their papers where there are several."""

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns."""
        of_which = [PaperColumn("paper", label=_("Paper"))] if settings.PAPER.sisters else []
        return [*super().columns, *of_which]


class Begin(Begins, generic.CreateView):
    """A new topic."""

    def get_initial_form_instance(self) -> Topic:
        """Begin one for the paper whose newsroom this is."""
        return Topic(paper=self.request.paper.key)


class TopicViewSet(RecordedViewSet):
    """Topics, by name."""

    model = Topic
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
    index_view_class, add_view_class = ListOfTopics, Begin

    def get_edit_handler(self) -> Any:
        """Return the form."""
        fields = ("paper", "name", "slug", "summary")
        return ObjectList([FieldPanel(name) for name in fields], base_form_class=TopicForm).bind_to_model(
            Topic
        )


@hooks.register("register_admin_viewset")
def topics() -> TopicViewSet:
    """Open the door."""
    return TopicViewSet()


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Answer what the story form asks while a topic is typed."""
    return [path("topics/suggest/", suggest, name="topics_suggest")]
