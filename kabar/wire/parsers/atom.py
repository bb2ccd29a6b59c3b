"""Atom 1.0 and 0.3."""

from __future__ import annotations

from collections.abc import Iterator

from kabar.wire.parsers import bodies, item, topics
from kabar.wire.parsers.item import Block, Link, WireItem, WirePicture
from kabar.wire.parsers.times import instant
from kabar.wire.parsers.trees import Element, Once, Record, outermost, words

FORMAT = "atom"
ROOTS = ("feed", "entry")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
BASE = "{http://www.w3.org/XML/1998/namespace}base"


def items(root: Element) -> Iterator[WireItem]:
    """Yield the entries of a feed, or the one that is all of it."""
    feed = Once(root)
    makers = _makers(Record(root))
    for each in [root] if root.tag == "entry" else outermost(root, "entry"):
        if said := _item(Record(each), feed, makers):
            yield said


def _item(record: Record, feed: Once, makers: tuple[str, ...]) -> WireItem | None:
    text = record.text
    record.read.add(record.root)
    links = list(_links(record))
    address = next((link.url for link in links if link.rel in ("alternate", "")), "")
    headline, summary = _line(record, "title"), _line(record, "summary")
    blocks = _blocks(record, "content")
    if not blocks:
        longer = text("body")
        blocks = bodies.of_plain(longer) if longer else _blocks(record, "summary")
    key = text("id") or address
    if not (headline or blocks or summary or key):
        return None
    terms = [each.get("term", "").strip() for each in record.all("category") if each.get("term")]
    return WireItem(
        format=FORMAT,
        key=key or f"{feed.text('title')} {headline}".strip(),
        standing=item.USABLE,
        provider=bodies.one_line(
            text("source/title") or (feed.text("title") if feed.root.tag == "feed" else "")
        ),
        headline=headline or bodies.said_in(blocks)[:120].partition("\n")[0],
        summary=summary,
        language=record.root.get(LANG, "") or feed.root.get(LANG, ""),
        bylines=_makers(record) or makers,
        created=instant(text("published") or text("issued") or text("created")),
        updated=instant(text("updated") or text("modified") or text("published")),
        subjects=tuple(
            topics.subject(name=_label(each), code=each.get("term", ""), scheme=each.get("scheme", ""))
            for each in record.all("category")
            if each.get("term")
        ),
        keywords=tuple(dict.fromkeys(terms)),
        blocks=blocks,
        pictures=tuple(_pictures(record, links)),
        rights=bodies.one_line(text("rights") or feed.text("rights") or feed.text("copyright")),
        links=tuple(link for link in links if link.url != address or link.rel not in ("alternate", "")),
        address=address,
        extra=record.rest(),
    )


def _label(category: Element) -> str:
    return str(category.get("label") or category.get("term") or "").strip()


def _line(record: Record, path: str) -> str:
    found = record.one(path)
    if found is None:
        return ""
    record.whole(found)
    said = words(found)
    return bodies.one_line(said) if "html" in found.get("type", "html") else " ".join(said.split())


def _blocks(record: Record, path: str) -> tuple[Block, ...]:
    found = record.one(path)
    if found is None or found.get("src"):
        return ()
    record.whole(found)
    kind = found.get("type", "text")
    if len(found):
        return bodies.of_element(found)
    said = found.text or ""
    return (
        bodies.of_html(said) if "html" in kind or found.get("mode") == "escaped" else bodies.of_either(said)
    )


def _makers(record: Record) -> tuple[str, ...]:
    found = [record.text("name", each) or words(each) for each in record.all("author")]
    return tuple(dict.fromkeys(name for name in found if name))


def _links(record: Record) -> Iterator[Link]:
    for each in record.all("link"):
        if each.get("href"):
            yield Link(each.get("rel", "alternate"), "", "", each.get("href"), each.get("title", ""))


def _pictures(record: Record, links: list[Link]) -> Iterator[WirePicture]:
    for each in record.all("link"):
        if each.get("rel") == "enclosure" and each.get("type", "").startswith("image/"):
            yield WirePicture(
                url=each.get("href", ""), caption=each.get("title", ""), media_type=each.get("type", "")
            )
    for each in (*record.all("media.content"), *record.all("media.group/media.content")):
        if each.get("url") and (each.get("medium") == "image" or each.get("type", "").startswith("image/")):
            said = Record(each)
            yield WirePicture(
                url=each.get("url"), caption=bodies.one_line(said.text("media.description")),
                credit=said.text("media.credit"), rights=said.text("media.copyright"),
                media_type=each.get("type", ""),
            )  # fmt: skip
