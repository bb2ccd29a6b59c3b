"""Finds one address of every kind of page the way a reader would: by following links from the front."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup

from tools.judges.fetching import fetch

STORY = re.compile(r"/[\w-]+/\d{4}/\d\d/\d\d/[\w-]+")


def links(url: str) -> list[str]:
    """The paths that a page links to, in its order, each once."""
    soup = BeautifulSoup(fetch(url).body, "html5lib")
    absolute = (urljoin(url, str(anchor["href"])) for anchor in soup.find_all("a", href=True))
    host = urlsplit(url).netloc
    return list(dict.fromkeys(urlsplit(link).path for link in absolute if urlsplit(link).netloc == host))


def first(paths: list[str], pattern: str) -> str:
    """The first path of this form; an error that names the form when there is none."""
    for path in paths:
        if re.fullmatch(pattern, path):
            return path
    raise LookupError(f"no link of the form {pattern} among {len(paths)}: {paths[:20]}")


def pages(address: str) -> dict[str, str]:
    """One address of every kind of page, as an Indonesian paper words them."""
    front = links(address + "/")
    story = first(front, STORY.pattern)
    section = "/" + story.split("/")[1] + "/"
    day = "/arsip/" + "/".join(story.split("/")[2:5]) + "/"
    beside = _beside(address, front)
    found = {
        "front": "/",
        "section": section,
        "story": story,
        "topic": first(beside, r"/topik/[\w-]+/"),
        "author": first(beside, r"/penulis/[\w-]+/"),
        "day": day,
        "search": "/cari/",
        "search with results": "/cari/?q=laut",
        "search without results": "/cari/?q=zzzqqqxxx",
        "about": "/tentang/",
        "imprint": "/susunan-redaksi/",
        "policy": "/cara-kami-bekerja/",
        "ledger": "/koreksi/",
        "what was said before": first(links(address + "/koreksi/"), r"/koreksi/\d+/"),
        "request form": "/koreksi/minta/",
        "corrections policy": "/koreksi/kebijakan/",
        "guideline": "/pedoman-media-siber/",
        "shelf": "/offline",
        "sign-in": "/akun/sign-in/",
        "live story": first(links(address + "/nusantara/"), r"/nusantara/.*/gunung-sekar-latihan-mengungsi"),
    }
    return {kind: address + path for kind, path in found.items()}


def _beside(address: str, front: list[str]) -> list[str]:
    """What the stories of the front link to."""
    stories = [path for path in front if STORY.fullmatch(path)][:12]
    return [path for story in stories for path in links(address + story)]


def feeds(address: str) -> dict[str, str]:
    """The feed of the paper in two forms, of one section and of the record of corrections."""
    section = first(links(address + "/"), STORY.pattern).split("/")[1]
    return {
        "paper": f"{address}/rss.xml",
        "atom": f"{address}/atom.xml",
        "section": f"{address}/{section}/rss.xml",
        "ledger": f"{address}/koreksi/rss.xml",
    }
