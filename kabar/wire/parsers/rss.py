"""RSS 0.9 to 2.0, with the modules that newspapers use, and RSS 1.0, which is RDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from kabar.wire.parsers import bodies, in_text, topics
from kabar.wire.parsers.item import Link, WireItem, WirePicture
from kabar.wire.parsers.refusals import Malformed
from kabar.wire.parsers.times import instant
from kabar.wire.parsers.trees import Element, Once, Record, outermost, words

FORMAT = "rss"
ROOTS = ("rss", "rdf.RDF", "RDF", "channel", "Channel")
ADDRESS = re.compile(r"^https?://", re.I)
IN_BRACKETS = re.compile(r"^\S+@\S+\s*\((?P<name>[^)]+)\)$")


def items(root: Element) -> Iterator[WireItem]:
    """Yield the items of a feed; a feed may have none."""
    channel = next(root.iter("channel", "Channel"), None)
    found = outermost(root, "item")
    if channel is None and not found:
        raise Malformed(f"<{root.tag}> without a channel", str(root.sourceline or 1))
    feed = Once(channel if channel is not None else root)
    for each in found:
        if said := _item(Record(each), feed):
            yield said


def _item(record: Record, feed: Once) -> WireItem | None:
    text, long = record.text, _long(record)
    record.read.add(record.root)
    address = text("link") or _first(record, "link", "href")
    guid = record.one("guid")
    key = words(guid) or address or record.root.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about", "")
    described, full = long("description"), long("content.encoded") or long("body") or long("fullitem")
    headline = bodies.one_line(long("title") or text("dc.title") or text("media.title"))
    if not (headline or described or full or key):
        return None
    summary, blocks = (
        (bodies.one_line(described), bodies.of_either(full)) if full else ("", bodies.of_either(described))
    )
    permanent = guid is not None and (guid.get("isPermaLink") or "true").lower() == "true"
    if not address and permanent and ADDRESS.match(key):
        address = key
    home = feed.text("link")
    return WireItem(
        format=FORMAT,
        key=key or f"{feed.text('title')} {headline}".strip(),
        provider=bodies.one_line(text("source") or text("dc.publisher") or feed.text("title")),
        headline=headline or bodies.said_in(blocks)[:120].partition("\n")[0],
        summary=summary,
        language=text("dc.language") or feed.text("language") or feed.text("dc.language"),
        bylines=_makers(record),
        created=instant(text("pubDate") or text("dc.date") or text("dcterms.created")),
        updated=instant(
            text("dcterms.modified") or text("pubDate") or text("dc.date") or feed.text("pubDate")
        ),
        subjects=_subjects(record),
        keywords=tuple(dict.fromkeys(words(each) for each in record.all("category") if words(each))),
        blocks=blocks,
        pictures=in_text.together(_pictures(record), in_text.pictures_of(described) if full else ()),
        credit=text("media.credit"),
        rights=text("dc.rights")
        or text("media.copyright")
        or feed.text("copyright")
        or feed.text("dc.rights"),
        links=tuple(
            Link("enclosure", url=each.get("url", "")) for each in record.all("enclosure") if each.get("url")
        ),
        address=_joined(home, address),
        extra=record.rest(),
    )


def _joined(home: str, address: str) -> str:
    """Return an address, made whole with the feed's own when it is only a path."""
    try:
        return urljoin(home, address) if ADDRESS.match(home) else address
    except ValueError:
        return address


def _long(record: Record):  # type: ignore[no-untyped-def]
    def read(path: str) -> str:
        """Return a text with its markup, whether it is escaped or not."""
        found = record.one(path)
        if found is None:
            return ""
        record.whole(found)
        if len(found):
            return bodies.html_of(found)
        return found.text or ""

    return read


def _first(record: Record, path: str, attribute: str) -> str:
    return next((each.get(attribute) for each in record.all(path) if each.get(attribute)), "")


def _makers(record: Record) -> tuple[str, ...]:
    found = [
        words(each)
        for each in (*record.all("dc.creator"), *record.all("author"), *record.all("itunes.author"))
    ]
    named = [IN_BRACKETS.sub(lambda hit: hit["name"], name) for name in found if name]
    return tuple(dict.fromkeys(bodies.one_line(name) for name in named))


def _subjects(record: Record) -> tuple[topics.Subject, ...]:
    found = [
        topics.subject(name=words(each), scheme=each.get("domain", ""))
        for each in (*record.all("category"), *record.all("dc.subject"))
        if words(each)
    ]
    return tuple(dict.fromkeys(found))


def _pictures(record: Record) -> Iterator[WirePicture]:
    caption, credit = record.text("media.description"), record.text("media.credit")
    seen: set[str] = set()
    named = ("enclosure", "media.content", "media.group/media.content", "media.thumbnail")
    for path in named:
        for each in record.all(path):
            url, kind = each.get("url", ""), each.get("type", "")
            pictured = kind.startswith("image/") or each.get("medium") == "image" or path == "media.thumbnail"
            inside = Record(each)
            if url and pictured and url not in seen and not (path == "media.thumbnail" and seen):
                seen.add(url)
                wide = each.get("width", "")
                yield WirePicture(
                    url=url,
                    caption=bodies.one_line(inside.text("media.description") or caption),
                    credit=inside.text("media.credit") or credit,
                    rights=inside.text("media.copyright"),
                    media_type=kind,
                    width=int(wide) if wide.isascii() and wide.isdigit() and len(wide) < 7 else None,
                )
