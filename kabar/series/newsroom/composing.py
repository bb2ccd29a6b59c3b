"""The page on which a day's roundup is composed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from kabar import clock
from kabar.series import queries, services
from kabar.series.models import Series
from kabar.series.newsroom.telling import refused, way_to
from kabar.series.services import Item
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.models import Story
from kabar.stories.permissions import policy
from kabar.stories.refusals import StateConflict

#: A part of a roundup's headline is offered no longer than this.
PART = 60


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
        """Turn away who begins no stories; lead from a series without days to its stories."""
        if not policy.user_has_permission(request.user, "add"):
            raise PermissionDenied
        if not self.series.counts_days:
            return redirect("series_stories", self.series.pk)
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
        """Return the day asked for, else today on the clocks of the series' paper."""
        form = Day(self.request.POST or self.request.GET)
        today = clock.today(settings.PAPER.for_key(self.series.paper).zone)
        return form.cleaned_data["day"] if form.is_valid() else today

    @cached_property
    def stories(self) -> list[Story]:
        """Return the stories of the day."""
        return queries.of_day(self.series, self.day)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offer the day's stories, those of the topic chosen already; say when the day has its roundup."""
        number = self.series.number_of(self.day)
        held = queries.holder_of(self.series, number)
        return {
            **super().get_context_data(**kwargs),
            "series": self.series,
            "day": self.day,
            "number": number,
            "held": way_to(held, self.request.user) if held else None,
            "form": Day(initial={"day": self.day}),
            "begins": services.name_of_day(self.series, self.day),
            "offered": self._as_sent() if self.request.POST else self._offered(),
        }

    def _offered(self) -> list[dict[str, Any]]:
        """Choose the stories of the topic, with the parts of the headline for which there is room."""
        about = queries.about(self.series, self.stories)
        parts = {story.pk: first_part(story.headline) for story in self.stories}
        chosen = [parts[story.pk] for story in self.stories if story.pk in about]
        fitting = services.parts_that_fit(self.series, self.day, chosen)
        return [
            {
                "story": story,
                "chosen": story.pk in about,
                "part": "" if story.pk in about and parts[story.pk] not in fitting else parts[story.pk],
            }
            for story in self.stories
        ]

    def _as_sent(self) -> list[dict[str, Any]]:
        sent = self.request.POST
        return [
            {
                "story": story,
                "chosen": f"take-{story.pk}" in sent,
                "part": sent.get(f"part-{story.pk}", first_part(story.headline)),
            }
            for story in self.stories
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Begin the draft and lead to it."""
        items = self._items()
        try:
            story = services.compose(self.series, self.day, items, by=self.request.user)
        except (StateConflict, ValidationError) as refusal:
            refused(self.request, refusal)
            return self.render_to_response(self.get_context_data())
        messages.success(request, _("The roundup is begun; finish it and send it to press."))
        self._say_what_was_left_out([item.part for item in items if item.part.strip()])
        return redirect(reverse("stories:edit", args=[story.pk]))

    def _say_what_was_left_out(self, parts: list[str]) -> None:
        left = len(parts) - len(services.parts_that_fit(self.series, self.day, parts))
        if left:
            why = ngettext(
                "The headline had no room for %(number)s part; its story stands in the text.",
                "The headline had no room for %(number)s parts; their stories stand in the text.",
                left,
            )
            messages.warning(self.request, why % {"number": left})

    def _items(self) -> list[Item]:
        sent = self.request.POST
        return [
            Item(story, str(sent.get(f"part-{story.pk}", "")))
            for story in self.stories
            if f"take-{story.pk}" in sent
        ]


def first_part(headline: str) -> str:
    """Return the beginning of a headline that can stand for it: up to a comma or colon, or some words."""
    part = headline
    for sign in (":", ",", ";", "|", " – ", " — "):
        part = part.split(sign)[0]
    return part.strip() if len(part) <= PART else part[:PART].rsplit(" ", 1)[0]
