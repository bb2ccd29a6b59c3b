"""Where editors put stories into a series and take them out: a page of the series, and one of a story."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.snippets.widgets import AdminSnippetChooser

from kabar.series import queries, services
from kabar.series.models import Series
from kabar.series.newsroom.telling import named, numbers, refused, rows, way_to
from kabar.stories.editor.about import AboutStory
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.models import Story
from kabar.stories.permissions import policy
from kabar.stories.refusals import StateConflict

SHEET = 50


def try_to(request: NewsroomRequest, act: Callable[[], object], done: str) -> None:
    """Do an act and say what happened, or why it did not and what stood in the way."""
    try:
        act()
    except (StateConflict, ValidationError) as refusal:
        refused(request, refusal)
    else:
        messages.success(request, done)


class Adds(forms.Form):
    """Which story joins a series."""

    story = forms.ModelChoiceField(
        Story.objects.filter(live=True), label=gettext_lazy("Story"), widget=AdminSnippetChooser(model=Story)
    )
    number = forms.CharField(
        label=gettext_lazy("Number of the day"),
        required=False,
        widget=forms.NumberInput(attrs={"min": 1}),
        help_text=gettext_lazy("Empty: the day on which it was first published."),
    )

    def __init__(self, series: Series, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not series.counts_days:
            del self.fields["number"]


class StoriesOfSeries(WagtailAdminTemplateMixin, TemplateView):
    """The stories of a series in their order."""

    request: NewsroomRequest
    template_name = "kabar/series/stories.html"
    page_title = gettext_lazy("Its stories")
    header_icon = "list-ol"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Open it to whoever sees series; each act asks for the story it is about."""
        if not request.user.has_perm("kabar_series.view_series"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def series(self) -> Series:
        """Return the series."""
        return get_object_or_404(Series.objects.select_related("section"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Name the series."""
        return self.series.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("series:index"), "label": _("Series")},
            {"url": "", "label": self.series.name},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the places, the newest first, and the form that fills one more."""
        user = self.request.user
        sheet = Paginator(queries.installments_of(self.series), SHEET).get_page(self.request.GET.get("p"))
        may_add = policy.user_has_permission(user, "publish")
        return {
            **super().get_context_data(**kwargs),
            "series": self.series,
            "sheet": sheet,
            "rows": rows(sheet, user),
            "adds": Adds(self.series) if may_add else None,
            "may_compose": self.series.counts_days and policy.user_has_permission(user, "add"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what a button says."""
        verb, _colon, number = request.POST.get("do", "").partition(":")
        if verb == "add":
            try_to(self.request, self._add, _("The story stands in the series now."))
        elif verb in ("number", "earlier", "later", "out") and number.isdecimal() and len(number) < 19:
            place = get_object_or_404(queries.installments_of(self.series), pk=int(number))
            try_to(self.request, lambda: self._do(verb, place.story), _("Done."))
        return redirect(request.get_full_path())

    def _add(self) -> None:
        form = Adds(self.series, self.request.POST)
        if not form.is_valid():
            raise ValidationError(_("Choose a story that readers see."))
        said = form.cleaned_data
        services.join(said["story"], self.series, by=self.request.user, number=numbers(said.get("number")))

    def _do(self, verb: str, story: Story) -> None:
        by = self.request.user
        if verb == "out":
            services.leave(story, by=by)
        elif verb == "number":
            services.join(story, self.series, by=by, number=numbers(self.request.POST.get("number")))
        else:
            services.move(story, earlier=verb == "earlier", by=by)


class Place(forms.Form):
    """In which series a story stands, and where."""

    series = forms.ModelChoiceField(Series.objects.none(), label=gettext_lazy("Series"))
    number = forms.CharField(
        label=gettext_lazy("Number of the day"),
        required=False,
        widget=forms.NumberInput(attrs={"min": 1}),
        help_text=gettext_lazy(
            "Empty: the day on which it was first published. A series without days takes it as its last part."
        ),
    )

    def __init__(self, story: Story, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["series"]
        field.queryset = queries.of_paper(story.paper)


class SeriesOfStory(AboutStory, WagtailAdminTemplateMixin, TemplateView):
    """Puts a story into a series, says what stands before and after it, and takes it out."""

    act = "publish"
    request: NewsroomRequest
    template_name = "kabar/series/story.html"
    page_title = gettext_lazy("Series")
    header_icon = "list-ol"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return its place, its neighbours and the form."""
        place, around = queries.place_of(self.story), queries.neighbours(self.story.pk)
        sides = [around.before, around.after] if around else [None, None]
        told = [each and (each, way_to(each.story, self.request.user)) for each in sides]
        number = place.number if place and place.series.counts_days else ""
        return {
            **super().get_context_data(**kwargs),
            "story": self.story,
            "place": place,
            "name": named(place.series, place.number) if place else "",
            "before": told[0],
            "after": told[1],
            "form": Place(self.story, initial={"series": place and place.series_id, "number": number}),
            "any": queries.of_paper(self.story.paper).exists(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Put it in or take it out."""
        verb = request.POST.get("do", "")
        if verb == "out":
            try_to(
                self.request,
                lambda: services.leave(self.story, by=self.request.user),
                _("The story stands in no series now."),
            )
        elif verb == "put":
            try_to(self.request, self._put, _("The story stands in the series now."))
        return redirect(request.path)

    def _put(self) -> None:
        form = Place(self.story, self.request.POST)
        if not form.is_valid():
            raise ValidationError(_("Choose a series."))
        said = form.cleaned_data
        services.join(self.story, said["series"], by=self.request.user, number=numbers(said.get("number")))
