"""The screen on which a front is arranged, slot by slot, previewed, put to press or planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from kabar import clock
from kabar.fronts import queries, services, slots, views
from kabar.fronts.leaving import fitting
from kabar.fronts.models import Arrangement
from kabar.fronts.newsroom.forms import SlotForm, initial, offer
from kabar.fronts.newsroom.planned import address_of
from kabar.fronts.permissions import may_arrange, must_arrange
from kabar.fronts.slots import Choice, Choices, Place, Slot
from kabar.fronts.standing import sections
from kabar.masthead.printed_time import exactly
from kabar.schedule.newsroom.forms import PaperHour
from kabar.schedule.newsroom.views import try_to
from kabar.sections.models import Section
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.models import State, Story
from kabar.stories.refusals import StateConflict


class OfPlace(View):
    """A view of one front, which only those who arrange it may open."""

    request: NewsroomRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Ask before anything is read."""
        super().setup(request, *args, **kwargs)
        must_arrange(request.user, self.place)

    @cached_property
    def place(self) -> Place:
        """Return the front: the paper's own, or a section's."""
        if "pk" not in self.kwargs:
            return Place(self.request.paper.key)
        section = get_object_or_404(Section.objects.select_related("desk"), pk=self.kwargs["pk"])
        return Place(section.paper, section)

    @cached_property
    def slots(self) -> list[Slot]:
        """Return its slots."""
        if self.place.section:
            return slots.of_section()
        return slots.of_front([section for section in sections(self.request) if section.on_menu])

    def forms(self, choices: Choices, *, sent: Any = None, words: str = "") -> list[SlotForm]:
        """Return a form a slot, filled with what is chosen, or with what was sent."""
        known = {**choices, **({} if sent is None else _sent_stories(self.slots, sent))}
        offered = offer(self.place, self.request.user, sections(self.request), known, words)
        zone = self.request.paper.zone
        return [
            SlotForm(slot, offered, zone, sent, initial=initial(choices.get(slot.name, Choice()), zone))
            for slot in self.slots
        ]

    def page_of(self, choices: Choices) -> HttpResponse:
        """Return the real page of the front, as it would be; with stories that wait for their hour."""
        choices, _left = fitting(self.place, choices)
        pks = [choice.story for choice in choices.values() if choice.story]
        named = queries.named(pks, self.request.user)
        unseen = [_newest(story) for story in named if story.state == State.DRAFT]
        request: Any = self.request
        request.is_preview = True
        with translation.override(request.paper.language):
            if self.place.section:
                return views.arranged_section(request, self.place.section, choices, unseen=unseen)
            return views.arranged_front(request, choices, unseen=unseen)


def _sent_stories(of: Sequence[Slot], sent: Any) -> dict[str, Choice]:
    """Return the stories a form was sent with, so that what was found by words is offered still."""
    said = {slot.name: str(sent.get(f"{slot.name}-story", "")) for slot in of}
    return {name: Choice(int(pk)) for name, pk in said.items() if pk.isdecimal() and len(pk) < 19}


def _newest(story: Story) -> Story:
    """Return a story that is not out as it will be: by its newest version."""
    draft = story.get_latest_revision_as_object()
    draft.path = draft.path or "#"
    return draft


class Fronts(WagtailAdminTemplateMixin, TemplateView):
    """The fronts somebody may arrange."""

    request: NewsroomRequest
    template_name = "kabar/fronts/fronts.html"
    page_title = gettext_lazy("Fronts")
    header_icon = "pick"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name the page."""
        return [*self.breadcrumbs_items, {"url": "", "label": _("Fronts")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List each front with who arranged it last."""
        paper, user = self.request.paper.key, self.request.user
        places = [Place(paper), *(Place(paper, section) for section in sections(self.request))]
        mine = [place for place in places if may_arrange(user, place)]
        if not mine:
            raise PermissionDenied
        return {**super().get_context_data(**kwargs), "fronts": [self._told(place) for place in mine]}

    def _told(self, place: Place) -> dict[str, Any]:
        standing = queries.standing(place)
        zone = self.request.paper.zone
        return {
            "name": place.name,
            "address": address_of(place),
            "by": standing.made_by if standing else None,
            "since": exactly(standing.made_at, zone) if standing else "",
        }


