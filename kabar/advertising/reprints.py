"""What a campaign's hours, acts and pace change in print: looked at, and printed when it differs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Set
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.db import transaction

from kabar import clock
from kabar.advertising import lists, pacing, press_keys, queries
from kabar.advertising.models import Campaign, Standing, State
from kabar.editions.models import Edition
from kabar.editions.services import open_edition


def of_campaign(_campaign: Campaign, _changed: Set[str]) -> list[str]:
    """Return nothing: a draft is on no page, and what is on one is looked at by `follow_paper`."""
    return []


def follow() -> None:
    """Keep every paper's pages and lists with the hours and paces of its campaigns."""
    for paper in settings.PAPER.papers:
        now = clock.now()
        for campaign in Campaign.objects.filter(paper=paper.key, state=State.APPROVED, begins__lte=now):
            if pacing.due(campaign, now) and campaign.ends and campaign.ends > now:
                pacing.keep(campaign, now)
        follow_paper(paper.key)


def follow_paper(key: str) -> bool:
    """Have a paper's pages or lists printed anew if they say something else now; tell whether they do."""
    campaigns = queries.running(key)
    boxes = _digest(
        sorted(
            [one.place, sorted(one.sections), sorted(one.topics), one.device]
            for one in queries.wanted(campaigns)
        )
    )
    said = lists.of_campaigns(settings.PAPER.for_key(key), campaigns)
    sections = [sorted(one.slug for one in campaign.sections.all()) for campaign in campaigns]
    listed = _digest([said["ads"], sections]) if campaigns else _digest([])
    with transaction.atomic():
        printed, _new = Standing.objects.get_or_create(
            paper=key, defaults=dict.fromkeys(("boxes", "lists"), NONE)
        )
        keys = list(_moved(key, printed, boxes, listed))
        if not keys:
            return False
        before = Standing.objects.filter(paper=key, boxes=printed.boxes, lists=printed.lists)
        if before.update(boxes=boxes, lists=listed):
            open_edition(Edition.Kind.MASTHEAD, keys)
    return True


def _moved(key: str, printed: Standing, boxes: str, listed: str) -> Iterable[str]:
    if printed.boxes != boxes:
        yield press_keys.boxes(key)
    if printed.lists != listed:
        yield press_keys.lists(key)


def _digest(said: Any) -> str:
    return blake2b(json.dumps(said).encode(), digest_size=16).hexdigest()


#: What is printed while there is no campaign.
NONE = _digest([])
