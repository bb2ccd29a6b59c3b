"""What live stories do when a story begun from an entry reaches readers."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from kabar.live.services import lead_to
from kabar.stories.models import Story
from kabar.stories.signals import story_published


@receiver(story_published)
def lead_readers_there(story: Story, **_news: Any) -> None:
    """Let the entry lead to it."""
    lead_to(story)
