"""The series of the demo edition: a day that is counted, and parts that lead to each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from kabar.config import Paper
from kabar.demo.manuscripts import foundations
from kabar.sections.models import Section
from kabar.series.models import Series
from kabar.series.services import join
from kabar.staff.models import User
from kabar.stories.models import Story
from kabar.topics.models import Topic


def lay_out(paper: Paper, origin: str) -> None:
    """Begin each series once, with its stories; what editors made of it since is left alone."""
    rina = User.objects.filter(username="rina").first()
    if rina is None:
        return
    for fields in foundations()["series"]:
        if not Series.objects.filter(paper=paper.key, name=fields["name"]).exists():
            _begin(paper, origin, rina, **fields)


@transaction.atomic
def _begin(
    paper: Paper,
    origin: str,
    rina: User,
    *,
    name: str,
    section: str,
    topic: str,
    stories: Sequence[tuple[str, int]],
    begins_on: date | None = None,
) -> None:
    own = {"paper": paper.key}
    begun = Series.objects.create(
        name=name,
        begins_on=begins_on,
        section=Section.objects.get(slug=section, **own),
        topic=Topic.objects.filter(slug=topic, **own).first(),
    )
    for slug, number in stories:
        story = Story.objects.filter(origin=f"{origin}{slug}", installment=None).first()
        if story is not None and story.live:
            join(story, begun, by=rina, number=number)
