"""Live stories and their entries on their way to another paper."""

from __future__ import annotations

from django.db import transaction

from kabar.live.models import Entry, LiveStory
from kabar.live.press_keys import live
from kabar.pictures.services import print_all_sizes, release
from kabar.stories import press_keys
from kabar.stories.carried import Carried, carry
from kabar.stories.models import Story
from kabar.stories.pictures_used import pictures_of
from kabar.stories.printed import PICTURES


def register() -> None:
    """Have them travel with the stories."""
    carry(
        Carried(
            "live-stories",
            LiveStory,
            known_by=("story",),
            of_paper="story__paper",
            of_edition=("number", "summary_number"),
            keys=lambda row: [press_keys.story(row.story_id), live(row.story_id)],
        )
    )
    carry(
        Carried(
            "live-entries",
            Entry,
            known_by=("live_story", "token"),
            of_paper="live_story__story__paper",
            left={"by": "accounts stay behind"},
            of_edition=("number",),
            keys=lambda row: [press_keys.story(row.live_story.story_id), live(row.live_story.story_id)],
            settle=_print_pictures,
        )
    )


def _print_pictures(entries: list[Entry]) -> None:
    """Release what entries of live stories show: it was not there yet when their story came in."""
    told = {entry.live_story.story_id for entry in entries if entry.picture_id}
    for story in Story.objects.filter(pk__in=told, live=True):
        pictures = pictures_of(story)
        print_all_sizes(pictures)
        with transaction.atomic():
            release(pictures)
            PICTURES.remember(story, pictures)
