"""The panel beside the story form in which the checks say what they see."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from kabar.writing.counting import WORDS_A_MINUTE


class ChecksPanel(BaseSidePanel):
    """What the checks see in the draft as it stands in the form."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Open or close the checks")
        icon_name = "glasses"

    name = "writing-checks"
    title = _("Checks")
    template_name = "kabar/writing/checks_panel.html"
    order = 350

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Name the doors the panel asks at."""
        context = super().get_context_data(parent_context)
        return {
            **context,
            "findings": reverse("writing_findings"),
            "aside": reverse("writing_put_aside"),
            "words_a_minute": WORDS_A_MINUTE,
        }
