"""Judges sitemaps, their indexes and the news sitemap by the published schemas and the written rules."""

from __future__ import annotations

import copy
import re
from datetime import datetime, timedelta
from functools import cache

from lxml import etree

from kabar import clock
from tools.judges import places
from tools.judges.fetching import fetch, unzipped
from tools.judges.report import Report

CORE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
SCHEMAS = {"urlset": "sitemap.xsd", "sitemapindex": "siteindex.xsd", "news": "sitemap-news.xsd"}
W3C_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?")
MOST_ADDRESSES, MOST_NEWS, MOST_BYTES = 50_000, 1_000, 50 * 1024 * 1024
NEWS_AGE = timedelta(days=2)
TAGS = ("publication/n:name", "publication/n:language", "publication_date", "title")


def judge(url: str) -> Report:
    """Judge a sitemap and, if it is an index, every file it names."""
    report = Report(f"sitemap {url}", figures={"files": 0, "addresses": 0, "news": 0})
    _judge_file(url, report, inside=False)
    return report


def _count(report: Report, name: str, more: int) -> None:
    report.figures[name] = int(str(report.figures[name])) + more


def _judge_file(url: str, report: Report, inside: bool) -> None:
    answer = fetch(url)
    _count(report, "files", 1)
    report.require(answer.status == 200, "http", f"{url}: status {answer.status}")
    body = unzipped(answer.body)
    report.require(len(body) <= MOST_BYTES, "size", f"{url}: over 50 MB")
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        report.error("xml", f"{url}: {error}")
        return
    name = etree.QName(root)
    if name.namespace != CORE or name.localname not in ("urlset", "sitemapindex"):
        report.error("root", f"{url}: {root.tag}")
        return
    _judge_schema(name.localname, _core_only(root), report)
    addresses = _judge_addresses(root, report)
    if name.localname == "urlset":
        _judge_news(root, report)
    elif inside:
        report.error("index", f"{url}: an index inside an index")
    else:
        for address in addresses:
            _judge_file(address, report, inside=True)


def _core_only(root: etree._Element) -> etree._Element:
    """The document without its extensions, which have schemas of their own."""
    bare = copy.deepcopy(root)
    for element in list(bare.iter(etree.Element)):
        parent = element.getparent()
        foreign = etree.QName(element).namespace != CORE
        if foreign and parent is not None and etree.QName(parent).namespace == CORE:
            parent.remove(element)
    return bare


@cache
def _schema(name: str) -> etree.XMLSchema | None:
    file = places.schema(f"sitemap_generator/{SCHEMAS[name]}")
    return etree.XMLSchema(etree.parse(str(file))) if file else None


def _judge_schema(name: str, element: etree._Element, report: Report) -> None:
    schema = _schema(name)
    if schema is None:
        report.warn("schema", f"{SCHEMAS[name]} is not at hand (KABAR_SHARED)")
    elif not schema.validate(element):
        for found in list(schema.error_log)[:5]:
            report.error("schema", f"{found.message[:160]} (line {found.line})")


def _judge_addresses(root: etree._Element, report: Report) -> list[str]:
    addresses = [(element.text or "").strip() for element in root.iter(f"{{{CORE}}}loc")]
    _count(report, "addresses", len(addresses))
    report.require(len(addresses) <= MOST_ADDRESSES, "rule", f"{len(addresses)} addresses in one file")
    report.require(len(set(addresses)) == len(addresses), "rule", "an address twice")
    for picture in root.iter(f"{{{IMAGE}}}loc"):
        report.require(_absolute(picture.text), "image", f"not absolute: {picture.text}")
    for address in addresses:
        report.require(_absolute(address), "rule", f"not absolute: {address}")
    for changed in root.iter(f"{{{CORE}}}lastmod"):
        report.require(W3C_DATE.fullmatch((changed.text or "").strip()), "rule", f"lastmod: {changed.text}")
    return addresses


def _absolute(address: str | None) -> bool:
    return bool(re.match("https?://", address or ""))


def _judge_news(root: etree._Element, report: Report) -> None:
    entries = list(root.iter(f"{{{NEWS}}}news"))
    _count(report, "news", len(entries))
    report.require(len(entries) <= MOST_NEWS, "news", f"{len(entries)} entries, {MOST_NEWS} are allowed")
    for entry in entries:
        _judge_schema("news", entry, report)
        for tag in TAGS:
            report.require(
                (entry.findtext(f"n:{tag}", namespaces={"n": NEWS}) or "").strip(), "news", f"no {tag}"
            )
        _judge_age(entry.findtext(f"{{{NEWS}}}publication_date") or "", report)


def _judge_age(date: str, report: Report) -> None:
    if not W3C_DATE.fullmatch(date):
        report.error("news", f"publication_date is not a W3C date: {date}")
    elif "T" in date:
        age = clock.now() - datetime.fromisoformat(date)
        report.require(age <= NEWS_AGE, "news", f"{age.days} days old, two are allowed")
        report.require(age > -timedelta(minutes=10), "news", f"dated in the future: {date}")
