"""Live stories for tests: each factory is something a reader may be following."""

from __future__ import annotations

from typing import Any

from kabar.live import services
from kabar.live.models import Entry, LiveStory
from kabar.live.sound import Words
from kabar.staff.models import User
from kabar.stories.models import Story
from kabar.stories.testing import a_live_story, rina


def told_live(story: Story | None = None, *, straight: bool = True, **fields: Any) -> LiveStory:
    """Return a story that is told live, opened by Rina."""
    return services.open_live(story or a_live_story(**fields), by=rina(), straight=straight)


def an_entry(
    shown: LiveStory, body: str = "Air naik sepuluh sentimeter.", *, by: User | None = None, **words: Any
) -> Entry:
    """Return an entry that was sent, by Rina unless by somebody else."""
    return services.send(shown, Words(body=body, **words), by=by or rina()).entry
