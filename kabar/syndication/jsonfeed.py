"""The newest stories as JSON Feed 1.1."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from kabar import clock
from kabar.config import Paper
from kabar.masthead.printed_time import machine
from kabar.stories.models import Story
from kabar.syndication.feed import Channel, body_html, creators, excerpt, labelled
from kabar.syndication.passed_on import Reach, goes_out

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(paper: Paper, channel: Channel, items: Iterable[str], _changed: datetime | None) -> bytes:
    """Return a feed of items, newest first."""
    feed: dict[str, Any] = {
        "version": VERSION,
        "title": channel.title,
        "home_page_url": paper.address + channel.page,
        "feed_url": paper.address + channel.path,
        "description": channel.description,
        "language": paper.language,
        "authors": [{"name": paper.name, "url": f"{paper.address}/"}],
    }
    if paper.syndication.websub_hub:
        feed["hubs"] = [{"type": "WebSub", "url": paper.syndication.websub_hub}]
    head = json.dumps({name: said for name, said in feed.items() if said}, ensure_ascii=False)
    return f'{head[:-1]}, "items": [{", ".join(items)}]}}'.encode()


def item(paper: Paper, story: Story) -> str:
    """Return a story as an item of a feed."""
    address = paper.address + (story.path or "/")
    published = story.first_published_at or clock.now()
    changed = story.last_published_at or published
    lead = story.lead_picture
    picture = lead.jpeg_url() if lead and goes_out(lead, paper, Reach.READERS) else ""
    said = {
        "id": address,
        "url": address,
        "title": labelled(story),
        "summary": excerpt(story),
        "date_published": machine(published, paper.zone) if story.is_dated else "",
        "date_modified": machine(changed, paper.zone) if clock.is_known(changed) else "",
        "authors": [{"name": name} for name in creators(story)],
        "tags": [story.section.name, *(topic.name for topic in story.topics.all())],
        "language": story.language,
        "image": paper.address + picture if picture else "",
    }
    if paper.syndication.full_text:
        said["content_html"] = body_html(paper, story)
    else:
        said["content_text"] = excerpt(story)
    return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False)
