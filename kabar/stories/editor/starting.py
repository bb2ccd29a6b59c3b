"""What a new story begins with, so that a reporter can write at once."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Revision

from kabar.config import Paper
from kabar.sections.models import Section
from kabar.sections.queries import of_paper
from kabar.staff.models import Author
from kabar.stories.models import ZONES, Story, StoryByline


def blank_story(user: Any, paper: Paper) -> Story:
    """Return an empty story with its writer's usual section, byline, language and zone."""
    zones = dict(ZONES)
    story = Story(
        paper=paper.key,
        section=section_of_last_story(user, paper.key) or of_paper(paper.key).first(),
        language=paper.language,
        dateline_zone=paper.zone if paper.zone in zones else "",
        body=[("paragraph", "")],
        live=False,
    )
    author = Author.objects.filter(user=user).first()
    if author:
        story.bylines = [StoryByline(author=author)]
    return story


def section_of_last_story(user: Any, paper: str) -> Section | None:
    """Return the section someone last wrote for."""
    kind = ContentType.objects.get_for_model(Story)
    last = (
        Revision.objects.filter(base_content_type=kind, user=user)
        .order_by("-pk")
        .values_list("object_id", flat=True)
    )[:1]
    story = (
        Story.objects.filter(pk__in=[int(pk) for pk in last], section__paper=paper)
        .select_related("section")
        .first()
    )
    return story.section if story else None
