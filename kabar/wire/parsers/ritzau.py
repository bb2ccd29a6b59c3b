"""RBNews, the form of Ritzau's wire."""

from __future__ import annotations

from collections.abc import Iterator

from kabar.wire.parsers import bodies, item, topics
from kabar.wire.parsers.item import Link, Place, WireItem
from kabar.wire.parsers.places import place_of
from kabar.wire.parsers.refusals import NotAnItem
from kabar.wire.parsers.times import instant
from kabar.wire.parsers.trees import Element, Record, outermost, words

FORMAT = "rbnews"


def items(root: Element) -> Iterator[WireItem]:
    """Yield the items of an answer, or the one that is all of it."""
    found = [root] if root.tag == "RBNews" else outermost(root, "RBNews")
    if not found:
        raise NotAnItem("an answer of Ritzau's without news")
    yield from (_item(Record(each)) for each in found)


def _item(record: Record) -> WireItem:
    text, strapline, headline = record.text, record.text("strapline"), record.text("headline")
    record.read.add(record.root)
    content = record.one("content")
    blocks = bodies.of_either("".join(content.itertext()) if content is not None else "")
    replaced = text("Replaces") or text("replacedID")
    town = text("town")
    says = {name: text(name) == "true" for name in ("Annuleret", "Korrektion", "NyVersion")}
    codes = [words(each) for each in record.all("IPTCList/*")]
    priority = text("Priority")
    return WireItem(
        format=FORMAT,
        key=text("HistID") or text("NewsID"),
        version=text("version"),
        standing=item.KILLED if says["Annuleret"] else item.USABLE,
        act=item.KILL
        if says["Annuleret"]
        else item.CORRECTION
        if says["Korrektion"]
        else (item.UPDATE if says["NyVersion"] or replaced else item.NEW),
        provider=text("origin").strip("/").removeprefix("Via ").title() or "Ritzau",
        headline=headline or strapline,
        subheadline=text("subtitle"),
        slugline=strapline,
        language="da",
        dateline=town,
        dateline_place=place_of(town),
        bylines=tuple(filter(None, [text("byLine")])),
        priority=int(priority) if priority in set("123456789") else None,
        updated=instant(text("PublishDate")),
        subjects=tuple(topics.subject(code) for code in codes if code),
        genres=tuple(filter(None, [text("format")])),
        keywords=tuple(
            filter(None, [text("section"), *(words(each) for each in record.all("SubjectKeyword/*"))])
        ),
        places=(Place(town, role="located"),) if town else (),
        blocks=blocks,
        notes=tuple(filter(None, [text("TilRedaktionen")])),
        links=(Link(item.PREVIOUS, replaced),) if replaced else (),
        extra=record.rest(),
    )
