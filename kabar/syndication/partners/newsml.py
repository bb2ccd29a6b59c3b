"""Stories as NewsML-G2: a news message of news items, their text as XHTML."""

from __future__ import annotations

from lxml import etree
from lxml import html as lxml_html

from kabar import clock
from kabar.config import Paper
from kabar.masthead.printed_time import machine
from kabar.stories.markup.inline import printable
from kabar.stories.models import State, Story, Takedown
from kabar.syndication.feed import body_html, creators
from kabar.syndication.ink import put, root
from kabar.syndication.partners.ninjs import changed, picture, version
from kabar.syndication.partners.queries import Given
from kabar.syndication.passed_on import Reach

NAR = "http://iptc.org/std/nar/2006-10-01/"
XHTML = "http://www.w3.org/1999/xhtml"
XML = "http://www.w3.org/XML/1998/namespace"
CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_38.xml"
KIND = "application/vnd.iptc.g2.newsmessage+xml; charset=utf-8"
STANDARD = {"standard": "NewsML-G2", "standardversion": "2.35", "conformance": "power"}
GONE = {State.WITHDRAWN: "stat:withheld", State.KILLED: "stat:canceled"}


def document(paper: Paper, address: str, given: Given) -> bytes:
    """Return a message of items."""
    message = root("newsMessage", {None: NAR})
    header = put(message, "header")
    put(header, "sent", machine(max(given.changed, clock.UNKNOWN), paper.zone))
    put(header, "sender", paper.address.split("://", 1)[-1])
    put(header, "origin", paper.name)
    items = put(message, "itemSet")
    for story in given.stories:
        _item(items, paper, story)
    for takedown in given.gone:
        _gone(items, paper, takedown)
    return etree.tostring(message, xml_declaration=True, encoding="UTF-8")


def _item(items: etree._Element, paper: Paper, story: Story) -> None:
    item = _opened(items, paper, story, version(story))
    meta = _item_meta(item, paper, machine(changed(story), paper.zone), "stat:usable")
    if story.is_dated and story.first_published_at:
        created = etree.Element("firstCreated")
        created.text = machine(story.first_published_at, paper.zone)
        meta.insert(3, created)
    for label in story.labels:
        put(meta, "edNote", label.text)
    _content_meta(item, paper, story)
    contents = put(item, "contentSet")
    inline = put(contents, "inlineXML", contenttype="application/xhtml+xml", wordcount=0)
    inline.append(xhtml(body_html(paper, story, Reach.PARTNERS), story.headline))
    inline.set("wordcount", str(len("".join(inline.itertext()).split())))


def _opened(items: etree._Element, paper: Paper, story: Story, number: str) -> etree._Element:
    guid = paper.address + (story.path or "/")
    item = put(items, "newsItem", guid=guid, version=number, **STANDARD)
    item.set(f"{{{XML}}}lang", story.language)
    put(item, "catalogRef", href=CATALOG)
    rights = put(item, "rightsInfo")
    holder = put(rights, "copyrightHolder", uri=f"{paper.address}/")
    put(holder, "name", paper.name)
    return item


def _item_meta(item: etree._Element, paper: Paper, at: str, status: str) -> etree._Element:
    meta = put(item, "itemMeta")
    put(meta, "itemClass", qcode="ninat:text")
    provider = put(meta, "provider", uri=f"{paper.address}/")
    put(provider, "name", paper.name)
    put(meta, "versionCreated", at)
    put(meta, "pubStatus", qcode=status)
    return meta


def _content_meta(item: etree._Element, paper: Paper, story: Story) -> None:
    meta = put(item, "contentMeta")
    for shown in picture(paper, story):
        icon = put(meta, "icon", href=shown["uri"], contenttype="image/jpeg")
        icon.set("width", str(shown["renditions"][0]["width"]))
    put(meta, "contentModified", machine(changed(story), paper.zone))
    if story.dateline_place:
        put(put(meta, "located", literal=story.dateline_place), "name", story.dateline_place)
    for name in creators(story):
        put(put(meta, "creator", literal=name), "name", name)
    put(meta, "language").set("tag", story.language)
    for name in (story.section.name, *(topic.name for topic in story.topics.all())):
        put(put(meta, "subject", literal=name), "name", name)
    if story.slugline:
        put(meta, "slugline", story.slugline)
    put(meta, "headline", story.headline)
    for line in creators(story):
        put(meta, "by", line)
    if story.standfirst:
        put(meta, "description", story.standfirst, role="drol:summary")


def _gone(items: etree._Element, paper: Paper, takedown: Takedown) -> None:
    """Tell of a story that was taken down, without a word of it."""
    item = _opened(items, paper, takedown.story, str(int(takedown.at.timestamp())))
    at = machine(takedown.at, paper.zone)
    meta = _item_meta(item, paper, at, GONE[State(takedown.becomes)])
    put(meta, "edNote", takedown.reason)


def xhtml(fragment: str, title: str) -> etree._Element:
    """Return HTML as an XHTML document that stands in another."""
    body = printable(fragment) or "<p></p>"
    parsed = lxml_html.document_fromstring(f"<html><body>{body}</body></html>")
    document = etree.Element(f"{{{XHTML}}}html", nsmap={None: XHTML})
    head = etree.SubElement(document, f"{{{XHTML}}}head")
    put(head, f"{{{XHTML}}}title", title)
    for element in parsed.find("body").iter():
        if isinstance(element.tag, str):
            element.tag = f"{{{XHTML}}}{element.tag}"
    document.append(parsed.find(f"{{{XHTML}}}body"))
    return document
