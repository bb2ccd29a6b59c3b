"""The public record of corrections as RSS 2.0."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import format_datetime

from django.utils.html import escape
from django.utils.translation import gettext as _
from lxml import etree

from kabar import clock
from kabar.config import Paper
from kabar.corrections.addresses import entry_path, ledger_path
from kabar.corrections.queries import Entry
from kabar.syndication.feed import NAMES, Channel, begin
from kabar.syndication.ink import document, put, root


def rss(paper: Paper, path: str, entries: Sequence[Entry]) -> bytes:
    """Return the newest lines of a paper's ledger."""
    feed = root("rss", NAMES, version="2.0")
    about = _("What %(paper)s corrected, clarified, withdrew and took down, and why.") % {"paper": paper.name}
    channel = Channel(f"{paper.name}: {_('Corrections')}", about, ledger_path(paper.words), path)
    head = begin(feed, paper, channel)
    if entries:
        put(head, "lastBuildDate", format_datetime(clock.local(entries[0].at, paper.zone)))
    for entry in entries:
        _item(head, paper, entry)
    return document(feed)


def _item(head: etree._Element, paper: Paper, entry: Entry) -> None:
    item = put(head, "item")
    address = paper.address + entry_path(paper, entry.at, entry.anchor)
    put(item, "title", _title(entry))
    put(item, "link", address)
    put(item, "guid", address, isPermaLink="true")
    put(item, "pubDate", format_datetime(clock.local(entry.at, paper.zone)))
    put(item, "category", entry.kind)
    put(item, "description", escape(_told(entry)))


def _title(entry: Entry) -> str:
    """Name the story only while readers can open it."""
    return f"{entry.kind}: {entry.story.headline if entry.story.live else entry.story.section.name}"


def _told(entry: Entry) -> str:
    if entry.takedown:
        return " · ".join(filter(None, [entry.takedown.get_ground_display(), entry.takedown.reason]))
    if not entry.story.live or entry.correction is None:
        return _("The story was taken down later.")
    return entry.correction.note
