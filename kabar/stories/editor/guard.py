"""Refuses, before a view of the newsroom does anything, what its visitor may not do to its story."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest

from kabar.staff import stepup
from kabar.stories.models import Story
from kabar.stories.permissions import must


class Guarded:
    """Put first among the bases of every view: Wagtail itself does not ask about the single story."""

    #: What the view does, in the words of `stories.permissions`.
    act = "change"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Ask before the view loads anything."""
        must(request.user, self.act, story_asked_for(kwargs))
        super().setup(request, *args, **kwargs)  # type: ignore[misc]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Ask for the second factor again before a grave act."""
        if self.act in stepup.GRAVE and not stepup.is_fresh(request):
            return stepup.ask(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


def story_asked_for(kwargs: dict[str, Any]) -> Story | None:
    """Return the story an address is about; None when it is about no single one."""
    if "pk" not in kwargs:
        return None
    try:
        return (
            Story.objects.select_related("section")
            .only("pk", "state", "section__desk", "section__paper")
            .get(pk=unquote(str(kwargs["pk"])))
        )
    except (Story.DoesNotExist, ValueError, OverflowError):
        raise Http404 from None