class Arrange(OfPlace, WagtailAdminTemplateMixin, TemplateView):
    """One front: its slots, its preview, its history."""

    request: NewsroomRequest
    template_name = "kabar/fronts/arrange.html"
    header_icon = "pick"
    left: Sequence[str] = ()

    def get_page_title(self) -> str:
        """Name the front."""
        return capfirst(self.place.name)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the fronts."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("fronts_newsroom:fronts"), "label": _("Fronts")},
            {"url": "", "label": self.get_page_title()},
        ]

    def fitting(self, choices: Choices) -> dict[str, Choice]:
        """Return the choices without what can stand there no longer, and remember what left."""
        kept, left = fitting(self.place, choices)
        self.left = [each.told() for each in left]
        return kept

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the forms of the slots and how the front was arranged before."""
        zone = self.request.paper.zone
        standing = queries.standing(self.place)
        forms = kwargs.pop("forms", None) or self.forms(self.fitting(queries.choices_of(self.place)))
        return {
            **super().get_context_data(**kwargs),
            "place": self.place,
            "front": self.place.section.get_absolute_url() if self.place.section else "/",
            "left": self.left,
            "rows": _rows(forms, self.seen_by_readers()),
            "moved": kwargs.get("moved", ""),
            "words": kwargs.get("words", ""),
            "basis": kwargs.get("basis", standing.pk if standing else ""),
            "hour": kwargs.get("hour") or PaperHour(zone, prefix="at"),
            "zone": clock.zone_label(clock.now(), zone),
            "history": [_told(made, zone) for made in queries.history(self.place)],
            "preview": preview_of(self.place),
        }

    def seen_by_readers(self) -> Mapping[str, Story]:
        """Return what stands in the slots now, so that an editor sees what a choice would replace."""
        request: Any = self.request
        return views.standing_in(request, self.place, queries.choices_of(self.place))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what a button says: exchange two slots, look for stories, put to press, plan."""
        words = str(request.POST.get("words", ""))[:200].strip()
        forms = self.forms({}, sent=request.POST, words=words)
        kept = {"words": words, "basis": request.POST.get("basis", "")}
        if not all(form.is_valid() for form in forms):
            return self.render_to_response(self.get_context_data(forms=forms, **kept))
        choices = self.fitting({form.slot.name: form.choice() for form in forms})
        verb, _colon, slot = str(request.POST.get("do", "")).partition(":")
        if verb in ("up", "down", "clear"):
            moved, at = _moved(choices, self.slots, verb, slot)
            again = self.forms(moved, words=words)
            return self.render_to_response(self.get_context_data(forms=again, moved=f"{verb}:{at}", **kept))
        if verb == "press":
            return self._press(choices) or self._again(choices, kept)
        if verb == "plan":
            return self._plan(choices, kept)
        return self._again(choices, kept)

    def _again(self, choices: Choices, kept: dict[str, Any], **more: Any) -> HttpResponse:
        forms = self.forms(choices, words=kept["words"])
        return self.render_to_response(self.get_context_data(forms=forms, **kept, **more))

    def _press(self, choices: Choices) -> HttpResponse | None:
        basis = str(self.request.POST.get("basis", ""))
        instead_of = int(basis) if basis.isdecimal() else None
        try:
            services.arrange(self.place, choices, by=self.request.user, instead_of=instead_of)
        except (StateConflict, ValidationError) as refusal:
            messages.error(self.request, _said(refusal))
            return None
        return self._done(_("Readers see it now."))

    def _done(self, said: str) -> HttpResponse:
        """Go back to the front, and say what happened and what left it."""
        messages.success(self.request, said)
        for each in self.left:
            messages.warning(self.request, each)
        return redirect(address_of(self.place))

    def _plan(self, choices: Choices, kept: dict[str, Any]) -> HttpResponse:
        hour = PaperHour(self.request.paper.zone, self.request.POST, prefix="at")
        if hour.is_valid():
            try:
                services.plan_arrangement(self.place, choices, hour.instant(), by=self.request.user)
            except (StateConflict, ValidationError) as refusal:
                messages.error(self.request, _said(refusal))
            else:
                return self._done(_("Planned. It happens on the second."))
        return self._again(choices, kept, hour=hour)


