"""A screen of the newsroom that is about one story."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from kabar.stories.editor.guard import Guarded
from kabar.stories.models import Story


class AboutStory(Guarded):
    """Put first among the bases: the guard is asked, the story named, and the way back to it shown."""

    kwargs: dict[str, Any]

    @cached_property
    def story(self) -> Story:
        """Return the story."""
        return get_object_or_404(Story.objects.select_related("section"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Name the story."""
        return self.story.headline

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the story."""
        edit = reverse("stories:edit", args=[self.story.pk])
        return [
            *self.breadcrumbs_items,  # type: ignore[attr-defined]
            {"url": edit, "label": self.story.headline},
            {"url": "", "label": str(self.page_title)},  # type: ignore[attr-defined]
        ]
