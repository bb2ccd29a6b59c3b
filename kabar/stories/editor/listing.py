"""The newsroom's list of stories: quick at a million, and open only as far as its reader's rights."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit

import django_filters
from django import forms
from django.db.models import F, Max, Q, QuerySet, TextField
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.snippets.views import snippets

from kabar.sections.models import Section
from kabar.staff.models import Author
from kabar.stories.editor.guard import Guarded
from kabar.stories.models import State, Story, StoryByline
from kabar.stories.permissions import open_among, open_to

#: How far a list is counted and turned over; who needs more narrows it.
FAR_ENOUGH = 1_000
#: How many of the newest stories a search looks through.
RECENT = 20_000
#: How many of an author's newest stories the filter finds.
OF_AN_AUTHOR = 1_000


class Paginator(WagtailPaginator):
    """Counts no further than it must: an exact count of a million takes half a second."""

    @cached_property
    def count(self) -> int:
        """Return how many there are, up to FAR_ENOUGH."""
        return len(self.object_list.values_list("pk", flat=True)[:FAR_ENOUGH])

    @property
    def items_count_label(self) -> str:
        """Say how many, and when there are more."""
        if self.count < FAR_ENOUGH:
            return super().items_count_label
        return str(
            _("the newest %s stories; narrow the list to find others") % f"{FAR_ENOUGH:,}".replace(",", ".")
        )


class StoryFilters(WagtailFilterSet):
    """What the list may be narrowed to."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices, widget=forms.RadioSelect)
    section = django_filters.ModelChoiceFilter(
        label=_("Section"),
        queryset=Section.objects.order_by("paper", "position", "name"),
        widget=forms.RadioSelect,
    )
    author = django_filters.CharFilter(label=_("Author"), method="written_by")
    published = django_filters.DateFromToRangeFilter(
        label=_("Published"), field_name="first_published_at", widget=DateRangePickerWidget
    )

    class Meta:
        model = Story
        fields: ClassVar[list[str]] = []

    def written_by(self, stories: QuerySet[Story], _name: str, value: str) -> QuerySet[Story]:
        """Keep the newest stories that carry a name like this."""
        authors = Author.objects.filter(name__icontains=value).values_list("pk", flat=True)[:50]
        named = StoryByline.objects.filter(author__in=list(authors)).order_by("-story_id")
        return stories.filter(pk__in=named.values("story_id")[:OF_AN_AUTHOR])


class Headline(TitleColumn):
    """The newest headline, with the kicker above it."""

    cell_template_name = "kabar/stories/editor/headline_cell.html"


class StateTag(Column):
    """The state, and whether a newer draft waits."""

    cell_template_name = "kabar/stories/editor/state_cell.html"


class Bylines(Column):
    """The names on a story."""

    def get_value(self, instance: Story) -> str:
        """Return the names, as printed."""
        return ", ".join(byline.author.name for byline in instance.bylines.all())


class StoryList(Guarded, snippets.IndexView):
    """Every story, newest first."""

    act = "view"
    paginator_class = Paginator
    paginate_by = 50
    search_fields = ("headline",)
    search_backend_name = None
    filterset_class = StoryFilters
    default_ordering = None

    @cached_property
    def columns(self) -> list[Column]:
        """Return what a desk looks at."""
        headline = self._get_title_column_class(Headline)
        return [
            headline("headline", label=_("Headline"), accessor="newest_headline", get_url=self.address_for),
            Column("section", label=_("Section"), accessor="section.name", width="12%"),
            StateTag("state", label=_("State"), accessor="get_state_display", width="12%"),
            Bylines("author", label=_("Author"), width="16%"),
            DateColumn("changed", label=_("Changed"), width="12%"),
        ]

    def get_base_queryset(self) -> QuerySet[Story]:
        """Return what the visitor may see, without bodies."""
        return (
            open_to(self.request.user)
            .select_related("section")
            .prefetch_related("bylines__author")
            .defer("body", "standfirst")
            .annotate(
                newest_headline=Coalesce("latest_revision__object_str", "headline", output_field=TextField()),
                changed=Coalesce("latest_revision__created_at", "last_published_at", "created_at"),
            )
        )

    def order_queryset(self, queryset: QuerySet[Story]) -> QuerySet[Story]:
        """Order as an index allows, whatever the list is narrowed to."""
        asked = self.request.GET
        if asked.get("state"):
            return queryset.order_by("-created_at", "-pk")
        if asked.get("published_from") or asked.get("published_to"):
            return queryset.order_by(F("first_published_at").desc(nulls_last=True), "-pk")
        return queryset.order_by("-pk")

    def search_queryset(self, queryset: QuerySet[Story]) -> QuerySet[Story]:
        """Find by words of the headline among the recent stories, or by address among all."""
        asked = self.search_query.strip()
        if not asked:
            return queryset
        if asked.startswith(("/", "http://", "https://")):
            return queryset.filter(path=urlsplit(asked).path)
        newest = Story.objects.aggregate(newest=Max("pk"))["newest"] or 0
        wanted = Q(pk__gt=newest - RECENT)
        for word in asked.split():
            wanted &= Q(headline__icontains=word) | Q(slugline__icontains=word)
        return queryset.filter(wanted)

    @cached_property
    def editable(self) -> set[int]:
        """Return which stories of this page the visitor may write on."""
        return open_among(self.request.user, "change", self.page_of_stories)

    def paginate_queryset(self, queryset: QuerySet[Story], page_size: int) -> Any:
        """Remember the stories of this page, so that rights are asked for all of them at once."""
        paginated = super().paginate_queryset(queryset, page_size)
        self.page_of_stories = list(paginated[2])
        return paginated

    def address_for(self, story: Story) -> str | None:
        """Return the form of a story that may be written on; else the page readers see."""
        if story.pk in self.editable:
            return reverse(self.edit_url_name, args=[story.pk])
        return story.get_absolute_url() or None

    def get_edit_url(self, instance: Story) -> str | None:
        """Return the form's address when the visitor may write on the story."""
        return reverse(self.edit_url_name, args=[instance.pk]) if instance.pk in self.editable else None

    def get_list_more_buttons(self, instance: Story) -> list[MenuItem]:
        """Return what can be done from the list."""
        buttons = []
        if instance.pk in self.editable:
            history = reverse(Story.snippet_viewset.get_url_name("history"), args=[instance.pk])
            buttons += [
                MenuItem(_("Write on it"), url=self.get_edit_url(instance), icon_name="edit", priority=10),
                MenuItem(_("Versions"), url=history, icon_name="history", priority=20),
            ]
        if instance.live:
            buttons.append(
                MenuItem(_("See the page"), url=instance.get_absolute_url(), icon_name="view", priority=30)
            )
        return buttons
