"""Walks everything a plain reader can reach, and everything that hangs on the rack, in search of a word."""

from __future__ import annotations

import re
import urllib.error
import urllib.request

import lmdb

from kabar.plates import Piece, Plate
from tools.walking_paper import WalkingPaper


def read(paper: WalkingPaper, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return what a reader gets; names of headers come back in small letters, a name said twice joined."""
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    asked = urllib.request.Request(paper.url(path), headers=said)
    try:
        answer = urllib.request.urlopen(asked, timeout=30)
    except urllib.error.HTTPError as refused:
        answer = refused
    with answer:
        found: dict[str, str] = {}
        for name, value in answer.headers.items():
            found[name.lower()] = f"{found[name.lower()]}, {value}" if name.lower() in found else value
        return answer.status, found, answer.read()


def surfaces(paper: WalkingPaper) -> list[str]:
    """Public addresses that every paper has; the sitemaps say themselves how many they are."""
    index = read(paper, "/sitemap.xml")[2].decode()
    parts = [address.removeprefix(paper.address) for address in re.findall(r"<loc>([^<]+)</loc>", index)]
    return [
        "/", "/global/", "/rss.xml", "/global/rss.xml", "/atom.xml", "/global/atom.xml", "/feed.json",
        "/global/feed.json", "/sitemap.xml", "/sitemap-news.xml", *parts, "/arsip/", "/.fragment/latest",
        "/susunan-redaksi/", "/robots.txt", "/llms.txt", "/koreksi/", "/koreksi/rss.xml",
    ]  # fmt: skip


def stored(paper: WalkingPaper, word: str) -> list[bytes]:
    """Return the hooks of the plates on the rack in which a word stands, unpacked."""
    found = []
    with (
        lmdb.open(str(paper.folder / "var/plates/rack"), readonly=True, lock=False) as rack,
        rack.begin() as look,
    ):
        for key, value in look.cursor():
            plate = Plate.from_bytes(bytes(value))
            text = b"".join(part.plain for part in plate.parts if isinstance(part, Piece))
            if word.encode() in bytes(key) + repr(plate.headers).encode() + text:
                found.append(bytes(key))
    return found
