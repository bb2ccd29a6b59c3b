"""The pages of the schedule: one story's publication, all hours, and the clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from kabar import clock
from kabar.masthead.printed_time import exactly
from kabar.schedule import queries, services
from kabar.schedule.models import PlannedAct
from kabar.schedule.newsroom.forms import Hour, HourWithReason
from kabar.schedule.newsroom.telling import has_newer_version, hours, told
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.editor.guard import Guarded
from kabar.stories.models import Story
from kabar.stories.permissions import policy
from kabar.stories.refusals import StateConflict


def try_to(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    """Do an act and say what happened, or why it did not."""
    try:
        act()
    except (StateConflict, ValidationError) as refusal:
        why = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
        messages.error(request, why)
    else:
        messages.success(request, done)


class Publication(Guarded, WagtailAdminTemplateMixin, TemplateView):
    """When a story goes out, changes and leaves: everything that can be planned with it."""

    act = "schedule"
    request: NewsroomRequest
    template_name = "kabar/schedule/publication.html"
    page_title = gettext_lazy("Publication")
    header_icon = "calendar-alt"

    @cached_property
    def story(self) -> Story:
        """Return the story."""
        return get_object_or_404(
            Story.objects.select_related("section", "latest_revision"), pk=self.kwargs["pk"]
        )

    def get_page_subtitle(self) -> str:
        """Name the story by its newest headline."""
        newest = self.story.latest_revision
        return (newest.object_str if newest else self.story.headline) or _("Untitled")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the story."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("schedule:index"), "label": _("Schedule")},
            {"url": reverse("stories:edit", args=[self.story.pk]), "label": self.get_page_subtitle()},
            {"url": "", "label": _("Publication")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what is planned, and the forms for what can be."""
        story = self.story
        publication, withdrawal = queries.publication_of(story), queries.withdrawal_of(story)
        held = story.embargo_until if story.embargo_until != clock.UNTIL_LIFTED else None
        at = publication.due if publication else held
        leaves = withdrawal.due if withdrawal else None
        return {
            **super().get_context_data(**kwargs),
            "story": story,
            "publication": told(publication) if publication else None,
            "withdrawal": told(withdrawal) if withdrawal else None,
            "newer": has_newer_version(publication),
            "version": self._version(publication),
            "embargo": hours(story.embargo_until, story) if story.embargo_until else None,
            "may_publish": story.state in services.MAY_PUBLISH and story.latest_revision_id is not None,
            "hour": kwargs.get("hour") or Hour(story, at=at, prefix="out"),
            "leaving": kwargs.get("leaving") or HourWithReason(story, at=leaves, prefix="leave"),
            "past": [told(planned) for planned in queries.of_story(story)],
            "doubt": queries.clock_doubt(),
        }

    def _version(self, planned: PlannedAct | None) -> str:
        if planned is None or planned.revision is None:
            return ""
        return exactly(planned.revision.created_at, self.story.place_zone_of_paper())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what one of the page's buttons says."""
        verb = str(request.POST.get("do", ""))
        if verb not in VERBS:
            raise Http404
        answer = VERBS[verb](self)
        return answer or redirect(reverse("schedule:story", args=[self.story.pk]))

    # --- what the buttons do --------------------------------------------------------------------------------

    def plan(self) -> HttpResponse | None:
        """Publish at an hour, or move the publication that is planned."""
        return self._with_hour(self._plan_at, _("Planned. It happens on the second."))

    def _plan_at(self, form: Hour) -> None:
        planned = queries.publication_of(self.story)
        if planned is None:
            services.plan_publication(self.story, form.instant(), by=self.request.user)
        else:
            services.move(planned, form.instant(), by=self.request.user)

    def embargo(self) -> HttpResponse | None:
        """Hold the story back until an hour, and publish it then."""
        done = _("Under embargo. Nothing of it is public before its hour; then it is published.")
        return self._with_hour(
            lambda form: services.embargo(self.story, form.instant(), by=self.request.user), done
        )

    def lift(self) -> None:
        """End the embargo now."""
        reason = str(self.request.POST.get("reason", ""))
        done = _("The embargo is lifted. The story is not published by that.")
        try_to(
            self.request, lambda: services.lift_embargo(self.story, by=self.request.user, reason=reason), done
        )

    def withdraw(self) -> HttpResponse | None:
        """Take the story from readers at an hour, or move that."""
        form = HourWithReason(self.story, self.request.POST, prefix="leave")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(leaving=form))
        try_to(self.request, lambda: self._leave_at(form), _("Planned. It happens on the second."))
        return None

    def _leave_at(self, form: HourWithReason) -> None:
        planned, by = queries.withdrawal_of(self.story), self.request.user
        if planned is None:
            reason = form.cleaned_data["reason"]
            services.plan_withdrawal(self.story, form.instant(), by=by, reason=reason)
        else:
            services.move(planned, form.instant(), by=by)

    def newest(self) -> None:
        """Send the newest version instead of the planned one."""
        planned = queries.publication_of(self.story)
        if planned is not None:
            done = _("The newest version goes out at the planned hour.")
            try_to(self.request, lambda: services.take_newest(planned, by=self.request.user), done)

    def _with_hour(self, act: Callable[[Hour], object], done: str) -> HttpResponse | None:
        form = Hour(self.story, self.request.POST, prefix="out")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(hour=form))
        try_to(self.request, lambda: act(form), done)
        return None


