"""The page on which an editor makes a story the lead of a front, now or at an hour."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from kabar import clock
from kabar.fronts import queries, services
from kabar.fronts.models import Placed
from kabar.fronts.slots import LEAD
from kabar.masthead.printed_time import exactly
from kabar.schedule.newsroom.forms import Hour
from kabar.schedule.newsroom.views import try_to
from kabar.stories.editor.about import AboutStory
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.models import Story


class Where(forms.Form):
    """Which front, and whether now."""

    place = forms.ChoiceField(label=gettext_lazy("Where"), widget=forms.RadioSelect)
    begins = forms.ChoiceField(
        label=gettext_lazy("From"),
        widget=forms.RadioSelect,
        choices=[("now", gettext_lazy("now")), ("later", gettext_lazy("an hour"))],
        initial="now",
    )
    ends = forms.ChoiceField(
        label=gettext_lazy("Until"),
        widget=forms.RadioSelect,
        choices=[("further", gettext_lazy("further notice")), ("hour", gettext_lazy("an hour"))],
        initial="further",
    )

    def __init__(self, story: Story, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["place"]
        place.initial = "front"
        place.choices = [("front", _("front page")), ("section", story.section.name)]


class Lead(AboutStory, WagtailAdminTemplateMixin, FormView):
    """Who leads, and how a story comes to."""

    act = "publish"
    request: NewsroomRequest
    template_name = "kabar/fronts/lead.html"
    page_title = gettext_lazy("Lead of a front")
    header_icon = "pick"
    form_class = Where

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which story."""
        return {"story": self.story, **({"data": self.request.POST} if self.request.method == "POST" else {})}

    def hours(self) -> dict[str, Hour]:
        """Return the two hours, filled in as they were sent."""
        sent = self.request.POST if self.request.method == "POST" else None
        return {name: Hour(self.story, sent, prefix=name) for name in ("begins_at", "ends_at")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the story stands by hand."""
        standing = queries.where_it_stands(self.story)
        return {
            **super().get_context_data(**kwargs),
            "story": self.story,
            "standing": [self._told(placed) for placed in standing],
            **self.hours(),
        }

    def _told(self, placed: Placed) -> dict[str, Any]:
        zone, made = self.story.place_zone_of_paper(), placed.arrangement
        return {
            "place": made.place,
            "since": exactly(made.made_at, zone),
            "until": exactly(placed.until, zone) if placed.until else "",
            "by": made.made_by,
            "leads": placed.slot == LEAD,
            "front": "section" if made.section_id else "front",
        }

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let the story go, or ask the form."""
        if "let_go" not in request.POST:
            return super().post(request, *args, **kwargs)
        section = self.story.section if request.POST["let_go"] == "section" else None
        by = self.request.user
        said = _("The story leads no longer.")
        try_to(request, lambda: services.let_go(self.story, by=by, section=section), said)
        return redirect(reverse("fronts_newsroom:lead", args=[self.story.pk]))

    def form_valid(self, form: Where) -> HttpResponse:
        """Make it the lead, or plan to."""
        said, hours = form.cleaned_data, self.hours()
        needed = [hours["begins_at"]] if said["begins"] == "later" else []
        needed += [hours["ends_at"]] if said["ends"] == "hour" else []
        if not all(hour.is_valid() for hour in needed):
            return self.form_invalid(form)
        begins = hours["begins_at"].instant() if said["begins"] == "later" else None
        until = hours["ends_at"].instant() if said["ends"] == "hour" else None
        done = _("Planned. It happens on the second.") if begins else _("The story leads now.")
        try_to(self.request, lambda: self._lead(said["place"], begins, until), done)
        return redirect(reverse("fronts_newsroom:lead", args=[self.story.pk]))

    def _lead(self, place: str, begins: datetime | None, until: datetime | None) -> None:
        section = self.story.section if place == "section" else None
        if begins is None:
            services.lead(self.story, by=self.request.user, section=section, until=until)
        elif begins <= clock.now():
            raise ValidationError(_("This hour has passed; choose a later one."))
        else:
            services.plan_lead(self.story, begins, by=self.request.user, section=section, until=until)
