"""What syndication does by itself: as time passes, and after each edition."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from kabar import clock
from kabar.config import Paper
from kabar.editions.models import Edition, Follower
from kabar.editions.queries import newest_number
from kabar.editions.services import follow, open_edition
from kabar.jobs.services import enqueue
from kabar.stories.models import Story
from kabar.stories.queries import live
from kabar.syndication import press_keys
from kabar.syndication.sitemap import NEWS_AGE

#: How often we look whether a story has become too old for the news sitemap.
EVERY = timedelta(minutes=10)
#: How often we look whether there is an edition that nobody outside was told of.
LOOK = timedelta(seconds=2)
FOLLOWER = "syndication"
#: Not an archive that is taken in: it is not news.
TOLD = (
    Edition.Kind.PUBLISH, Edition.Kind.UPDATE, Edition.Kind.CORRECT, Edition.Kind.WITHDRAW, Edition.Kind.KILL,
)  # fmt: skip


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


def follow_editions() -> int:
    """Have those outside told of each new edition; return how many there were."""
    if not Follower.objects.filter(name=FOLLOWER).exists():
        # A paper that begins to follow does not tell the world of its archive.
        Follower.objects.get_or_create(name=FOLLOWER, defaults={"number": newest_number()})
    return follow(FOLLOWER, _after)


def _after(edition: Edition) -> bool:
    """Have those outside told of an edition; tell whether anybody is."""
    if edition.kind not in TOLD or not any(map(_has_listeners, settings.PAPER.papers)):
        return False
    pks = [one.removeprefix("story:") for one in edition.subjects if one.startswith("story:")]
    for story in Story.objects.filter(pk__in=pks).select_related("section"):
        _tell_outside(settings.PAPER.for_key(story.paper), story)
    return bool(pks)


def _has_listeners(paper: Paper) -> bool:
    return bool(paper.syndication.indexnow_key or paper.syndication.websub_hub)


def _tell_outside(paper: Paper, story: Story) -> None:
    if paper.syndication.indexnow_key and story.path:
        enqueue("kabar.syndication.tasks.tell_search_engines", [paper.key, story.path])
    if paper.syndication.websub_hub:
        of_section = story.section.get_absolute_url()
        paths = [f"{of}{form}" for of in ("/", of_section) for form in ("rss.xml", "atom.xml", "feed.json")]
        enqueue("kabar.syndication.tasks.tell_hub", [paper.key, paths], once=f"hub:{paper.key}:{of_section}")
