"""What syndication does by itself as time passes."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from kabar import clock
from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.stories.queries import live
from kabar.syndication import press_keys
from kabar.syndication.sitemap import NEWS_AGE

#: How often we look whether a story has become too old for the news sitemap.
EVERY = timedelta(minutes=10)


def let_news_grow_old() -> int:
    """Have each news sitemap reprinted that a story has just grown too old for; return how many."""
    limit = clock.now() - NEWS_AGE
    aged = [
        paper.key
        for paper in settings.PAPER.papers
        if live(paper.key)
        .filter(first_published_at__lte=limit, first_published_at__gt=limit - EVERY * 2)
        .exists()
    ]
    if aged:
        with transaction.atomic():
            open_edition(Edition.Kind.FRONT, [press_keys.news_sitemap(key) for key in aged])
    return len(aged)
