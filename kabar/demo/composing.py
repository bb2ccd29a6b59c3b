"""A manuscript set on the story that was opened for it."""

from __future__ import annotations

import json

from kabar import clock
from kabar.demo.bodies import Numbers, set_body
from kabar.demo.manuscripts import Manuscript
from kabar.sources.models import Distributor
from kabar.stories.models import Story
from kabar.topics.models import Topic

ZONES = {"": "", "WIB": clock.WIB, "WITA": clock.WITA, "WIT": clock.WIT}


def compose(story: Story, manuscript: Manuscript, numbers: Numbers) -> None:
    """Set the words, the picture and the place of a manuscript on a story."""
    story.kicker, story.standfirst = manuscript.kicker, manuscript.standfirst
    story.dateline_place, story.dateline_zone = manuscript.place, ZONES[manuscript.zone]
    story.distributor = Distributor.objects.filter(slug=manuscript.distributor).first()
    story.lead_picture_id = numbers.pictures[manuscript.picture] if manuscript.picture else None
    story.lead_caption = manuscript.caption
    story.body = json.dumps(set_body(manuscript.body, numbers))


def topics_of(manuscript: Manuscript, paper: str) -> list[Topic]:
    """Return the topics a manuscript names."""
    return list(Topic.objects.filter(paper=paper, slug__in=manuscript.topics))
