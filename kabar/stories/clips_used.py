"""Which clips a story would show as it stands."""

from __future__ import annotations

from kabar.stories.models import Story
from kabar.video.models import Clip


def clip_numbers(story: Story) -> list[int]:
    """Return the numbers of the clips in a story's body, each once."""
    blocks = (block["value"] for block in story.body.raw_data if block["type"] == "video")
    return list(dict.fromkeys(value["clip"] for value in blocks if value.get("clip")))


def clips_of(story: Story) -> list[Clip]:
    """Return the clips a story shows, each once, with their posters."""
    wanted = clip_numbers(story)
    found = Clip.objects.select_related("poster").in_bulk(wanted) if wanted else {}
    return [found[pk] for pk in wanted if pk in found]
