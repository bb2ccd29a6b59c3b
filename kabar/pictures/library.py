"""The library of pictures: found by words, people, place and credit, and by when their rights end."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.images.views.images import ImagesFilterSet, IndexView

from kabar.pictures import queries
from kabar.pictures.models import AiUse, Picture

RIGHTS = (
    ("ending", _("end within seven days")),
    ("ended", _("have ended")),
)
WORDS = (
    ("credit", _("credit is missing")),
    ("description", _("description is missing")),
)


class PictureFilters(ImagesFilterSet):
    """What the library can be narrowed to."""

    rights = django_filters.ChoiceFilter(label=_("Rights"), choices=RIGHTS, method="by_rights")
    missing = django_filters.ChoiceFilter(label=_("Missing"), choices=WORDS, method="by_missing")
    ai_use = django_filters.ChoiceFilter(label=_("Use of AI"), choices=[c for c in AiUse.choices if c[0]])

    class Meta:
        model = Picture
        fields: list[str] = []

    def by_rights(self, pictures: QuerySet[Picture], _name: str, value: str) -> QuerySet[Picture]:
        """Keep those whose rights end soon, or have ended."""
        return queries.rights_ending(pictures) if value == "ending" else queries.rights_ended(pictures)

    def by_missing(self, pictures: QuerySet[Picture], _name: str, value: str) -> QuerySet[Picture]:
        """Keep those that lack a word a page needs."""
        return pictures.filter(**{value: ""})


class Library(IndexView):
    """Every picture of the newsroom."""

    filterset_class = PictureFilters
    page_title = _("Pictures")
    add_item_label = _("Send pictures")
    results_template_name = "kabar/pictures/library_results.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the pictures of this page of the library."""
        return {**super().get_context_data(**kwargs), "add_url": self.add_url}
