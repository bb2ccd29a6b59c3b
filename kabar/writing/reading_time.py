"""How long a story takes to read, on the page of a paper that wants it there."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string

from kabar.masthead.asking import ReaderRequest
from kabar.stories.models import Story
from kabar.stories.parts import Part, Place
from kabar.writing.counting import minutes, words_of


def printed(request: ReaderRequest, story: Story) -> str:
    """Return the line, empty where the paper does not print it or there is nothing to read."""
    if not settings.PAPER.for_key(story.paper).reading_time:
        return ""
    time = minutes(words_of(story))
    return render_to_string("kabar/writing/reading_time.html", {"minutes": time}) if time else ""


PART = Part("reading-time", Place.BEFORE_BODY, printed, rank=10)
