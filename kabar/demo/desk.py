"""An ordinary day at the desk of the demo paper: what is wanted, written, looked at and held."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kabar.config import Paper
from kabar.demo import manuscripts
from kabar.demo.bodies import Numbers
from kabar.demo.composing import compose, topics_of
from kabar.demo.manuscripts import Draft
from kabar.desk import services
from kabar.schedule import services as schedule
from kabar.sections.models import Section
from kabar.staff.models import Author, User
from kabar.stories.models import Story, StoryByline
from kabar.stories.services import save_draft

#: Who gives out work and looks at what comes in, and who remarks on it.
CHIEF, READER = "wulan", "rina"


def lay_out(paper: Paper, numbers: Numbers, now: datetime, *, origin: str) -> int:
    """Lay the day out once, whole or not at all; return how many drafts and assignments there are.

    Where its people have lost their rights meanwhile, the desk belongs to others and is left to them.
    """
    if Story.objects.filter(origin__startswith=origin).exists():
        return 0
    found, full_hour = manuscripts.desk(), now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    try:
        with transaction.atomic():
            for fields in found["assignments"]:
                _assign(paper, full_hour, **fields)
            for draft in found["drafts"]:
                _bring_so_far(_written(paper, draft, numbers, origin), draft, full_hour)
            left = found["handover"]
            services.hand_over(left["text"], by=_called(left["by"]), paper=paper.key)
    except PermissionDenied:
        return 0
    return len(found["assignments"]) + len(found["drafts"])


def _assign(
    paper: Paper, full_hour: datetime, *, section: str, due_in: float, who: str = "", **said: Any
) -> None:
    services.assign(
        section=Section.objects.get(paper=paper.key, slug=section), by=_called(CHIEF),
        who=_called(who) if who else None, due=full_hour + timedelta(hours=due_in), **said,
    )  # fmt: skip


def _written(paper: Paper, draft: Draft, numbers: Numbers, origin: str) -> Story:
    manuscript = draft.manuscript
    story = Story(
        paper=paper.key,
        origin=f"{origin}{manuscript.slug}",
        section=Section.objects.get(paper=paper.key, slug=manuscript.section),
        headline=manuscript.headline,
        slug=manuscript.slug,
        slugline=manuscript.slugline,
        language=manuscript.language,
    )
    compose(story, manuscript, numbers)
    authors = Author.objects.in_bulk(list(manuscript.bylines), field_name="slug")
    story.bylines = [
        StoryByline(author=authors[slug], role=role) for slug, role in manuscript.bylines.items()
    ]
    story.topics.set(topics_of(manuscript, paper.key))
    save_draft(story, by=_called(draft.account))
    return story


def _bring_so_far(story: Story, draft: Draft, full_hour: datetime) -> None:
    """Take a draft as far as it has come."""
    if draft.note:
        services.note(story, draft.note, by=_called(READER))
    _STAGES[draft.stage](story, draft, full_hour + timedelta(hours=draft.out_in))


def _file(story: Story, draft: Draft, _out: datetime) -> None:
    services.file(story, by=_called(draft.account))


def _return(story: Story, draft: Draft, out: datetime) -> None:
    _file(story, draft, out)
    services.return_with_comments(story, by=_called(CHIEF), comment=draft.comment)


def _approve(story: Story, draft: Draft, out: datetime) -> None:
    _file(story, draft, out)
    services.approve(story, by=_called(CHIEF))


def _schedule(story: Story, draft: Draft, out: datetime) -> None:
    _approve(story, draft, out)
    schedule.plan_publication(story, out, by=_called(CHIEF))


def _embargo(story: Story, _draft: Draft, out: datetime) -> None:
    schedule.embargo(story, out, by=_called(CHIEF))


_STAGES: dict[str, Callable[[Story, Draft, datetime], None]] = {
    "in_writing": lambda story, draft, out: None,
    "in_review": _file,
    "returned": _return,
    "approved": _approve,
    "scheduled": _schedule,
    "embargoed": _embargo,
}


def _called(username: str) -> User:
    return User.objects.get(username=username)
