"""The newest stories as RSS 2.0, whole, for readers who read elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

import nh3
from django.template.loader import get_template
from django.utils.html import escape
from lxml import etree

from kabar import clock
from kabar.archive.search.texts import passages
from kabar.config import Paper
from kabar.masthead.head import shortened
from kabar.stories.access import openly
from kabar.stories.body import blocks_of
from kabar.stories.models import Story, StoryByline
from kabar.syndication.ink import apart, document, leave_room, put, root
from kabar.syndication.passed_on import Reach, goes_out, passed_on

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
NAMES = {"atom": ATOM, "content": CONTENT, "dc": DC, "media": MEDIA}

#: Minutes a feed reader may keep its copy.
TTL = 5
LONGEST_EXCERPT = 300

TAGS = {
    "a",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "i",
    "img",
    "li",
}
TAGS |= {"ol", "p", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width", "height"}, "th": {"scope"}}
ROLES_OF_CREATORS = (StoryByline.Role.WRITER, StoryByline.Role.REPORTER)


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed says of itself."""

    title: str
    description: str
    page: str
    path: str


def rss(paper: Paper, channel: Channel, items: Iterable[str], changed: datetime | None) -> bytes:
    """Return a feed of items, newest first."""
    feed = root("rss", NAMES, version="2.0")
    head = begin(feed, paper, channel)
    if changed:
        put(head, "lastBuildDate", format_datetime(clock.local(changed, paper.zone)))
    leave_room(head)
    return document(feed, set_in=items)


def begin(feed: etree._Element, paper: Paper, channel: Channel) -> etree._Element:
    """Put a channel into a feed and what it says of itself into the channel."""
    head = put(feed, "channel")
    put(head, "title", channel.title)
    put(head, "link", paper.address + channel.page)
    put(head, "description", channel.description)
    put(head, f"{{{ATOM}}}link", href=paper.address + channel.path, rel="self", type="application/rss+xml")
    if paper.syndication.websub_hub:
        put(head, f"{{{ATOM}}}link", href=paper.syndication.websub_hub, rel="hub")
    put(head, "language", paper.language)
    put(head, "generator", "Kabar")
    put(head, "ttl", TTL)
    return head


def item(paper: Paper, story: Story, reach: Reach = Reach.READERS) -> str:
    """Return a story as an item of a feed, in the names every feed declares.

    It is whole if the paper says so, and for partners.
    """
    address = paper.address + (story.path or "/")
    published = clock.local(story.first_published_at or clock.now(), paper.zone)
    item = put(root("rss", NAMES), "item")
    put(item, "title", labelled(story))
    put(item, "link", address)
    put(item, "guid", address, isPermaLink="true")
    if story.is_dated:
        put(item, "pubDate", format_datetime(published))
    for name in creators(story):
        put(item, f"{{{DC}}}creator", name)
    put(item, "category", story.section.name)
    for label in story.labels:
        put(item, "category", label.text)
    for topic in story.topics.all():
        put(item, "category", topic.name)
    if story.language != paper.language:
        put(item, f"{{{DC}}}language", story.language)
    put(item, "description", escape(excerpt(story)))
    if reach is Reach.PARTNERS or paper.syndication.full_text:
        put(item, f"{{{CONTENT}}}encoded", body_html(paper, story, reach))
    _picture(item, paper, story, reach)
    return apart(item)


def creators(story: Story) -> list[str]:
    """Return the names of those who wrote or reported a story."""
    return [line.author.name for line in story.bylines.all() if line.role in ROLES_OF_CREATORS]


def labelled(story: Story) -> str:
    """Return a headline behind its labels: a list of headlines is all that many readers of feeds see."""
    return " ".join([*(f"[{label.text}]" for label in story.labels), story.headline])


def excerpt(story: Story) -> str:
    """Return what a story is about, in its own words."""
    return shortened(story.standfirst or next(passages(story), "") or story.headline, LONGEST_EXCERPT)


def body_html(paper: Paper, story: Story, reach: Reach = Reach.READERS) -> str:
    """Return what everybody reads of a body in the plainest HTML, with every address absolute."""
    blocks = list(passed_on(blocks_of(openly(story)), paper, reach))
    context = {"blocks": blocks, "paper": paper}
    html = get_template("kabar/syndication/body.html").render(context)
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        link_rel=None,
        url_relative=("rewrite_with_base", f"{paper.address}/"),
    ).strip()


def _picture(item: etree._Element, paper: Paper, story: Story, reach: Reach) -> None:
    picture = story.lead_picture if goes_out(story.lead_picture, paper, reach) else None
    printed = picture.printed("whole") if picture else None
    if picture is None or printed is None:
        return
    url = paper.address + printed.jpeg
    media = put(item, f"{{{MEDIA}}}content", url=url, type="image/jpeg", medium="image", width=printed.width)
    caption = story.lead_caption or picture.caption or picture.alt
    if caption:
        put(media, f"{{{MEDIA}}}description", caption, type="plain")
    if picture.credit:
        put(media, f"{{{MEDIA}}}credit", picture.credit)
