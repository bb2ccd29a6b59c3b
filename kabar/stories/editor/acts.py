"""The acts of the desk on one story: withdraw, kill, spike, take off the spike."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from kabar.staff import stepup
from kabar.stories import services
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.editor.guard import Guarded
from kabar.stories.models import Story
from kabar.stories.rules import Ground


class PublicReason(forms.Form):
    """Why, in words every reader may see."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers who come to the address are shown these words."),
    )


class GroundAndReason(PublicReason):
    """On which of the guideline's grounds, and why, in words every reader may see."""

    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=Ground.choices,
        widget=forms.RadioSelect,
        help_text=_("Pressure from outside the newsroom is not a ground."),
    )
    field_order = ("ground", "reason")


class Act(Guarded, WagtailAdminTemplateMixin, FormView):
    """Asks once, does it by `stories.services`, and says what happened."""

    request: NewsroomRequest
    template_name = "kabar/stories/editor/act.html"
    form_class: type[forms.Form] = forms.Form
    model = Story
    index_url_name = edit_url_name = ""
    header_icon = "warning"
    question: ClassVar[Promise | str] = ""
    button: ClassVar[Promise | str] = ""
    done: ClassVar[Promise | str] = ""
    grave = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the story; whether its visitor may do this has been asked by then."""
        super().setup(request, *args, **kwargs)
        self.story = get_object_or_404(Story, pk=kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        """Fill in again what was written before the second factor was asked for."""
        return {**super().get_initial(), **stepup.kept(self.request)}

    def perform(self, said: dict[str, Any]) -> None:
        """Do the act with what was said in the form."""
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Do it and return to the story, or to the list when there is nothing left to write on."""
        try:
            self.perform(form.cleaned_data)
        except (services.StateConflict, ValidationError) as refusal:
            why = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
            messages.error(self.request, why)
        else:
            messages.success(self.request, self.done % {"story": self.story.headline})
        return redirect(reverse(self.edit_url_name, args=[self.story.pk]))

    def get_page_title(self) -> str:
        """Name the act."""
        return str(self.button)

    def get_page_subtitle(self) -> str:
        """Name the story."""
        return self.story.headline

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Lead back to the list and the story."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": str(Story._meta.verbose_name_plural).capitalize()},
            {"url": reverse(self.edit_url_name, args=[self.story.pk]), "label": self.story.headline},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the story and where to go when it is not done after all."""
        context = super().get_context_data(**kwargs)
        context["story"] = self.story
        context["back"] = reverse(self.edit_url_name, args=[self.story.pk])
        return context


class Withdraw(Act):
    """Take a live story from readers for now."""

    act = "withdraw"
    form_class = PublicReason
    question = _("Its address will say that the story is gone and why, until it is published again.")
    button = _("Withdraw")
    done = _("“%(story)s” is withdrawn. Readers no longer see it.")

    def perform(self, said: dict[str, Any]) -> None:
        """Withdraw it."""
        services.withdraw(self.story, by=self.request.user, reason=said["reason"])


class Kill(Act):
    """Take a live story from readers for good."""

    act = "kill"
    form_class = GroundAndReason
    question = _("It leaves every page at once and cannot be published again. This is for good.")
    button = _("Kill")
    done = _("“%(story)s” is killed.")
    grave = True

    def perform(self, said: dict[str, Any]) -> None:
        """Kill it."""
        services.kill(self.story, by=self.request.user, reason=said["reason"], ground=Ground(said["ground"]))


class Spike(Act):
    """Put away a story that readers do not see."""

    act = "spike"
    question = _("It leaves the list of stories in writing. It can be taken off the spike later.")
    button = _("Spike")
    done = _("“%(story)s” is spiked.")

    def perform(self, said: dict[str, Any]) -> None:
        """Spike it."""
        services.spike(self.story, by=self.request.user)


class Unspike(Act):
    """Take a story off the spike."""

    act = "spike"
    question = _("It becomes a draft again.")
    button = _("Take off the spike")
    done = _("“%(story)s” is a draft again.")

    def perform(self, said: dict[str, Any]) -> None:
        """Take it off."""
        services.unspike(self.story, by=self.request.user)
