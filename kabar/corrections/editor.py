"""The desk's page on which a live story is corrected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.snippets.widgets import AdminSnippetChooser

from kabar.corrections import services, touched
from kabar.corrections.comparing import changes
from kabar.corrections.models import Kind
from kabar.corrections.sentences import sentence
from kabar.corrections.texts import passages_of
from kabar.corrections.touched import ClaimsField
from kabar.stories.editor.acts import Act
from kabar.stories.models import Story
from kabar.stories.services import StateConflict


class CorrectionForm(forms.Form):
    """What readers are told."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note for readers"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("What was wrong and what is right, without repeating more of the error than is needed."),
    )
    serious = forms.BooleanField(
        label=_("Tell it above the text as well"),
        required=False,
        help_text=_("For errors that change what the story means."),
    )
    hidden = forms.BooleanField(
        label=_("Do not repeat what it said"),
        required=False,
        help_text=_("For a name or a detail that should never have been printed."),
    )
    told_in = forms.ModelChoiceField(
        label=_("Story that carries it"),
        queryset=Story.objects.none(),
        required=False,
        help_text=_("An update or a reply that stands on a page of its own."),
    )
    affects = ClaimsField(
        help_text=_("Readers are led from the correction to the claims it touches, and to their sources.")
    )
    requested_by = forms.CharField(
        label=_("Asked for by"),
        required=False,
        max_length=200,
        help_text=_("For the newsroom; readers do not see it."),
    )

    def __init__(self, *args: Any, claims: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if claims:
            self.fields["affects"].choices = claims  # type: ignore[attr-defined]
        else:
            del self.fields["affects"]
        carrier = self.fields["told_in"]
        assert isinstance(carrier, forms.ModelChoiceField)
        carrier.queryset = Story.objects.filter(live=True)
        carrier.widget = AdminSnippetChooser(model=Story)


class Correct(Act):
    """Send the newest draft to press as a correction."""

    act = "correct"
    form_class = CorrectionForm
    template_name = "kabar/corrections/editor/correct.html"
    index_url_name, edit_url_name = "stories:list", "stories:edit"
    header_icon = "edit"
    question = _("The newest draft goes to press, and readers are told what changed and when.")
    button = _("Correct")
    done = _("“%(story)s” is corrected, and the correction is public.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the kind that is needed most, or with the reply that has just come in."""
        return {**super().get_initial(), "kind": Kind.CORRECTION, **self._from_reply()}

    def _from_reply(self) -> dict[str, Any]:
        number = self.request.GET.get("reply", "")
        if not number.isascii() or not number.isdecimal() or len(number) > 18:
            return {}
        reply = self.story.reply_requests.filter(pk=int(number)).first()
        if reply is None:
            return {}
        words = sentence(reply, self.story.language)
        return {"kind": Kind.RIGHT_OF_REPLY, "note": words, "requested_by": reply.whom}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the claims of the draft that goes to press."""
        draft = self.story.get_latest_revision_as_object()
        return {**super().get_form_kwargs(), "claims": touched.choices(draft)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what the newest draft changes in the text."""
        draft = self.story.get_latest_revision_as_object()
        return {
            **super().get_context_data(**kwargs),
            "changes": changes(passages_of(self.story), passages_of(draft)),
        }

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Correct it; what is refused is said beside the field, and nothing typed is lost."""
        said = {**form.cleaned_data, "kind": Kind(form.cleaned_data["kind"])}
        try:
            services.correct(self.story, services.Account(**said), by=self.request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        except StateConflict as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, self.done % {"story": self.story.headline})
        return redirect(reverse(self.edit_url_name, args=[self.story.pk]))
