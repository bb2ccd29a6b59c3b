"""NewsML-G2: news, packages, plans, concepts, alone or several in one message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any

from kabar import clock
from kabar.wire.parsers import bodies, g2_contents, g2_terms, item, nitf
from kabar.wire.parsers.g2_terms import bare_of, name_of
from kabar.wire.parsers.item import WireItem
from kabar.wire.parsers.places import place_of
from kabar.wire.parsers.refusals import Malformed
from kabar.wire.parsers.times import instant
from kabar.wire.parsers.trees import Element, Record, words

FORMAT = "newsml-g2"
ITEMS = ("newsItem", "packageItem", "planningItem", "conceptItem", "knowledgeItem", "catalogItem")
ROOTS = ("newsMessage", *ITEMS)
KINDS = {"composite": "package", "photo": "picture", "graphics": "graphic"}
STANDINGS = {
    "withheld": item.WITHHELD, "canceled": item.KILLED, "cancelled": item.KILLED, "killed": item.KILLED,
    "withdrawn": item.KILLED,
}  # fmt: skip
ACTS = {
    "update": item.UPDATE, "correction": item.CORRECTION, "correct": item.CORRECTION, "kill": item.KILL,
    "c": item.CORRECTION, "u": item.UPDATE, "k": item.KILL,
    "d": item.KILL, "w": item.KILL, "advisory": item.ADVISORY,
    "writethru": item.UPDATE, "n": item.NEW, "new": item.NEW,
}  # fmt: skip
SIGNALS = ("sig", "edStat", "signal", "")
SECONDARY = re.compile(r"sub|second|kicker|over|short|ext|deck", re.I)


def items(root: Element) -> Iterator[WireItem]:
    """Yield the items of a message, or the one item that is all of it."""
    if root.tag != "newsMessage":
        yield Reader(root).item()
        return
    found = [each for kind in root.iterfind("itemSet") for each in kind if each.tag in ITEMS]
    header = Record(root.find("header") if root.find("header") is not None else root.makeelement("header"))
    if not found:
        raise Malformed("a newsMessage without an item", str(root.sourceline or 1))
    whole = [each for each in found if each.get("guid")] or found
    yield from (Reader(each, header).item() for each in whole)


class Reader:
    """Reads one item."""

    def __init__(self, root: Element, header: Record | None = None) -> None:
        self.root, self.header = root, header
        g2_terms.name_from_asserts(root)
        self.record = Record(root)
        self.record.read.add(root)
        self.guid = (root.get("guid") or "").strip()
        if not self.guid:
            raise Malformed(f"<{root.tag}> without a guid", str(root.sourceline or 1))

    def item(self) -> WireItem:
        """Return what it says."""
        text, one = self.record.text, self.record.one
        inner = (
            nitf.Reader(inside)
            if (inside := self.root.find("contentSet/inlineXML//nitf")) is not None
            else None
        )
        pictures = g2_contents.pictures(self.record, self.kind, self.bylines)
        blocks = g2_contents.blocks(self.record, inner)
        dateline = text("contentMeta/dateline") or (inner.dateline() if inner else "")
        place = place_of(dateline) or self.located()
        headline, second = self.headlines()
        embargoed = one("itemMeta/embargoed")
        return WireItem(
            format=FORMAT,
            key=self.guid,
            version=self.root.get("version", ""),
            kind=self.kind,
            standing=STANDINGS.get(self.qcode("itemMeta/pubStatus").lower(), item.USABLE),
            act=self.act(),
            provider=self.provider,
            headline=headline or (inner.headline() if inner else ""),
            subheadline=second,
            slugline=text("contentMeta/slugline"),
            summary=self.summary() or (inner.summary() if inner else ""),
            language=self.language(),
            dateline=dateline,
            dateline_place=place,
            bylines=self.bylines or (inner.bylines() if inner else ()),
            priority=self.priority(),
            created=instant(text("itemMeta/firstCreated") or text("contentMeta/contentCreated")),
            updated=instant(text("itemMeta/versionCreated") or text("contentMeta/contentModified")),
            embargo=self.embargo(embargoed) or (inner.embargo() if inner else None),
            subjects=g2_terms.subjects(self.record),
            keywords=self.said("contentMeta/keyword"),
            genres=g2_terms.genres(self.record),
            places=g2_terms.places(self.record),
            blocks=bodies.without_headline(blocks, headline),
            pictures=(*pictures, *(inner.pictures() if inner else ())),
            credit=text("contentMeta/creditline"),
            rights=self.joined("rightsInfo/copyrightNotice") or self.holder(),
            usage_terms=self.joined("rightsInfo/usageTerms"),
            notes=self.said("itemMeta/edNote"),
            links=g2_contents.links(self.record, self.guid),
            address=self.address(),
            extra=self.extra(inner),
        )

    def embargo(self, embargoed: Element | None) -> datetime | None:
        """Return when its embargo ends; without an hour that can be read it holds until further notice."""
        if embargoed is not None:
            return instant(words(embargoed)) or clock.UNTIL_LIFTED
        held = self.qcode("itemMeta/pubStatus").lower() == "embargoed"
        return clock.UNTIL_LIFTED if held else None

    @cached_property
    def kind(self) -> str:
        """Return what it is: the class it names, or the kind of item."""
        said = self.qcode("itemMeta/itemClass").lower()
        plain = self.root.tag.removesuffix("Item")
        return KINDS.get(said, said) if said and plain in ("news", "package") else plain

    def qcode(self, path: str) -> str:
        """Return the last part of a code, which is all that agencies agree on."""
        element = self.record.one(path)
        return bare_of(element) if element is not None else ""

    def act(self) -> str:
        """Return what the agency says this version is to the one before."""
        for signal in self.record.all("itemMeta/signal"):
            scheme, _, code = (signal.get("qcode") or "").rpartition(":")
            if scheme in SIGNALS and code.lower() in ACTS:
                return ACTS[code.lower()]
        return item.UPDATE if self.root.get("version", "1") not in ("", "0", "1") else item.NEW

    @cached_property
    def provider(self) -> str:
        """Return the agency's name."""
        element = self.record.one("itemMeta/provider")
        if element is not None and (name := name_of(element) or bare_of(element)):
            return name
        return self.header.text("sender") if self.header else ""

    def headlines(self) -> tuple[str, str]:
        """Return the headline and the line under or over it."""
        found = [each for each in self.record.all("contentMeta/headline") if words(each)]
        first = [each for each in found if not SECONDARY.search(each.get("role", ""))]
        second = [each for each in found if each not in first[:1]]
        title = (
            bodies.one_line(words(first[0]))
            if first
            else self.record.text("itemMeta/title") or self.record.text("concept/name")
        )
        return title, bodies.one_line(words(second[0])) if second else ""

    def summary(self) -> str:
        """Return what it says of itself in a sentence; a caption is a picture's."""
        kinds = ("caption",) if self.kind != "picture" else ()
        found = [
            each
            for each in self.record.all("contentMeta/description")
            if words(each) and not any(kind in each.get("role", "") for kind in kinds)
        ]
        return words(found[0]) if found else self.record.text("concept/definition")

    def language(self) -> str:
        """Return the language of the text."""
        element = self.record.one("contentMeta/language")
        tag = element.get("tag", "") if element is not None else ""
        return tag or self.root.get("{http://www.w3.org/XML/1998/namespace}lang", "")

    def located(self) -> str:
        """Return where it was written."""
        located = self.record.one("contentMeta/located")
        return "" if located is None else name_of(located)

    @cached_property
    def bylines(self) -> tuple[str, ...]:
        """Return who wrote it: the line itself, or the people named as its makers."""
        said = self.said("contentMeta/by")
        if said:
            return tuple(_without_by(line) for line in said)
        makers = [
            name_of(each) for each in self.record.all("contentMeta/creator") if each.find("name") is not None
        ]
        codes = {
            self.provider,
            *(each.get("literal", "") for each in self.record.all("contentMeta/creator")),
        }
        return tuple(dict.fromkeys(name for name in makers if name.lower() != name and name not in codes))

    def priority(self) -> int | None:
        """Return how urgent it is, 1 before all others."""
        said = self.record.text("contentMeta/urgency") or (
            self.header.text("priority") if self.header else ""
        )
        return int(said) if said.isascii() and said.isdigit() and len(said) == 1 else None

    def said(self, path: str) -> tuple[str, ...]:
        """Return what every element at a path says, each once."""
        found = self.record.all(path)
        for each in found:
            self.record.whole(each)
        return tuple(dict.fromkeys(said for each in found if (said := words(each))))

    def joined(self, path: str) -> str:
        """Return what all elements at a path say, a line each."""
        return "\n".join(self.said(path))

    def holder(self) -> str:
        """Return who holds the rights."""
        element = self.record.one("rightsInfo/copyrightHolder")
        return "" if element is None else name_of(element) or bare_of(element)

    def address(self) -> str:
        """Return where readers of the agency find it."""
        for link in self.root.iterfind("itemMeta/link"):
            if link.get("rel", "").endswith("alternate") and link.get("href"):
                return str(link.get("href"))
        return ""

    def extra(self, inner: nitf.Reader | None) -> dict[str, Any]:
        """Return what is kept beside."""
        left = self.record.rest()
        if inner is not None and (rest := inner.record.rest()):
            left["nitf"] = rest
        if self.header is not None and (rest := self.header.rest()):
            left["header"] = rest
        return left


def _without_by(line: str) -> str:
    return re.sub(r"^by\s+", "", line, flags=re.I)
