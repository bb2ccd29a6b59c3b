"""Structured data: JSON-LD in schema.org's words, a news article as search engines want it, Open Graph."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from tools.judges import places
from tools.judges.fetching import Answer
from tools.judges.head import meta
from tools.judges.report import Report

VOCABULARY = "schemaorg/schemaorg-current-https.jsonld"
INSTANT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?")
ZONED = re.compile(r"(Z|[+-]\d\d:\d\d)$")
ARTICLES = {
    "Article",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "BlogPosting",
    "LiveBlogPosting",
    "NewsArticle",
    "OpinionNewsArticle",
    "ReportageNewsArticle",
    "ReviewNewsArticle",
}


def judge(answer: Answer, soup: BeautifulSoup, report: Report) -> None:
    """Judge everything a page says to machines."""
    said = _said(soup, report)
    for thing in said:
        _judge_words(thing, "$", report)
    articles = [
        thing for thing in said if isinstance(thing, dict) and ARTICLES & set(_listed(thing.get("@type")))
    ]
    is_article = bool(articles) or meta(soup, property="og:type") == "article"
    report.figures["article"] = "yes" if is_article else "no"
    if is_article:
        report.require(articles, "json-ld", "an article's page without NewsArticle")
        _judge_social(answer, soup, report)
    for article in articles:
        _judge_article(article, report)


def _listed(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def _said(soup: BeautifulSoup, report: Report) -> list[Any]:
    things: list[Any] = []
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            read = json.loads(script.string or "")
        except ValueError as error:
            report.error("json-ld", f"not JSON: {error}")
            continue
        things += read if isinstance(read, list) else read.get("@graph", [read])
    report.figures["json-ld"] = len(things)
    return things


@cache
def vocabulary() -> tuple[frozenset[str], frozenset[str]] | None:
    """Schema.org's types and properties, or None where the vocabulary is not at hand."""
    file = places.schema(VOCABULARY)
    if file is None:
        return None
    types, properties = set(), set()
    for node in json.loads(file.read_text(encoding="utf-8"))["@graph"]:
        name = node["@id"].removeprefix("schema:")
        if "rdfs:Class" in _listed(node["@type"]):
            types.add(name)
        if "rdf:Property" in _listed(node["@type"]):
            properties.add(name)
    return frozenset(types), frozenset(properties)


def _judge_words(thing: Any, where: str, report: Report) -> None:
    """Every type and property must be a word of schema.org."""
    words = vocabulary()
    if words is None:
        report.warn("json-ld", "schema.org's vocabulary is not at hand (KABAR_SHARED)")
        return
    if isinstance(thing, list):
        for number, one in enumerate(thing):
            _judge_words(one, f"{where}[{number}]", report)
    elif isinstance(thing, dict):
        for kind in _listed(thing.get("@type")):
            report.require(kind in words[0], "json-ld", f"{where}: no such type: {kind}")
        for name, value in thing.items():
            if not name.startswith("@"):
                report.require(name in words[1], "json-ld", f"{where}: no such property: {name}")
                _judge_words(value, f"{where}.{name}", report)


def _judge_article(article: dict[str, Any], report: Report) -> None:
    for name in ("headline", "image", "datePublished", "author"):
        report.require(article.get(name), "article", f"no {name}")
    for name in ("dateModified", "publisher", "mainEntityOfPage"):
        report.prefer(article.get(name), "article", f"no {name}")
    for name in ("datePublished", "dateModified"):
        instant = str(article.get(name) or "")
        report.require(
            not instant or INSTANT.fullmatch(instant), "article", f"{name} is not ISO 8601: {instant}"
        )
        report.prefer("T" not in instant or ZONED.search(instant), "article", f"{name} without a time zone")
    report.prefer(len(str(article.get("headline") or "")) <= 110, "article", "headline over 110 characters")
    for author in _listed(article.get("author")):
        if isinstance(author, dict):
            report.require(author.get("name"), "article", "author without a name")
            report.prefer(author.get("url") or author.get("sameAs"), "article", "author without an address")
    for image in _listed(article.get("image")):
        address = str(image.get("url") if isinstance(image, dict) else image)
        report.require(urlsplit(address).scheme, "article", f"image is not absolute: {address}")


def _judge_social(answer: Answer, soup: BeautifulSoup, report: Report) -> None:
    for name in ("og:title", "og:type", "og:url", "og:image"):
        report.require(meta(soup, property=name), "open graph", f"no {name}")
    report.prefer(meta(soup, name="twitter:card"), "open graph", "no twitter:card")
    robots = meta(soup, name="robots") + answer.headers.get("x-robots-tag", "")
    report.prefer("max-image-preview:large" in robots, "robots", "no max-image-preview:large")
