"""NewsML-G2: news, packages, plans, concepts, alone or several in one message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kabar.wire.parsers import bodies, item, nitf, topics
from kabar.wire.parsers.item import Link, Place, Subject, WireItem, WirePicture
from kabar.wire.parsers.places import place_of
from kabar.wire.parsers.refusals import Malformed
from kabar.wire.parsers.times import instant
from kabar.wire.parsers.trees import Element, Record, words

FORMAT = "newsml-g2"
ITEMS = ("newsItem", "packageItem", "planningItem", "conceptItem", "knowledgeItem", "catalogItem")
ROOTS = ("newsMessage", *ITEMS)
KINDS = {"composite": "package", "photo": "picture", "graphics": "graphic"}
STANDINGS = {"withheld": item.WITHHELD, "canceled": item.KILLED, "cancelled": item.KILLED}
ACTS = {
    "update": item.UPDATE, "correction": item.CORRECTION, "correct": item.CORRECTION, "kill": item.KILL,
    "c": item.CORRECTION, "u": item.UPDATE, "k": item.KILL,
    "d": item.KILL, "w": item.KILL, "advisory": item.ADVISORY,
    "writethru": item.UPDATE, "n": item.NEW, "new": item.NEW,
}  # fmt: skip
SIGNALS = ("sig", "edStat", "signal", "")
GEO = ("geoarea", "poi", "city", "country", "cptype:5", "cpttype:5", "statprov", "geo", "loc")
PARAGRAPH = re.compile(r"</?p>|<br\s*/?>")
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
        pictures, blocks = self.pictures(), self.blocks(inner)
        dateline = text("contentMeta/dateline") or (inner.dateline() if inner else "")
        place = place_of(dateline) or self.located()
        headline, second = self.headlines()
        embargoed = one("itemMeta/embargoed")
        return WireItem(
            format=FORMAT,
            key=self.guid,
            version=self.root.get("version", ""),
            kind=self.kind(),
            standing=STANDINGS.get(self.qcode("itemMeta/pubStatus").lower(), item.USABLE),
            act=self.act(),
            provider=self.provider(),
            headline=headline or (inner.headline() if inner else ""),
            subheadline=second,
            slugline=text("contentMeta/slugline"),
            summary=self.summary() or (inner.summary() if inner else ""),
            language=self.language(),
            dateline=dateline,
            dateline_place=place,
            bylines=self.bylines() or (inner.bylines() if inner else ()),
            priority=self.priority(),
            created=instant(text("itemMeta/firstCreated") or text("contentMeta/contentCreated")),
            updated=instant(text("itemMeta/versionCreated") or text("contentMeta/contentModified")),
            embargo=instant(words(embargoed)),
            subjects=self.subjects(),
            keywords=self.said("contentMeta/keyword"),
            genres=self.genres(),
            places=self.places(),
            blocks=bodies.without_headline(blocks, headline),
            pictures=(*pictures, *(inner.pictures() if inner else ())),
            credit=text("contentMeta/creditline"),
            rights=self.joined("rightsInfo/copyrightNotice") or self.holder(),
            usage_terms=self.joined("rightsInfo/usageTerms"),
            notes=(
                *self.said("itemMeta/edNote"),
                *(("embargoed, without an hour",) if self.is_held(embargoed) else ()),
            ),
            links=self.links(),
            address=self.address(),
            extra=self.extra(inner),
        )

    def is_held(self, embargoed: Element | None) -> bool:
        """Tell whether an item is embargoed until the agency says otherwise, as an empty hour means."""
        return embargoed is not None and not words(embargoed) and not len(embargoed)

    def kind(self) -> str:
        """Return what it is: the class it names, or the kind of item."""
        said = self.qcode("itemMeta/itemClass").lower()
        plain = self.root.tag.removesuffix("Item")
        return KINDS.get(said, said) if said and plain in ("news", "package") else plain

    def qcode(self, path: str) -> str:
        """Return the last part of a code, which is all that agencies agree on."""
        element = self.record.one(path)
        return _bare(element) if element is not None else ""

    def act(self) -> str:
        """Return what the agency says this version is to the one before."""
        for signal in self.record.all("itemMeta/signal"):
            scheme, _, code = (signal.get("qcode") or "").rpartition(":")
            if scheme in SIGNALS and code.lower() in ACTS:
                return ACTS[code.lower()]
        return item.UPDATE if self.root.get("version", "1") not in ("", "0", "1") else item.NEW

    def provider(self) -> str:
        """Return the agency's name."""
        element = self.record.one("itemMeta/provider")
        if element is not None and (name := _name(element) or _bare(element)):
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
        kinds = ("caption",) if self.kind() != "picture" else ()
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
        return "" if located is None else _name(located)

    def bylines(self) -> tuple[str, ...]:
        """Return who wrote it: the line itself, or the people named as its makers."""
        said = self.said("contentMeta/by")
        if said:
            return tuple(_without_by(line) for line in said)
        makers = [
            _name(each) for each in self.record.all("contentMeta/creator") if each.find("name") is not None
        ]
        codes = {
            self.provider(),
            *(each.get("literal", "") for each in self.record.all("contentMeta/creator")),
        }
        return tuple(dict.fromkeys(name for name in makers if name.lower() != name and name not in codes))

    def priority(self) -> int | None:
        """Return how urgent it is, 1 before all others."""
        said = self.record.text("contentMeta/urgency") or (
            self.header.text("priority") if self.header else ""
        )
        return int(said) if said.isascii() and said.isdigit() and int(said) < 10 else None

    def subjects(self) -> tuple[Subject, ...]:
        """Return what it is about, apart from places."""
        found = []
        for element in self.record.all("contentMeta/subject"):
            if not _is_place(element):
                kind = element.get("type", "").rpartition(":")[2]
                found.append(topics.subject(_code(element), _name(element), kind=kind))
                self.record.read.update(element.iterfind("name"))
        return tuple(each for each in found if each.code or each.name)

    def places(self) -> tuple[Place, ...]:
        """Return where it was written and where it happened."""
        located = [(each, "located") for each in self.record.all("contentMeta/located")]
        about = [(each, "subject") for each in self.record.all("contentMeta/subject") if _is_place(each)]
        found = []
        for element, role in (*located, *about):
            self.record.read.update(element.iter("name", "broader"))
            name, code = _name(element), _code(element)
            if name or code:
                found.append(Place(name or _bare(element), code, _country(element), role))
        return tuple(dict.fromkeys(found))

    def genres(self) -> tuple[str, ...]:
        """Return what kind of text it is."""
        found = self.record.all("contentMeta/genre")
        for each in found:
            self.record.read.update(each.iterfind("name"))
        return tuple(dict.fromkeys(name for each in found if (name := _name(each) or _bare(each))))

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
        return "" if element is None else _name(element) or _bare(element)

    def address(self) -> str:
        """Return where readers of the agency find it."""
        for link in self.root.iterfind("itemMeta/link"):
            if link.get("rel", "").endswith("alternate") and link.get("href"):
                return str(link.get("href"))
        return ""

    def links(self) -> tuple[Link, ...]:
        """Return what it points to; without a word of it, the version before is the one counted back."""
        found = list(self.said_links())
        version = self.root.get("version", "")
        counted = version.isascii() and version.isdigit() and 1 < int(version[:6]) < 1000
        if counted and not any(link.rel == item.PREVIOUS for link in found):
            found.append(Link(item.PREVIOUS, self.guid, str(int(version) - 1)))
        return tuple(dict.fromkeys(found))

    def said_links(self) -> Iterator[Link]:
        """Yield what it says it points to; a link to its own guid is to an earlier version."""
        for link in self.record.all("itemMeta/link"):
            key = link.get("residref") or link.get("guidref") or link.get("guid") or ""
            rel = link.get("rel", "").rpartition(":")[2] or "link"
            earlier = "previous" in rel.lower() or (key == self.guid and link.get("version"))
            title = self.record.text("title", link) or self.record.text("headline", link)
            if key or link.get("href"):
                yield Link(
                    item.PREVIOUS if earlier else rel,
                    key,
                    link.get("version", ""),
                    link.get("href", ""),
                    title,
                )
        for reference in self.record.all("groupSet//itemRef") if self.root.tag == "packageItem" else ():
            title = self.record.text("headline", reference) or self.record.text("title", reference)
            key = reference.get("residref", "")
            yield Link("member", key, reference.get("version", ""), reference.get("href", ""), title)

    def pictures(self) -> tuple[WirePicture, ...]:
        """Return the pictures in it: of one item, the largest printing."""
        remote = [
            each
            for each in self.record.all("contentSet/remoteContent")
            if each.get("contenttype", "image/").startswith("image/") or self.kind() == "picture"
        ]
        if not remote:
            return ()
        best = max(remote, key=lambda each: (_number(each.get("width")) or 0, _number(each.get("size")) or 0))
        caption = next(
            (words(each) for each in self.root.iterfind("contentMeta/description") if words(each)), ""
        )
        credit = self.record.text("contentMeta/creditline") or ", ".join(self.bylines())
        shown = [best] if self.kind() == "picture" else [each for each in remote if each.get("contenttype")]
        return tuple(
            WirePicture(
                url=each.get("href", ""),
                key=each.get("residref", "") or self.guid,
                caption=caption,
                credit=credit,
                media_type=each.get("contenttype", ""),
                width=_number(each.get("width")),
                height=_number(each.get("height")),
            )
            for each in shown
        )

    def blocks(self, inner: nitf.Reader | None) -> tuple[item.Block, ...]:
        """Return the text: NITF, XHTML, or what is written out as data."""
        if inner is not None:
            self.record.whole(inner.root)
            return inner.blocks()
        for element in self.record.all("contentSet/inlineXML"):
            body = element.find(".//body")
            blocks = bodies.of_element(element if body is None else body)
            if blocks:
                self.record.whole(element)
                return blocks
        for element in self.record.all("contentSet/inlineData"):
            self.record.whole(element)
            text = "".join(element.itertext())
            plain = element.get("contenttype", "") == "text/plain"
            blocks = bodies.of_plain(PARAGRAPH.sub("\n\n", text)) if plain else bodies.of_either(text)
            if blocks and not element.get("encoding"):
                return blocks
        return ()

    def extra(self, inner: nitf.Reader | None) -> dict[str, Any]:
        """Return what is kept beside."""
        left = self.record.rest()
        if inner is not None and (rest := inner.record.rest()):
            left["nitf"] = rest
        if self.header is not None and (rest := self.header.rest()):
            left["header"] = rest
        return left


def _name(element: Element) -> str:
    """Return an element's name in English, in the language it comes first in, or as a literal."""
    names = [each for each in element.iterfind("name") if words(each)]
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    english = [each for each in names if each.get(lang, "").startswith("en")]
    for each in (*english, *names):
        return words(each)
    own = " ".join((element.text or "").split())
    return own or element.get("literal", "").strip()


def _code(element: Element) -> str:
    return (element.get("qcode") or element.get("uri") or element.get("literal") or "").strip()


def _bare(element: Element) -> str:
    return _code(element).rstrip("/").rpartition("/" if "://" in _code(element) else ":")[2]


def _is_place(element: Element) -> bool:
    kind = element.get("type", "").lower()
    return kind.endswith(GEO) or kind.startswith("loctyp")


def _country(element: Element) -> str:
    for broader in element.iterfind("broader"):
        if "country" in broader.get("type", "").lower() or "iso3166" in broader.get("qcode", ""):
            return _name(broader) or _bare(broader)
    last = element.findall("broader")
    return _name(last[-1]) if last else ""


def _number(said: str | None) -> int | None:
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 10 else None


def _without_by(line: str) -> str:
    return re.sub(r"^by\s+", "", line, flags=re.I)
