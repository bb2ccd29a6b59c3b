"""The form of a picture: nothing is kept without its credit and a description."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm


class PictureForm(BaseImageForm):
    """Asks for what a desk must know before it prints a picture."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask(
            "description", _("Description"), _("What is on it, for readers who cannot see it."), required=True
        )
        self._ask(
            "credit",
            _("Credit"),
            _("Who took it and for whom, as printed: ANTARA/Dewi Anggraini."),
            required=True,
        )
        self._ask("caption", _("Caption"), _("Printed under it unless a story says otherwise."))
        self._ask("rights", _("Rights and licence"), _("Where it may be printed and until when."))
        for name in ("description", "caption"):
            if name in self.fields:
                self.fields[name].widget = forms.Textarea(attrs={"rows": 2})

    def _ask(self, name: str, label: Any, meaning: Any, *, required: bool = False) -> None:
        if name in self.fields:
            field = self.fields[name]
            field.label, field.help_text, field.required = label, meaning, required
