"""A story of its own, begun from an entry in one act."""

from __future__ import annotations

from django.db import transaction
from django.utils.html import linebreaks

from kabar.live.models import Entry
from kabar.live.services import became_story
from kabar.masthead.head import shortened
from kabar.staff.models import User
from kabar.stories.models import Story, StoryByline
from kabar.stories.permissions import must
from kabar.stories.services import save_draft

LONGEST_HEADLINE = 120


def begin(entry: Entry, *, by: User) -> Story:
    """Begin a draft with an entry's words, picture and writer, in the section of its live story."""
    of = entry.live_story.story
    must(by, "add", of)
    draft = Story(
        section=of.section,
        language=of.language,
        headline=entry.title or shortened(entry.body.partition(". ")[0], LONGEST_HEADLINE),
        lead_picture=entry.picture,
        body=[
            ("paragraph", linebreaks(entry.body, autoescape=True)),
            ("also_read", {"story": of.pk, "title": "", "url": ""}),
        ],
    )
    if entry.author:
        draft.bylines = [StoryByline(author=entry.author)]
    draft.topics = list(of.topics.all())
    with transaction.atomic():
        save_draft(draft, by=by)
        became_story(entry, draft, by=by)
    return draft
