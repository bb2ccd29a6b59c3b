"""What a NewsML-G2 item holds and points to: text, pictures, other items."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kabar.wire.parsers import bodies, item, nitf
from kabar.wire.parsers.g2_terms import number_of
from kabar.wire.parsers.item import Block, Link, WirePicture
from kabar.wire.parsers.trees import Record, words

PARAGRAPH = re.compile(r"</?p>|<br\s*/?>")


def links(record: Record, guid: str) -> tuple[Link, ...]:
    """Return what it points to; without a word of it, the version before is the one counted back."""
    found = list(_said_links(record, guid))
    version = record.root.get("version", "")
    counted = version.isascii() and version.isdigit() and 1 < int(version[:6]) < 1000
    if counted and not any(link.rel == item.PREVIOUS for link in found):
        found.append(Link(item.PREVIOUS, guid, str(int(version) - 1)))
    return tuple(dict.fromkeys(found))


def _said_links(record: Record, guid: str) -> Iterator[Link]:
    """Yield what it says it points to; a link to its own guid is to an earlier version."""
    for link in record.all("itemMeta/link"):
        key = link.get("residref") or link.get("guidref") or link.get("guid") or ""
        rel = link.get("rel", "").rpartition(":")[2] or "link"
        earlier = "previous" in rel.lower() or (key == guid and link.get("version"))
        title = record.text("title", link) or record.text("headline", link)
        if key or link.get("href"):
            yield Link(
                item.PREVIOUS if earlier else rel,
                key,
                link.get("version", ""),
                link.get("href", ""),
                title,
            )
    for reference in record.all("groupSet//itemRef") if record.root.tag == "packageItem" else ():
        title = record.text("headline", reference) or record.text("title", reference)
        key = reference.get("residref", "")
        yield Link("member", key, reference.get("version", ""), reference.get("href", ""), title)


def pictures(record: Record, kind: str, makers: tuple[str, ...]) -> tuple[WirePicture, ...]:
    """Return the pictures in it: of one item, the largest printing."""
    remote = [
        each
        for each in record.all("contentSet/remoteContent")
        if each.get("contenttype", "image/").startswith("image/") or kind == "picture"
    ]
    if not remote:
        return ()
    best = max(remote, key=lambda each: (number_of(each.get("width")) or 0, number_of(each.get("size")) or 0))
    caption = next(
        (words(each) for each in record.root.iterfind("contentMeta/description") if words(each)), ""
    )
    credit = record.text("contentMeta/creditline") or ", ".join(makers)
    shown = [best] if kind == "picture" else [each for each in remote if each.get("contenttype")]
    return tuple(
        WirePicture(
            url=each.get("href", ""),
            key=each.get("residref", "") or record.root.get("guid", ""),
            caption=caption,
            credit=credit,
            media_type=each.get("contenttype", ""),
            width=number_of(each.get("width")),
            height=number_of(each.get("height")),
        )
        for each in shown
    )


def blocks(record: Record, inner: nitf.Reader | None) -> tuple[Block, ...]:
    """Return the text: NITF, XHTML, or what is written out as data."""
    if inner is not None:
        record.whole(inner.root)
        return inner.blocks()
    for element in record.all("contentSet/inlineXML"):
        body = element.find(".//body")
        blocks = bodies.of_element(element if body is None else body)
        if blocks:
            record.whole(element)
            return blocks
    for element in record.all("contentSet/inlineData"):
        record.whole(element)
        text = "".join(element.itertext())
        plain = element.get("contenttype", "") == "text/plain"
        blocks = bodies.of_plain(PARAGRAPH.sub("\n\n", text)) if plain else bodies.of_either(text)
        if blocks and not element.get("encoding"):
            return blocks
    return ()
