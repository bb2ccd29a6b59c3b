"""Chooses topics by typing: a field that stays light however many topics there are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.staticfiles import versioned_static

from kabar.topics.models import Topic


def must_be_of(paper: str, topics: Iterable[Topic]) -> None:
    """Refuse the topics of another paper than a story's: their pages are not among its own."""
    others = [topic.name for topic in topics if topic.paper != paper]
    if others:
        raise ValidationError(
            gettext("%(topics)s: not of %(paper)s. Choose among the topics of the section's own paper.")
            % {"topics": ", ".join(others), "paper": settings.PAPER.for_key(paper).name}
        )


class TopicPicker(forms.SelectMultiple):
    """Holds the chosen topics only; the others are asked for while typing."""

    template_name = "kabar/topics/topic_picker.html"

    def __init__(self, papers: Callable[[], dict[int, str]] = dict, attrs: Any = None) -> None:
        """Begin; `papers` tells to which paper each section of the form's own choice belongs."""
        super().__init__(attrs)
        self.papers = papers

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Name what is chosen, and where to ask for more."""
        chosen = Topic.objects.filter(pk__in=[pk for pk in value or [] if str(pk).isdecimal()])
        return {
            "widget": {"name": name, "attrs": self.build_attrs(self.attrs, attrs)},
            "chosen": chosen,
            "suggest": reverse_lazy("topics_suggest"),
            "papers": json.dumps(self.papers()) if settings.PAPER.sisters else "",
            "placeholder": _("Type a topic"),
        }

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Lead the label to the line that is typed on."""
        return f"{id_}-typing" if id_ else id_

    @cached_property
    def media(self) -> forms.Media:
        """Return the script that asks while typing."""
        return forms.Media(js=[versioned_static("kabar/topics/topic-picker.js")])
