"""The panel beside a story's form: the other side, and what readers ask."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from kabar.corrections import looking, queries


class RepliesPanel(BaseSidePanel):
    """Who has been asked, until when, and which requests from outside wait."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """The button that opens it."""

        aria_label = _("Open or close the other side")
        icon_name = "group"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            """Count what is open."""
            context = super().get_context_data(parent_context)
            return {**context, "count": queries.open_beside(self.panel.object)}

    name = "replies"
    title = _("The other side")
    template_name = "kabar/corrections/editor/panel.html"
    order = 60

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the requests and what our checks see in the newest draft."""
        story = self.object
        return {
            **super().get_context_data(parent_context),
            "findings": [*looking.other_side(story), *looking.unverified(story)],
            "replies": queries.replies_of(story),
            "complaints": queries.complaints_about(story),
        }
