"""What someone sees who comes into the newsroom: what is being written, what is live today, what changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet, TextField
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from kabar import clock
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.models import State, Story
from kabar.stories.permissions import open_to, own_among, policy

#: How many stories a panel shows.
SHOWN = 8


class Stories(Component):
    """A short list of stories under a heading."""

    template_name = "kabar/stories/editor/start_panel.html"

    def __init__(self, request: NewsroomRequest, name: str, heading: Any, nothing: Any, order: int) -> None:
        self.request, self.name, self.heading, self.nothing, self.order = (
            request,
            name,
            heading,
            nothing,
            order,
        )

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the panel's stories, each with the way to it."""
        stories = list(self.stories())
        mine = own_among(self.request.user, [story.pk for story in stories])
        everything = policy.edits_all(self.request.user)
        for story in stories:
            story.opens = self._opens(story, everything or story.pk in mine)
        return {"panel": self, "stories": stories}

    def _opens(self, story: Story, may_write: bool) -> str:
        if may_write:
            return reverse(Story.snippet_viewset.get_url_name("edit"), args=[story.pk])
        return story.get_absolute_url()

    def stories(self) -> QuerySet[Story]:
        """Return what the panel shows."""
        base = open_to(self.request.user).select_related("section").prefetch_related("bylines__author")
        base = base.defer("body", "standfirst").annotate(
            newest_headline=Coalesce("latest_revision__object_str", "headline", output_field=TextField()),
            changed=Coalesce("latest_revision__created_at", "created_at"),
        )
        return getattr(self, self.name)(base)[:SHOWN]

    def in_writing(self, stories: QuerySet[Story]) -> QuerySet[Story]:
        """Drafts, the newest first."""
        return stories.filter(state=State.DRAFT).order_by("-created_at", "-pk")

    def live_today(self, stories: QuerySet[Story]) -> QuerySet[Story]:
        """What was first published today, by the paper's clock."""
        zone = self.request.paper.zone
        begins, ends = clock.day_bounds(clock.today(zone), zone)
        today = stories.filter(paper=self.request.paper.key, live=True, first_published_at__gte=begins)
        return today.filter(first_published_at__lt=ends).order_by("-first_published_at", "-pk")

    def waiting(self, stories: QuerySet[Story]) -> QuerySet[Story]:
        """Recent live stories over which a newer draft waits to be published."""
        newest = Story.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        recent = stories.filter(pk__gt=newest - RECENT, live=True, has_unpublished_changes=True)
        return recent.order_by("-pk")


#: How many of the newest stories are looked through for waiting drafts.
RECENT = 20_000


class Welcome(Component):
    """The greeting, and the way to a new story."""

    name = "welcome"
    order = 0
    template_name = "kabar/stories/editor/welcome.html"

    def __init__(self, request: NewsroomRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return who is here, the day, and where a story is begun."""
        paper = self.request.paper
        may_write = policy.user_has_permission(self.request.user, "add")
        return {
            "user": self.request.user,
            "paper": paper,
            "now": clock.local(clock.now(), paper.zone),
            "zone": clock.zone_label(clock.now(), paper.zone),
            "begin": reverse(Story.snippet_viewset.get_url_name("add")) if may_write else "",
            "front": settings.PAPER.for_key(paper.key).address + "/",
        }


def panels(request: NewsroomRequest) -> list[Component]:
    """Return the newsroom's start, in order."""
    return [
        Welcome(request),
        Stories(request, "in_writing", _("In writing"), _("Nobody is writing anything yet."), 10),
        Stories(request, "live_today", _("Live today"), _("Nothing has been published today."), 20),
        Stories(request, "waiting", _("Drafts over live stories"), _("No live story has a newer draft."), 30),
    ]
