"""The newest stories as Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kabar import clock
from kabar.config import Paper
from kabar.masthead.printed_time import machine
from kabar.stories.models import Story
from kabar.syndication.feed import ATOM, Channel, body_html, creators, excerpt, labelled
from kabar.syndication.ink import apart, document, leave_room, put, root

NAMES = {None: ATOM}


def atom(paper: Paper, channel: Channel, entries: Iterable[str], changed: datetime | None) -> bytes:
    """Return a feed of entries, newest first."""
    feed = root("feed", {None: ATOM, "xml": "http://www.w3.org/XML/1998/namespace"})
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", paper.language)
    address = paper.address + channel.path
    put(feed, "id", address)
    put(feed, "title", channel.title)
    if channel.description:
        put(feed, "subtitle", channel.description)
    put(feed, "updated", machine(changed or clock.now(), paper.zone))
    put(feed, "link", rel="self", type="application/atom+xml", href=address)
    put(feed, "link", rel="alternate", type="text/html", href=paper.address + channel.page)
    if paper.syndication.websub_hub:
        put(feed, "link", rel="hub", href=paper.syndication.websub_hub)
    put(put(feed, "author"), "name", paper.name)
    put(feed, "generator", "Kabar")
    leave_room(feed)
    return document(feed, set_in=entries)


def entry(paper: Paper, story: Story) -> str:
    """Return a story as an entry of a feed."""
    address = paper.address + (story.path or "/")
    published = story.first_published_at or clock.now()
    entry = put(root("feed", NAMES), "entry")
    put(entry, "id", address)
    put(entry, "title", labelled(story))
    put(entry, "link", rel="alternate", type="text/html", href=address)
    if story.is_dated:
        put(entry, "published", machine(published, paper.zone))
    put(entry, "updated", machine(story.last_published_at or published, paper.zone))
    for name in creators(story):
        put(put(entry, "author"), "name", name)
    for term in (story.section.name, *(topic.name for topic in story.topics.all())):
        put(entry, "category", term=term)
    put(entry, "summary", excerpt(story))
    if paper.syndication.full_text:
        put(entry, "content", body_html(paper, story), type="html")
    return apart(entry)
