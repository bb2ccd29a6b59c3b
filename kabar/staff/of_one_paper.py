"""The form of a thing that belongs to one paper of the installation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm


def papers_named() -> list[tuple[str, str]]:
    """Return the papers of the installation as choices."""
    return [(paper.key, paper.name) for paper in settings.PAPER.papers]


class OfOnePaper(WagtailAdminModelForm):
    """Asks for the paper where there are several; what is there once stays in its paper."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.PAPER.sisters:
            del self.fields["paper"]
            return
        which = forms.ChoiceField(label=_("Paper"), choices=papers_named(), initial=self.instance.paper)
        which.disabled = self.instance.pk is not None
        self.fields["paper"] = which

    @property
    def paper(self) -> str:
        """Return the key of its paper, as it is asked or as it was."""
        return str(self.cleaned_data.get("paper") or self.instance.paper)
