"""Every named read of the aids."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from django.db.models import Q, QuerySet

from kabar.staff.models import Desk, Post, User
from kabar.stories.checklist import Finding, Weight
from kabar.stories.models import Story
from kabar.writing.models import PutAside, StoryTemplate

#: How many templates are offered at once; a newsroom with more has desks.
OFFERED = 24


def desks_of(user: User) -> QuerySet[Desk] | None:
    """Return the desks someone is posted to; None when they belong to all."""
    posts = Post.objects.filter(user=user).values_list("desk", flat=True)
    named = [desk for desk in posts if desk is not None]
    return Desk.objects.filter(pk__in=named) if named and len(named) == len(posts) else None


def templates_for(user: User, paper: str) -> QuerySet[StoryTemplate]:
    """Return the templates someone may begin from: everyone's, and those of their desks."""
    templates = StoryTemplate.objects.filter(paper=paper).order_by("name", "pk")
    desks = desks_of(user)
    if desks is not None:
        templates = templates.filter(Q(desk=None) | Q(desk__in=desks))
    return templates[:OFFERED]


def key_of(finding: Finding) -> str:
    """Return what a finding is put aside under: its name and place, or its words."""
    said = "|".join((finding.name or finding.message, finding.field, finding.block))
    return blake2b(said.encode(), digest_size=16).hexdigest()


def put_aside(story: Story) -> set[str]:
    """Return the findings of a story that someone has put aside."""
    if story.pk is None:
        return set()
    return set(PutAside.objects.filter(story=story).values_list("key", flat=True))


def left(findings: Iterable[Finding], aside: set[str]) -> list[Finding]:
    """Return the findings still to be read; what keeps a story from press cannot be put aside."""
    return [
        finding for finding in findings if finding.weight is Weight.BLOCKS or key_of(finding) not in aside
    ]