class Preview(OfPlace):
    """The real page of a front, as the form on the screen would have it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it as it stands."""
        return self.page_of(queries.choices_of(self.place))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it as it would be; a slot that is not filled in rightly is left to its rule."""
        forms = self.forms({}, sent=request.POST)
        return self.page_of({form.slot.name: form.choice() for form in forms if form.is_valid()})


class ReturnTo(View):
    """The button beside an earlier arrangement."""

    request: NewsroomRequest
    http_method_names = ("post",)

    def post(self, request: NewsroomRequest, pk: int) -> HttpResponse:
        """Put it to press again."""
        before = get_object_or_404(Arrangement.objects.select_related("section"), pk=pk)
        place = Place(before.paper, before.section)
        must_arrange(request.user, place)
        _kept, left = fitting(place, slots.chosen(before.placed.all()))
        done = _("The front is as it was then, without what has had its time.")
        told = " ".join([done, *(each.told() for each in left)])
        try_to(request, lambda: services.return_to(before, by=request.user), told)
        return redirect(address_of(place))


def preview_of(place: Place) -> str:
    """Return the address of its preview."""
    if place.section:
        return reverse("fronts_newsroom:section_preview", args=[place.section.pk])
    return reverse("fronts_newsroom:front_preview")


def _rows(forms: Sequence[SlotForm], seen: Mapping[str, Story]) -> list[dict[str, Any]]:
    """Return the slots, what readers see there and the ways out; a band's story stays in its band."""
    movable = [form for form in forms if not form.slot.is_band]
    bands = [form for form in forms if form.slot.is_band]
    return [
        {
            "form": form,
            "slot": form.slot,
            "seen": _other_than_chosen(form, seen.get(form.slot.name)),
            "up": f"up:{form.slot.name}" if form in movable[1:] else "",
            "down": f"down:{form.slot.name}" if form in movable[:-1] else "",
            "opens_bands": form in bands[:1],
        }
        for form in forms
    ]


def _other_than_chosen(form: SlotForm, seen: Story | None) -> Story | None:
    return None if seen is None or str(form["story"].value()) == str(seen.pk) else seen


def _moved(choices: Choices, of: Sequence[Slot], verb: str, slot: str) -> tuple[dict[str, Choice], str]:
    """Return the choices with a story exchanged with its neighbour, or taken out, and where it stands now."""
    names = [each.name for each in of if not each.is_band]
    if verb == "clear" and slot in choices:
        return {**choices, slot: replace(choices[slot], story=None, until=None)}, slot
    at = names.index(slot) if slot in names else 0
    other = min(max(at + (1 if verb == "down" else -1), 0), len(names) - 1)
    return slots.swapped(choices, names[at], names[other]), names[other]


def _told(made: Arrangement, zone: str) -> dict[str, Any]:
    placed = {row.slot: row for row in made.placed.all()}
    leads = placed.get(slots.LEAD)
    return {
        "pk": made.pk,
        "since": exactly(made.made_at, zone),
        "by": made.made_by,
        "stands": made.replaced_at is None,
        "lead": leads.story if leads and leads.story else None,
        "number": sum(1 for row in placed.values() if row.story_id),
        "returned": made.returns_to_id is not None,
    }


def _said(refusal: Exception) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
