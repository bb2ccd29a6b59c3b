"""The walk of a reader who follows every link: what is printed, and where it leads."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django.utils import translation

from kabar.config import Paper
from kabar.newsstand.copies import Copy, compose
from kabar.newsstand.settings import is_answered_anew, is_counter, is_newsroom, is_under
from kabar.plates import Address, Plate, Variant, canonical_path, canonical_query
from kabar.press.services import print_page
from kabar.stories.queries import live

LINK = re.compile(rb'(?:href="|<loc>)([^"<>#]+)')
#: Where nobody leads by a link.
BEGINNINGS = (
    "/", "/rss.xml", "/atom.xml", "/feed.json", "/sitemap.xml", "/sitemap-news.xml", "/robots.txt",
    "/llms.txt", "/.well-known/tdmrep.json", "/offline", "/sw.js",
)  # fmt: skip
#: What no file can stand for: what is asked anew, counted, or sent as it happens.
NOT_FILES = ("static", "media", "-", "api", ".live", "indexnow.txt")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to be written: its address, its bytes plain and in gzip, and its headers."""

    path: str
    query: str
    kind: str
    plain: bytes
    gzipped: bytes
    headers: tuple[tuple[bytes, bytes], ...]


def walk(paper: Paper, variant: Variant) -> Iterator[Sheet]:
    """Yield every page of a variant, once; what is not printed, such as a form, has no file."""
    waiting: deque[tuple[str, str]] = deque((path, "") for path in BEGINNINGS)
    waiting.extend((path, "") for path in live(paper.key).values_list("path", flat=True).iterator() if path)
    seen = set(waiting)
    with translation.override(paper.language):
        while waiting:
            path, query = waiting.popleft()
            copy = _printed(Address(paper.host, path, query, variant))
            if copy is None:
                continue
            sheet = _sheet(path, query, copy)
            for onward in _links(paper, sheet.plain):
                if onward not in seen:
                    seen.add(onward)
                    waiting.append(onward)
            yield sheet


def _printed(address: Address) -> Copy | None:
    """Return a page as the newsstand hands it out, its fragments set in."""
    plate = print_page(address, address.query)
    if not isinstance(plate, Plate) or plate.status != 200:
        return None
    found = {name: print_page(address.of_fragment(name)) for name in plate.fragments}
    return compose(address, plate, {name: each for name, each in found.items() if isinstance(each, Plate)})


def _sheet(path: str, query: str, copy: Copy) -> Sheet:
    kind = dict(copy.headers).get(b"content-type", b"").decode()
    return Sheet(path, query, kind, copy.identity(), copy.body, copy.headers)


def _links(paper: Paper, page: bytes) -> Iterator[tuple[str, str]]:
    """Yield where a page leads within the paper, each address in its one spelling."""
    for found in LINK.findall(page):
        target = unescape(found.decode("utf-8", "replace")).removeprefix(paper.address)
        path, _, query = target.partition("?")
        plain = canonical_path(path) if path.isascii() and path.startswith("/") else None
        if plain and _may_be_a_file(paper, plain, query):
            yield plain, canonical_query(query, paper.parameters(plain))


def _may_be_a_file(paper: Paper, path: str, query: str) -> bool:
    closed = is_newsroom(paper, path) or is_counter(paper, path) or is_answered_anew(paper, path, query)
    return not closed and not any(is_under(path, word) for word in NOT_FILES)
