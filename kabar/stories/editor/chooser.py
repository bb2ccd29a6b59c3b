"""Chooses one live story for another, such as "also read"."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views import chooser

from kabar.stories.editor.guard import Guarded
from kabar.stories.editor.listing import RECENT, Paginator
from kabar.stories.models import Story
from kabar.stories.queries import listed


def choosable() -> QuerySet[Story]:
    """Return what may be pointed at: what readers can open."""
    return listed(Story.objects.filter(live=True)).order_by("-first_published_at", "-pk")


class ByWords(BaseFilterForm):
    """Finds by words of the headline among the recent stories."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Words of the headline")}),
    )

    def filter(self, objects: QuerySet[Story]) -> QuerySet[Story]:
        """Keep those whose headline holds every word."""
        self.search_query = (self.cleaned_data.get("q") or "").strip()
        self.is_searching = bool(self.search_query)
        if not self.is_searching:
            return objects
        newest = Story.objects.aggregate(newest=Max("pk"))["newest"] or 0
        wanted = Q(pk__gt=newest - RECENT)
        for word in self.search_query.split():
            wanted &= Q(headline__icontains=word)
        return objects.filter(wanted)


class LiveStories(Guarded):
    """What the chooser's list shows."""

    act = "choose"
    filter_form_class = ByWords
    paginator_class = Paginator
    per_page = 12

    def get_object_list(self) -> QuerySet[Story]:
        """Offer only what readers can open."""
        return choosable()

    def apply_object_list_ordering(self, objects: QuerySet[Story]) -> QuerySet[Story]:
        """Keep newest first."""
        return objects

    @property
    def columns(self) -> list[Column]:
        """Return headline, section and day."""
        return [
            self.title_column,  # type: ignore[attr-defined]
            Column("section", label=_("Section"), accessor="section.name"),
            DateColumn("first_published_at", label=_("Published")),
        ]

    def can_create(self) -> bool:
        """A story is not begun from here."""
        return False


class Choose(LiveStories, chooser.ChooseView):
    """The window in which a story is chosen."""


class ChooseResults(LiveStories, chooser.ChooseResultsView):
    """The list in that window, searched and turned over."""


class Chosen(Guarded, chooser.SnippetChosenView):
    """The story that was chosen."""

    act = "choose"

    def get_object(self, pk: Any) -> Story:
        """Return it when readers can open it."""
        return choosable().get(pk=pk)


class ChosenMany(Guarded, chooser.SnippetChosenMultipleView):
    """Several stories that were chosen."""

    act = "choose"

    def get_objects(self, pks: list[Any]) -> QuerySet[Story]:
        """Return those that readers can open."""
        return choosable().filter(pk__in=pks)


class NoNewStory(Guarded, chooser.SnippetCreateView):
    """Closed: a story is begun on its own form."""

    act = "choose"

    def can_create(self) -> bool:
        """Refuse."""
        return False


class StoryChooser(chooser.SnippetChooserViewSet):
    """Everything behind the button "choose a story"."""

    choose_view_class = Choose
    choose_results_view_class = ChooseResults
    chosen_view_class = Chosen
    chosen_multiple_view_class = ChosenMany
    create_view_class = NoNewStory
