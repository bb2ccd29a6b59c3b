"""The panel "Series" of the story form: where the story stands, and the way to change that."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from kabar.series import queries
from kabar.series.newsroom.telling import named
from kabar.stories.permissions import policy


class SeriesPanel(Panel):
    """Says in which series a story stands; it is put there on a page of its own."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Series"))
        kwargs.setdefault("icon", "list-ol")
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        """The panel of one story."""

        template_name = "kabar/series/panel.html"

        def is_shown(self) -> bool:
            """Show it where the paper has series."""
            return super().is_shown() and queries.of_paper(self.instance.paper).exists()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Return the story's place and what stands around it."""
            context, story = super().get_context_data(parent_context), self.instance
            if story.pk is None:
                return {**context, "kept": False}
            around = queries.neighbours(story.pk)
            place = around.own if around else queries.place_of(story)
            may = policy.user_has_permission_for_instance(self.request.user, "publish", story)
            return {
                **context,
                "kept": True,
                "name": named(place.series, place.number) if place else "",
                "before": around.before.story.headline if around and around.before else "",
                "after": around.after.story.headline if around and around.after else "",
                "address": reverse("series_of_story", args=[story.pk]) if may else "",
            }
