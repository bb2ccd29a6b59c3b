"""Chooses a source by typing: a field that stays light however long the book is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.staticfiles import versioned_static

from kabar.sources.models import Source


class Module:
    """A script that is a module."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __html__(self) -> str:
        return format_html('<script type="module" src="{}"></script>', versioned_static(self.path))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Module) and other.path == self.path

    def __hash__(self) -> int:
        return hash(self.path)


class SourcePicker(forms.TextInput):
    """Holds the number of one source; the others are asked for while typing."""

    template_name = "kabar/sources/source_picker.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Name what is chosen, and where to ask for more."""
        number = str(value) if value else ""
        chosen = Source.objects.filter(pk=number).first() if number.isdecimal() else None
        return {
            **super().get_context(name, number, attrs),
            "chosen": chosen.kept if chosen else "",
            "suggest": reverse_lazy("sources_suggest"),
            "placeholder": _("Type a name"),
        }

    @property
    def media(self) -> forms.Media:
        """Return the script that asks while typing."""
        return forms.Media(js=[Module("kabar/sources/source-picker.js")])  # type: ignore[list-item]
