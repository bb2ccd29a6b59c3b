"""Newsroom views of what belongs to one paper of the installation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from kabar.staff.recorded import Begins, RecordedViewSet


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


class PaperColumn(Column):
    """The paper something belongs to, by its name."""

    def get_value(self, instance: Any) -> Any:
        """Return the name; of a paper that was given up only the key is left."""
        return dict(papers_named()).get(instance.paper, instance.paper)


class WithPapers(generic.IndexView):
    """A list that names the papers where there are several."""

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns."""
        of_which = [PaperColumn("paper", label=_("Paper"))] if settings.PAPER.sisters else []
        return [*super().columns, *of_which]


class BeginHere(Begins, generic.CreateView):
    """A form that makes something new for the paper whose newsroom this is."""

    def get_initial_form_instance(self) -> models.Model:
        """Return what is begun."""
        return self.model(paper=self.request.paper.key)


class ViewSetOfOnePaper(RecordedViewSet):
    """What belongs to one paper: `form` is an `OfOnePaper`, `asked` the fields besides the paper."""

    index_view_class, add_view_class = WithPapers, BeginHere
    form: type[OfOnePaper] = OfOnePaper
    asked: tuple[str, ...] = ()

    def get_edit_handler(self) -> Any:
        """Return the form."""
        panels = [FieldPanel(name) for name in ("paper", *self.asked)]
        return ObjectList(panels, base_form_class=self.form).bind_to_model(self.model)
