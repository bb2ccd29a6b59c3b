"""The list of series, and the form of one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from kabar.series.models import Series
from kabar.staff.recorded import RecordedViewSet
from kabar.topics.fields import must_be_of


class SeriesForm(WagtailAdminModelForm):
    """A series, in the paper of its section for as long as stories stand in it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {paper.key: paper.name for paper in settings.PAPER.papers}

        def labelled(of_paper: models.Model) -> str:
            return f"{names[of_paper.paper]}: {of_paper}" if settings.PAPER.sisters else str(of_paper)  # type: ignore[attr-defined]

        for name in ("section", "topic"):
            field: Any = self.fields[name]
            field.queryset = field.queryset.filter(paper__in=names)
            field.label_from_instance = labelled

    def clean(self) -> dict[str, Any]:
        """Refuse the topic of another paper, and leaving behind the stories or the days of those it has."""
        said: dict[str, Any] = super().clean()
        section, topic = said.get("section"), said.get("topic")
        if section and topic:
            try:
                must_be_of(section.paper, [topic])
            except ValidationError as refusal:
                self.add_error("topic", refusal)
        if self.instance.pk and self.instance.installments.exists():
            self._must_stay(section)
        return said

    def _must_stay(self, section: Any) -> None:
        if section and section.paper != Series.objects.values_list("paper", flat=True).get(
            pk=self.instance.pk
        ):
            self.add_error("section", _("A series with stories stays in its paper."))
        if "begins_on" in self.changed_data and not (
            self.initial["begins_on"] and self.data.get("begins_on")
        ):
            self.add_error(
                "begins_on", _("A series with stories goes on counting days, or goes on without them.")
            )


class Leads(Column):
    """The way to a page about a series."""

    def __init__(self, name: str, page: str, words: Any, *, of_days: bool = False, **more: Any) -> None:
        super().__init__(name, **more)
        self.page, self.words, self.of_days = page, words, of_days

    def get_value(self, instance: Series) -> Any:
        """Return a link; a series without days has no roundups."""
        if self.of_days and not instance.counts_days:
            return ""
        return format_html('<a href="{}">{}</a>', reverse(self.page, args=[instance.pk]), self.words)


class SeriesViewSet(RecordedViewSet):
    """Series, by name."""

    model = Series
    icon = "list-ol"
    name = menu_name = "series"
    menu_label = gettext_lazy("Series")
    menu_order = 350
    add_to_admin_menu = True
    ordering = ("name",)
    list_display = (
        "name",
        Column("begins_on", label=gettext_lazy("First day")),
        Leads("stories", "series_stories", gettext_lazy("Its stories"), label=gettext_lazy("Stories")),
        Leads(
            "roundup",
            "series_roundup",
            gettext_lazy("Compose a roundup"),
            of_days=True,
            label=gettext_lazy("Roundup"),
        ),
    )

    def get_edit_handler(self) -> Any:
        """Return the form."""
        fields = ("name", "begins_on", "section", "topic")
        return ObjectList([FieldPanel(name) for name in fields], base_form_class=SeriesForm).bind_to_model(
            Series
        )
