"""Every write to what stands beside a story: chosen anew after each publication, kept as rows."""

from __future__ import annotations

import logging

from django.db import DatabaseError, transaction

from kabar.archive.models import RelatedStory
from kabar.archive.related.finding import related
from kabar.archive.related.press_keys import beside
from kabar.editions import services as following
from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.stories.models import Story

logger = logging.getLogger("kabar.archive")

FOLLOWER = "archive-related"
SHOWN = 5
#: How many editions a round works through.
FEW = 20
CHANGES_TEXT = (Edition.Kind.PUBLISH, Edition.Kind.UPDATE, Edition.Kind.CORRECT)


def relate(story: Story) -> bool:
    """Choose what stands beside a live story; when it changed, have that one page printed again."""
    chosen = [pk for pk, _nearness in related(story, limit=SHOWN)]
    with transaction.atomic():
        if not Story.objects.select_for_update().filter(pk=story.pk, live=True).exists():
            return False
        before = list(
            RelatedStory.objects.filter(story=story).order_by("rank").values_list("other_id", flat=True)
        )
        if before == chosen:
            return False
        RelatedStory.objects.filter(story=story).delete()
        RelatedStory.objects.bulk_create(
            RelatedStory(story=story, other_id=pk, rank=rank) for rank, pk in enumerate(chosen)
        )
        # Without subjects: no text changed, and whoever follows the editions has nothing to do with it.
        open_edition(Edition.Kind.UPDATE, [beside(story.pk)])
    return True


def catch_up() -> int:
    """Choose for what was published since the last time; an archive that is taken in is left as it is."""
    return following.follow(FOLLOWER, _work_through, limit=FEW)


def _work_through(edition: Edition) -> bool:
    """Choose for the stories of an edition; tell whether there were any."""
    if edition.kind not in CHANGES_TEXT:
        return False
    pks = [int(each.removeprefix("story:")) for each in edition.subjects if each.startswith("story:")]
    for story in Story.objects.filter(pk__in=pks, live=True):
        try:
            relate(story)
        except DatabaseError:
            raise
        except Exception:
            logger.exception("nothing could be chosen to stand beside story %s", story.pk)
    return bool(pks)
