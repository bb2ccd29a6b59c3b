"""The forms of pictures: one by one, many at once, and the words that are still missing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from kabar.pictures import services
from kabar.pictures.intake import FILLED, SentPicture, fill_in
from kabar.pictures.models import Picture

#: What each field means to whoever fills it in.
MEANINGS = {
    "description": (_("Description"), _("What is on it, for readers who cannot see it.")),
    "credit": (_("Credit"), _("Who took it and for whom, as printed: ANTARA/Dewi Anggraini.")),
    "caption": (_("Caption"), _("Printed under it unless a story says otherwise.")),
    "people": (_("People shown"), _("Names, with commas between; for finding it again.")),
    "place": (_("Place"), _("Where it was taken.")),
    "taken_at": (_("Taken at"), ""),
    "rights": (_("Copyright"), _("Printed after the credit: © ANTARA.")),
    "owner": (_("Owner of the rights"), _("Who is asked before it is used again.")),
    "terms": (_("Terms of use"), _("What was agreed; for the newsroom, not printed.")),
    "usage": (_("May be printed"), ""),
    "rights_until": (_("Rights end"), _("At this minute it leaves every page by itself.")),
    "protects": (_("Protect"), _("A child, victim or witness whose face readers must not see.")),
    "unrecognisable": (
        _("Nobody to be protected can be recognised"),
        _("Face and name are hidden on this very file. Without this it is not printed."),
    ),
    "ai_use": (_("Use of AI"), _("Said beside the picture.")),
    "source_url": (_("Where it comes from"), ""),
}
LONG = ("description", "caption", "terms")
TIMES = ("taken_at", "rights_until")


class OnTheClock(forms.DateTimeInput):
    """A day and a minute, as the browser of a phone asks for it."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def _say_meanings(fields: dict[str, Any]) -> None:
    for name, (label, meaning) in MEANINGS.items():
        if name in fields:
            fields[name].label, fields[name].help_text = label, meaning
    for name in LONG:
        if name in fields:
            fields[name].widget = forms.Textarea(attrs={"rows": 2})
    for name in TIMES:
        if name in fields:
            fields[name].widget = OnTheClock()


class PictureForm(BaseImageForm):
    """Asks for what a desk must know before it prints a picture; what the file says need not be typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_meanings(self.fields)
        if "file" in self.fields:
            self.fields["file"] = SentPicture(label=_("File"), required=self.fields["file"].required)
        if self.instance.pk is None and "title" in self.fields:
            self.fields["title"].required = False

    def clean(self) -> dict[str, Any]:
        """Fill in what the file says; refuse what has no credit or no description even so."""
        said = super().clean() or self.cleaned_data
        seen = getattr(said.get("file"), "seen", None)
        if seen:
            fill_in(said, seen.facts, _limits())
            said["title"] = said.get("title") or said["file"].name.rsplit(".", 1)[0]
        for name in ("credit", "description"):
            if name in self.fields and not (said.get(name) or "").strip():
                self.add_error(name, ValidationError(now_("Needed, and the file does not say it.")))
        return said

    def save(self, commit: bool = True) -> Picture:
        """Keep the picture and have its sizes made."""
        picture: Picture = super().save(commit)
        if commit:
            services.look_after(picture, replaced="file" in self.changed_data)
        return picture


def _limits() -> dict[str, int | None]:
    return {name: getattr(Picture._meta.get_field(name), "max_length", None) for name in FILLED}


class BatchForm(forms.Form):
    """What pictures sent together have in common; what a file says of itself goes before it."""

    credit = forms.CharField(max_length=200, required=False)
    rights = forms.CharField(max_length=200, required=False)
    place = forms.CharField(max_length=200, required=False)
    taken_at = forms.DateTimeField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_meanings(self.fields)


class OneOfBatch(BatchForm):
    """One picture of a batch, with what the batch has in common."""

    file = SentPicture()

    def picture(self) -> Picture:
        """Return the picture, not yet kept: what was typed for the batch, then what the file says."""
        said = dict(self.cleaned_data)
        sent = said.pop("file")
        fill_in(said, sent.seen.facts, _limits())
        picture = Picture(**{**said, "title": said.get("title") or sent.name.rsplit(".", 1)[0]})
        picture.file = sent
        return picture


class CardForm(forms.ModelForm):
    """The words a picture just sent still needs."""

    class Meta:
        model = Picture
        fields = ("description", "caption", "credit", "people")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_meanings(self.fields)

    def save(self, commit: bool = True) -> Picture:
        """Keep the words; the sizes are made again when they carry them."""
        picture: Picture = super().save(commit)
        services.look_after(picture)
        return picture
