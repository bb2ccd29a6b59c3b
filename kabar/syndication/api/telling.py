"""Stories, sections and fronts as the shapes of the API."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

from kabar import clock
from kabar.config import Paper
from kabar.masthead.printed_time import machine
from kabar.pictures.models import Picture
from kabar.sections.models import Section
from kabar.stories.models import Story
from kabar.stories.queries import topics_on
from kabar.syndication.api import shapes
from kabar.syndication.feed import body_html
from kabar.syndication.passed_on import Reach, goes_out

ROOT = "/api/v1"


def section(paper: Paper, one: Section) -> shapes.Section:
    """Return a section."""
    return shapes.Section(
        slug=one.slug, name=one.name, description=one.description,
        url=paper.address + one.get_absolute_url(),
        stories=f"{paper.address}{ROOT}/sections/{one.slug}/stories",
    )  # fmt: skip


def card(paper: Paper, story: Story) -> shapes.StoryCard:
    """Return a story as a list shows it."""
    return shapes.StoryCard(
        id=story.pk, headline=story.headline, kicker=story.kicker, standfirst=story.standfirst,
        labels=[str(label.text) for label in story.labels], section=story.section.slug,
        language=story.language, published=_known(story.first_published_at),
        updated=_known(story.last_published_at), url=paper.address + (story.path or "/"),
        self=f"{paper.address}{ROOT}/stories/{story.pk}",
        picture=picture(paper, story.lead_picture, story.lead_caption),
    )  # fmt: skip


def whole(paper: Paper, story: Story) -> shapes.Story:
    """Return a story with its text."""
    words = paper.words
    return shapes.Story(
        card=card(paper, story), html=body_html(paper, story), dateline=story.dateline_place,
        distributor=story.distributor.name if story.distributor else "",
        credits=[
            shapes.Credit(line.author.name, line.role, f"{paper.address}/{words.author}/{line.author.slug}/")
            for line in story.bylines.all()
        ],
        topics=[
            shapes.Name(topic.name, f"{paper.address}/{words.topic}/{topic.slug}/")
            for topic in topics_on(story)
        ],
    )  # fmt: skip


def picture(paper: Paper, shown: Picture | None, caption: str) -> shapes.Photo | None:
    """Return a picture that may go out to readers elsewhere."""
    printed = shown.printed("whole") if shown and goes_out(shown, paper, Reach.READERS) else None
    if shown is None or printed is None:
        return None
    return shapes.Photo(
        url=paper.address + printed.jpeg, alt=shown.alt, caption=caption or shown.caption,
        credit=shown.credit, width=printed.width, height=printed.height,
    )  # fmt: skip


def _known(instant: datetime | None) -> datetime | None:
    return instant if instant and clock.is_known(instant) else None


def as_json(value: Any, zone: str) -> Any:
    """Return a shape as JSON takes it, its instants on the clocks of the paper."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: as_json(getattr(value, each.name), zone) for each in dataclasses.fields(value)}
    if isinstance(value, list):
        return [as_json(each, zone) for each in value]
    return machine(value, zone) if isinstance(value, datetime) else value
