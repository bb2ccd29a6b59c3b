"""What the desk asks for: an assignment, a comment, a note, a reason, a hand-over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kabar.desk.models import Assignment
from kabar.sections.queries import of_paper
from kabar.staff.models import Desk, User

MOMENT = "%Y-%m-%dT%H:%M"


def colleagues() -> Any:
    """Return who may be given work, or told something."""
    return User.objects.filter(is_active=True).order_by("first_name", "last_name", "username")


class AssignmentForm(forms.ModelForm):
    """What is wanted."""

    due = forms.DateTimeField(
        label=_("Due"), required=False, input_formats=[MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )  # fmt: skip

    class Meta:
        model = Assignment
        fields = ("title", "section", "who", "due", "brief")
        labels = {"title": _("What is wanted"), "section": _("Section"), "who": _("Who"), "brief": _("Brief")}
        widgets = {"brief": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, paper: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["section"].queryset = of_paper(paper)
        fields["who"].queryset = colleagues()
        fields["who"].empty_label = _("whoever takes it")
        if self.instance.pk:
            del self.fields["section"]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class CommentForm(forms.Form):
    """What is to be done before it can go to press."""

    comment = forms.CharField(
        label=_("What is to be done"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The writer sees it at once, in the story."),
    )  # fmt: skip


class OverrideForm(forms.Form):
    """Why nobody else looked at it."""

    override = forms.CharField(
        label=_("Why it goes without a second pair of eyes"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Kept in the audit record under your name."),
    )  # fmt: skip


class NoteForm(forms.Form):
    """A note, where it belongs, and whether it cannot wait."""

    text = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}))
    path = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)
    answers = forms.IntegerField(required=False, widget=forms.HiddenInput)
    urgent = forms.BooleanField(
        label=_("Urgent"), required=False,
        help_text=_("On a live story it comes first on everybody's screen until it is resolved."),
    )  # fmt: skip


class HandoverForm(forms.Form):
    """What the next shift must know."""

    text = forms.CharField(label=_("For the next shift"), widget=forms.Textarea(attrs={"rows": 5}))
    desk = forms.ModelChoiceField(
        Desk.objects.none(), label=_("Desk"), required=False, empty_label=_("every desk")
    )
    to = forms.ModelChoiceField(
        User.objects.none(), label=_("For whom"), required=False, empty_label=_("whoever comes next")
    )

    def __init__(self, *args: Any, paper: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["desk"].queryset = Desk.objects.filter(paper=paper)
        fields["to"].queryset = colleagues()
