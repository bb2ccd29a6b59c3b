"""Four eyes: keeps from press what nobody but its writer has looked at, where the paper wants that."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from kabar.config import Paper
from kabar.desk.models import Review
from kabar.stories.checklist import Finding, Weight
from kabar.stories.models import Story

FOUR_EYES = "four_eyes"


def wants_second_eyes(paper: Paper) -> bool:
    """Tell whether the paper sends to press only what a second person approved."""
    return paper.newsroom.review == FOUR_EYES


def cleared(story: Story) -> bool:
    """Tell whether the newest version of a story may go to press."""
    if not wants_second_eyes(settings.PAPER):
        return True
    review = Review.objects.filter(story=story).only("cleared", "revision").first()
    return bool(review and review.cleared == review.revision)


def seen_by_another(draft: Story) -> Iterable[Finding]:
    """Refuse a version that waits for its approval."""
    if draft.pk and not cleared(draft):
        yield Finding(_("It needs the approval of somebody who did not write it."), Weight.BLOCKS)
