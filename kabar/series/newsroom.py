"""The newsroom's door to series: the list, and the page on which a day's roundup is composed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from kabar import clock
from kabar.series import queries, services
from kabar.series.models import Series
from kabar.series.services import Item
from kabar.staff.recorded import RecordedViewSet
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.models import Story
from kabar.stories.permissions import policy
from kabar.stories.refusals import StateConflict

#: A part of a roundup's headline is offered no longer than this.
PART = 60


class RoundupColumn(Column):
    """The way to the roundup of today."""

    def get_value(self, instance: Series) -> Any:
        """Return a link."""
        address = reverse("series_roundup", args=[instance.pk])
        return format_html('<a href="{}">{}</a>', address, _("Compose a roundup"))


class SeriesViewSet(RecordedViewSet):
    """Series, by name."""

    model = Series
    icon = "list-ol"
    name = menu_name = "series"
    menu_label = gettext_lazy("Series")
    menu_order = 350
    add_to_admin_menu = True
    ordering = ("name",)
    list_display = (
        "name",
        Column("begins_on", label=gettext_lazy("First day")),
        RoundupColumn("roundup", label=gettext_lazy("Roundup")),
    )
    panels = tuple(FieldPanel(name) for name in ("name", "begins_on", "section", "topic"))


class Day(forms.Form):
    """Which day is rounded up."""

    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class Compose(WagtailAdminTemplateMixin, TemplateView):
    """The stories of a day, offered with their part of the headline."""

    request: NewsroomRequest
    template_name = "kabar/series/compose.html"
    page_title = gettext_lazy("Compose a roundup")
    header_icon = "list-ol"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Turn away who begins no stories."""
        if not policy.user_has_permission(request.user, "add"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def series(self) -> Series:
        """Return the series."""
        return get_object_or_404(Series.objects.select_related("section", "topic"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Name the series."""
        return self.series.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the series."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("series:index"), "label": _("Series")},
            {"url": "", "label": f"{self.page_title}: {self.series.name}"},
        ]

    @cached_property
    def day(self) -> date:
        """Return the day asked for, else today on the paper's clocks."""
        form = Day(self.request.POST or self.request.GET)
        return form.cleaned_data["day"] if form.is_valid() else clock.today(self.request.paper.zone)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offer the day's stories, those of the topic chosen already."""
        stories = queries.of_day(self.series, self.day, self.request.paper.zone)
        about = queries.about(self.series, stories)
        sent = self.request.POST
        return {
            **super().get_context_data(**kwargs),
            "series": self.series,
            "day": self.day,
            "form": Day(initial={"day": self.day}),
            "begins": services.headline_of(self.series, self.day, []),
            "offered": [
                {
                    "story": story,
                    "chosen": f"take-{story.pk}" in sent if sent else story.pk in about,
                    "part": sent.get(f"part-{story.pk}", first_part(story.headline)),
                }
                for story in stories
            ],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Begin the draft and lead to it."""
        try:
            story = services.compose(self.series, self.day, self._items(), by=self.request.user)
        except (StateConflict, ValidationError) as refusal:
            why = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
            messages.error(request, why)
            return self.render_to_response(self.get_context_data())
        messages.success(request, _("The roundup is begun; finish it and send it to press."))
        return redirect(reverse("stories:edit", args=[story.pk]))

    def _items(self) -> list[Item]:
        sent = self.request.POST
        stories: list[Story] = queries.of_day(self.series, self.day, self.request.paper.zone)
        return [
            Item(story, str(sent.get(f"part-{story.pk}", "")))
            for story in stories
            if f"take-{story.pk}" in sent
        ]


def first_part(headline: str) -> str:
    """Return the beginning of a headline that can stand for it: up to a comma or colon, or some words."""
    part = headline
    for sign in (":", ",", ";", "|", " – ", " — "):
        part = part.split(sign)[0]
    return part.strip() if len(part) <= PART else part[:PART].rsplit(" ", 1)[0]
