"""What must be reprinted when a live story changes."""

from __future__ import annotations

from kabar.live.models import LiveStory
from kabar.stories import press_keys


def live(story_pk: int) -> str:
    """Key of a live story's entries, on its page and for those who follow it."""
    return f"live:{story_pk}"


def of(shown: LiveStory) -> list[str]:
    """Return the keys of everything that a live story prints besides its story's own."""
    became = shown.entries.filter(became__isnull=False).values_list("became", flat=True)
    return [live(shown.story_id), *(press_keys.story(pk) for pk in became)]
