"""Judges RSS and Atom feeds: a strict reader, and what feed readers need."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import feedparser
from lxml import etree

from tools.judges.fetching import Answer, fetch
from tools.judges.report import Report

ATOM = "{http://www.w3.org/2005/Atom}"
KINDS = ("application/rss+xml", "application/atom+xml")


def judge(url: str) -> Report:
    """Judge one feed."""
    answer, report = fetch(url), Report(f"feed {url}")
    report.require(answer.status == 200, "http", f"status {answer.status}")
    report.require(answer.kind in KINDS, "http", f"sent as {answer.kind or 'nothing'}")
    read = feedparser.parse(answer.body)
    report.require(not read.bozo, "feedparser", str(read.get("bozo_exception", ""))[:160])
    report.figures |= {"format": read.version or "?", "entries": len(read.entries)}
    report.prefer(read.entries, "feed", "no entries")
    for number, entry in enumerate(read.entries):
        _judge_entry(entry, number, report)
    guids = [entry.get("id") for entry in read.entries]
    report.require(len(set(guids)) == len(guids), "feed", "two entries with the same id")
    if read.version.startswith("rss"):
        _judge_rss(answer, report)
    return report


def _judge_entry(entry: feedparser.FeedParserDict, number: int, report: Report) -> None:
    for name in ("title", "link", "id"):
        report.require(entry.get(name), "entry", f"{number}: no {name}")
    report.require(urlsplit(entry.get("link", "")).scheme, "entry", f"{number}: link is not absolute")
    dated = entry.get("published_parsed") or entry.get("updated_parsed")
    report.require(dated, "entry", f"{number}: no readable date")


def _judge_rss(answer: Answer, report: Report) -> None:
    """What RSS 2.0 and its best-practices profile ask for."""
    try:
        channel = etree.fromstring(answer.body, etree.XMLParser(resolve_entities=False)).find("channel")
    except etree.XMLSyntaxError as error:
        report.error("xml", str(error))
        return
    if channel is None:
        report.error("rss", "no channel")
        return
    for name in ("title", "link", "description"):
        report.require(channel.findtext(name), "rss", f"the channel has no {name}")
    report.prefer(channel.findtext("language"), "rss", "the channel has no language")
    own = [link.get("href") for link in channel.iter(f"{ATOM}link") if link.get("rel") == "self"]
    report.require(own == [answer.url], "rss", f"atom:link rel=self is {own}, not {answer.url}")
    for element in channel.iter("pubDate", "lastBuildDate"):
        _judge_date(element.text or "", report)
    for enclosure in channel.iter("enclosure"):
        whole = all(enclosure.get(name) for name in ("url", "length", "type"))
        report.require(whole, "rss", "an enclosure without url, length or type")


def _judge_date(date: str, report: Report) -> None:
    try:
        report.require(parsedate_to_datetime(date).tzinfo, "rss", f"a date without a zone: {date}")
    except ValueError:
        report.error("rss", f"not an RFC 822 date: {date}")
