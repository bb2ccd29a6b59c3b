"""Also-reads find the story they mean: one that is here already, or one that comes in later."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db.models import Q

from kabar.config import Paper
from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.stories import press_keys
from kabar.stories.models import Story
from kabar.wire.importers.incoming import headline_key, short_key
from kabar.wire.models import OpenPointer, ReceivedStory

Waiting = list[tuple[Story, int]]


def resolve(paper: Paper, stories: list[Story]) -> Waiting:
    """Point the also-reads of new stories at stories that are here; return those that wait."""
    open_blocks = [(story, value) for story in stories for value in _unresolved(story)]
    if not open_blocks:
        return []
    by_headline = _by_headline(paper, {headline_key(value["title"]) for _, value in open_blocks})
    by_url = _by_url(paper, {value["url"] for _, value in open_blocks if value["url"]})
    waiting = []
    for story, value in open_blocks:
        wanted = headline_key(value["title"])
        value["story"] = by_url.get(value["url"]) or by_headline.get(wanted)
        if value["story"] is None:
            waiting.append((story, wanted))
    return waiting


def remember(paper: Paper, waiting: Waiting) -> None:
    """Keep the pointers that wait for a story, now that theirs have keys."""
    stories = {story.pk for story, _ in waiting}
    OpenPointer.objects.filter(story__in=stories).delete()
    rows = [OpenPointer(paper=paper.key, headline_key=wanted, story=story) for story, wanted in waiting]
    OpenPointer.objects.bulk_create(rows, batch_size=500)


def close(arrived: list[Story], paper: Paper) -> None:
    """Point waiting also-reads at the stories that have just arrived; pages already printed are reprinted."""
    keys = {headline_key(story.headline): story.pk for story in arrived}
    found = list(OpenPointer.objects.filter(paper=paper.key, headline_key__in=list(keys)))
    if not found:
        return
    waiting = list(Story.objects.filter(pk__in={pointer.story_id for pointer in found}, latest_revision=None))
    for story in waiting:
        for value in _unresolved(story):
            value["story"] = keys.get(headline_key(value["title"]))
    Story.objects.bulk_update(waiting, ["body"], batch_size=100)
    OpenPointer.objects.filter(pk__in=[pointer.pk for pointer in found]).delete()
    fresh = {story.pk for story in arrived}
    printed = [press_keys.story(story.pk) for story in waiting if story.live and story.pk not in fresh]
    if printed:
        open_edition(Edition.Kind.UPDATE, printed)


def _unresolved(story: Story) -> list[dict]:
    return [
        block["value"]
        for block in story.body.raw_data
        if block["type"] == "also_read"
        and block["value"].get("story") is None
        and block["value"].get("title")
    ]


def _by_headline(paper: Paper, keys: set[int]) -> dict[int, int]:
    rows = ReceivedStory.objects.filter(paper=paper.key, headline_key__in=keys).order_by("pk")
    return dict(rows.values_list("headline_key", "story_id"))


def _by_url(paper: Paper, urls: set[str]) -> dict[str, int]:
    """Return the stories that stand at these addresses here, or came from them."""
    if not urls:
        return {}
    paths = {url: urlsplit(url).path for url in urls}
    stories = Story.objects.filter(paper=paper.key).filter(
        Q(path__in=set(paths.values())) | Q(origin__in={short_key(url) for url in urls})
    )
    by_place: dict[str, int] = {}
    for pk, path, origin in stories.values_list("pk", "path", "origin"):
        by_place |= {path: pk, origin: pk}
    return {url: pk for url in urls if (pk := by_place.get(short_key(url)) or by_place.get(paths[url]))}
