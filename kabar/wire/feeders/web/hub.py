"""Where a feed says it can be subscribed to: in a Link header, in the feed itself, or in a JSON Feed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kabar.fetching import Answer
from kabar.wire.feeders.asking import Offer
from kabar.wire.parsers import objects, trees
from kabar.wire.parsers.refusals import Unread

LINK = re.compile(r'<([^<>]{1,500})>((?:\s*;\s*[\w*-]{1,30}\s*=\s*(?:"[^"]{0,200}"|[^\s;,"]{1,200}))*)')
RELATION = re.compile(r'rel\s*=\s*"?([^";,]+)', re.I)
#: An address is remembered up to here.
LONGEST = 500


def offer_of(answer: Answer) -> Offer:
    """Return the hub and the address it knows a feed by; the header counts more than the feed."""
    said = dict(_in_feed(answer.body)) | dict(_in_header(answer.headers.get("link", "")))
    hub, topic = said.get("hub", ""), said.get("self", "") or answer.url
    web = hub.startswith(("http://", "https://")) and max(len(hub), len(topic)) <= LONGEST
    return Offer(hub, topic) if web else Offer()


def _in_header(header: str) -> Iterator[tuple[str, str]]:
    for address, said in reversed(LINK.findall(header[:8000])):
        relation = RELATION.search(said)
        if relation:
            yield from ((each, address) for each in relation[1].lower().split())


def _in_feed(body: bytes) -> Iterator[tuple[str, str]]:
    """Yield what the feed links to; of several hubs the first counts."""
    try:
        if body.lstrip()[:1] == b"{":
            yield from _in_json(body)
            return
        links = list(trees.root_of(body).iter("link"))
    except Unread:
        return
    for link in reversed(links):
        if link.get("href") and link.getparent().tag in ("feed", "channel", "RDF", "rdf.RDF"):
            yield link.get("rel", "alternate").lower(), link.get("href").strip()


def _in_json(body: bytes) -> Iterator[tuple[str, str]]:
    value = objects.loaded(body)
    if isinstance(value, dict):
        said = objects.Said(value)
        yield "self", said.text("feed_url")
        for hub in reversed(said.objects("hubs")):
            yield "hub", hub.text("url")
