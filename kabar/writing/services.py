"""Every write of the aids: templates kept, findings put aside, links asked."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kabar.jobs.services import enqueue
from kabar.staff.models import Desk, User
from kabar.staff.services import record
from kabar.stories.models import Story
from kabar.writing.links import mark, stale
from kabar.writing.models import PutAside, StoryTemplate, TemplateByline
from kabar.writing.skeleton import skeleton_of

#: The task that asks one link; it stands above this room, so it is named.
LOOK = "kabar.writing.tasks.look_at_link"


def keep_as_template(story: Story, name: str, *, by: User, desk: Desk | None = None) -> StoryTemplate:
    """Keep the skeleton of a story as a template; raise ValidationError when the name is taken."""
    name = " ".join(name.split())
    if not name:
        raise ValidationError({"name": _("A template needs a name.")})
    if StoryTemplate.objects.filter(paper=story.paper, name__iexact=name).exists():
        raise ValidationError({"name": _("There is a template of this name already.")})
    template = StoryTemplate(
        paper=story.paper, name=name, desk=desk, section=story.section, kicker=story.kicker,
        body=skeleton_of(story),
    )  # fmt: skip
    template.topics = story.topics.all()
    template.bylines = [
        TemplateByline(role=byline.role, sort_order=place) for place, byline in enumerate(story.bylines.all())
    ]
    with transaction.atomic():
        template.save()
        record("begin", template, by=by, story=story.pk)
    return template


def put_aside(story: Story, key: str, *, by: User) -> None:
    """Remember that a finding of a story has been read."""
    PutAside.objects.get_or_create(story=story, key=key, defaults={"by": by})


def ask_links(urls: Iterable[str]) -> int:
    """Have the links asked that nobody has asked within the day; return how many are waited for."""
    waiting = stale(urls)
    for url in waiting:
        enqueue(LOOK, [url], once=f"link:{mark(url)}")
    return len(waiting)
