"""What the press does when it hears of an edition or a story."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from kabar.editions.models import Edition
from kabar.editions.signals import edition_opened
from kabar.press import services
from kabar.stories.models import Story
from kabar.stories.signals import story_published, story_updated


@receiver(edition_opened)
def make_pages_stale(sender: type, edition: Edition, **kwargs: Any) -> None:
    """Tell this host at once."""
    services.hear_of(edition)


@receiver([story_published, story_updated])
def print_what_readers_ask_for(sender: type, story: Story, **kwargs: Any) -> None:
    """Have the story, its section and the front printed by the time the editor is told it went out."""
    services.reprint(story.paper, ["/", "/.fragment/latest", f"/{story.section.slug}/", story.path or "/"])
