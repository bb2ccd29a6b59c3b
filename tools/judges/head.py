"""Rules of a page's head and pictures: title, language, viewport, canonical, alternates."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from tools.judges.fetching import fetch
from tools.judges.report import Report

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
NO_ZOOM = re.compile(r"user-scalable\s*=\s*no|maximum-scale\s*=\s*1(\.0)?\b")


def meta(soup: BeautifulSoup, **attributes: str) -> str:
    """The content of the first matching meta element."""
    found = soup.find("meta", attrs={**attributes})
    return str(found.get("content") or "").strip() if found else ""


def canonical(soup: BeautifulSoup) -> str:
    found = soup.find("link", rel="canonical")
    return str(found.get("href") or "") if found else ""


def judge(soup: BeautifulSoup, report: Report) -> None:
    """Judge a page's head and its pictures."""
    title = soup.title.get_text().strip() if soup.title else ""
    report.require(title, "head", "no <title>")
    report.prefer(len(title) <= 110, "head", f"title of {len(title)} characters")
    report.require(soup.html and soup.html.get("lang"), "head", "no html lang")
    report.prefer(meta(soup, name="description"), "head", "no meta description")
    report.prefer(len(soup.find_all("h1")) == 1, "head", f"{len(soup.find_all('h1'))} h1")
    _judge_viewport(meta(soup, name="viewport"), report)
    _judge_canonical(canonical(soup), report)
    _judge_pictures(soup, report)
    _judge_alternates(soup, report)


def _judge_viewport(viewport: str, report: Report) -> None:
    report.require(viewport, "head", "no viewport")
    report.require(not NO_ZOOM.search(viewport), "head", "the viewport forbids zoom")


def _judge_canonical(address: str, report: Report) -> None:
    report.prefer(address, "head", "no canonical")
    report.require(not address or urlsplit(address).scheme, "head", f"canonical is not absolute: {address}")


def _judge_pictures(soup: BeautifulSoup, report: Report) -> None:
    for picture in soup.find_all("img"):
        name = str(picture.get("src", ""))[:80]
        report.require(picture.get("alt") is not None, "img", f"no alt: {name}")
        sized = picture.get("width") and picture.get("height")
        report.require(sized, "img", f"no width and height, the layout would shift: {name}")


def alternates(soup: BeautifulSoup) -> list[tuple[str, str]]:
    """Language and address of every alternate."""
    links = soup.find_all("link", rel="alternate", hreflang=True)
    return [(str(link["hreflang"]), str(link.get("href", ""))) for link in links]


def _judge_alternates(soup: BeautifulSoup, report: Report) -> None:
    named = alternates(soup)
    if not named:
        return
    seen = dict(named)
    report.require(len(set(named)) == len(seen), "hreflang", "two addresses for one language")
    report.require(canonical(soup) in seen.values(), "hreflang", "the page does not list itself")
    report.prefer("x-default" in seen, "hreflang", "no x-default")
    for language, address in seen.items():
        known = language == "x-default" or LANGUAGE.fullmatch(language)
        report.require(known, "hreflang", f"not a language: {language}")
        report.require(urlsplit(address).scheme, "hreflang", f"{language} is not absolute")
        if address != canonical(soup) and language != "x-default":
            _judge_way_back(address, canonical(soup), report)


def _judge_way_back(address: str, home: str, report: Report) -> None:
    if urlsplit(address).netloc != urlsplit(home).netloc:
        return
    other = BeautifulSoup(fetch(address).body, "html5lib")
    back = [there for _, there in alternates(other)]
    report.require(home in back, "hreflang", f"{address} does not link back")
