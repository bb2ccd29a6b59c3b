"""The acts under the story's form, as the paper's review allows them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.action_menu import SaveMenuItem

from kabar.desk.models import WITH_WRITER, Review, ReviewState
from kabar.desk.second_eyes import cleared
from kabar.stories.editor.menu import KeepAndSend, Leads
from kabar.stories.models import Story
from kabar.stories.permissions import policy


class LeadsAndReturns(Leads):
    """Leads to a page of the desk that leads back to the form."""

    def __init__(self, page: str, label: Promise, icon: str, order: int) -> None:
        super().__init__(f"kabar-{page}", label, icon, f"kabar_desk:{page}", order)

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """Return the page's address, which leads back to the form."""
        back = reverse("stories:edit", args=[parent_context["instance"].pk])
        return f"{super().get_url(parent_context)}?next={back}"


FILE = LeadsAndReturns("file", _("File for review…"), "mail", 1)
REVIEW = LeadsAndReturns("review", _("Approve or return…"), "check", 2)
PRESS = LeadsAndReturns("press", _("Send to press…"), "upload", 3)


def arrange(items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """Offer review; where four eyes are wanted, take "send to press" from what nobody else has looked at."""
    story = context.get("instance")
    if context["model"] is not Story or story is None or story.pk is None or context.get("locked_for_user"):
        return
    may = {
        act: policy.user_has_permission_for_instance(request.user, act, story)
        for act in ("change", "review", "publish")
    }
    review = Review.objects.filter(story=story).first()
    state = review.state if review else ReviewState.IN_WRITING
    if may["publish"] and not cleared(story):
        items[:] = [SaveMenuItem() if isinstance(item, KeepAndSend) else item for item in items]
        items.append(PRESS)
    if may["change"] and state in WITH_WRITER and (not story.live or story.has_unpublished_changes):
        items.append(FILE)
    if may["review"] and state in (ReviewState.IN_REVIEW, ReviewState.APPROVED):
        items.append(REVIEW)