VERBS: dict[str, Callable[[Publication], HttpResponse | None]] = {
    "plan": Publication.plan,
    "embargo": Publication.embargo,
    "lift": Publication.lift,
    "withdraw": Publication.withdraw,
    "newest": Publication.newest,
}


class Schedule(Guarded, WagtailAdminTemplateMixin, TemplateView):
    """All hours: what needs somebody, what is due, what was done."""

    act = "view"
    request: NewsroomRequest
    template_name = "kabar/schedule/schedule.html"
    page_title = gettext_lazy("Schedule")
    header_icon = "calendar-alt"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name the page."""
        return [*self.breadcrumbs_items, {"url": "", "label": _("Schedule")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the acts of the stories its visitor may see, by how they stand."""
        user, zone = self.request.user, self.request.paper.zone
        troubled = queries.troubled(user)
        stuck = {planned.pk for planned in troubled}
        return {
            **super().get_context_data(**kwargs),
            "now": exactly(clock.now(), zone),
            "doubt": queries.clock_doubt(),
            "may_schedule": policy.user_has_permission(user, "schedule"),
            "lists": [
                (_("Waits for somebody"), "troubled", [told(planned) for planned in troubled], ""),
                (
                    _("Due"),
                    "due",
                    [told(planned) for planned in queries.due(user) if planned.pk not in stuck],
                    _("Nothing is planned."),
                ),
                (_("Done since yesterday"), "done", [told(each) for each in queries.done(user)], ""),
            ],
        }


class Change(View):
    """One button beside one act: cancel, release, retry."""

    request: NewsroomRequest
    http_method_names = ("post",)

    def post(self, request: NewsroomRequest, pk: int, verb: str) -> HttpResponse:
        """Do it and return to where the button stood."""
        planned = get_object_or_404(queries.visible_to(request.user), pk=pk)
        if verb not in CHANGES:
            raise Http404
        act, done = CHANGES[verb]
        try_to(request, lambda: act(planned, by=request.user), str(done))
        back = "schedule:story" if "story" in request.POST else "schedule:index"
        return redirect(reverse(back, args=[planned.story_id] if "story" in request.POST else []))


CHANGES: dict[str, tuple[Callable[..., object], Any]] = {
    "cancel": (services.cancel, gettext_lazy("Cancelled. It will not happen.")),
    "release": (services.release, gettext_lazy("Released. What is due happens at once.")),
    "retry": (services.retry, gettext_lazy("It is tried again.")),
}


class ConfirmClock(Guarded, View):
    """The word of somebody who has looked at a clock."""

    act = "schedule"
    request: NewsroomRequest
    http_method_names = ("post",)

    def post(self, request: NewsroomRequest) -> HttpResponse:
        """Believe the clock again."""
        done = _("The clock is confirmed; what it held goes on.")
        try_to(request, lambda: services.confirm_clock(by=request.user), done)
        return redirect(reverse("schedule:index"))
