"""The panel "Publication" of the story form: when it goes out, and the way to change that."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from kabar.schedule import queries
from kabar.schedule.newsroom.telling import has_newer_version, hours, told
from kabar.stories.permissions import policy


class PublicationPanel(Panel):
    """Says what is planned; the hours themselves are set on a page of their own."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Publication"))
        kwargs.setdefault("icon", "calendar-alt")
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        """The panel of one story."""

        template_name = "kabar/schedule/panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Return what is planned with the story."""
            context = super().get_context_data(parent_context)
            story = self.instance
            if story.pk is None:
                return {**context, "kept": False}
            publication, withdrawal = queries.publication_of(story), queries.withdrawal_of(story)
            return {
                **context,
                "kept": True,
                "story": story,
                "publication": told(publication) if publication else None,
                "newer": has_newer_version(publication),
                "withdrawal": told(withdrawal) if withdrawal else None,
                "embargo": hours(story.embargo_until, story) if story.embargo_until else None,
                "address": self._address(story),
            }

        def _address(self, story: Any) -> str:
            may = policy.user_has_permission_for_instance(self.request.user, "schedule", story)
            return reverse("schedule:story", args=[story.pk]) if may else ""
