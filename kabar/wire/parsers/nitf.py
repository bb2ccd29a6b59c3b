"""NITF 2 and 3, alone or inside a message of another form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from kabar import clock
from kabar.wire.parsers import bodies, item, topics
from kabar.wire.parsers.item import Block, Link, Place, Subject, WireItem, WirePicture
from kabar.wire.parsers.places import place_of
from kabar.wire.parsers.refusals import Malformed
from kabar.wire.parsers.times import instant
from kabar.wire.parsers.trees import Element, Record, words

FORMAT = "nitf"
STANDINGS = {
    "withheld": item.WITHHELD, "canceled": item.KILLED, "cancelled": item.KILLED, "killed": item.KILLED,
    "withdrawn": item.KILLED,
}  # fmt: skip
MOST_TITLES, MOST_PICTURES = 10, 100
NAMES = ("type", "matter", "detail")


def items(root: Element) -> Iterator[WireItem]:
    """Yield the one item of a document."""
    if root.find("body") is None:
        raise Malformed("<nitf> without a body", str(root.sourceline or 1))
    yield Reader(root).item()


class Reader:
    """Reads one document."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.record = Record(root)
        self.record.read.add(root)

    def item(self) -> WireItem:
        """Return what it says."""
        text, attribute = self.record.text, self.attribute
        key = self.key()
        headline, dateline = self.headline(), self.dateline()
        released, status = attribute("head/docdata/date.release", "norm"), self.status()
        earlier = attribute("head/docdata", "management-doc-idref")
        blocks, pictures = self.blocks(), self.pictures()
        return WireItem(
            format=FORMAT,
            key=key or attribute("head/docdata/du-key", "key") or f"{self.provider()} {headline}".strip(),
            version=attribute("head/docdata/du-key", "version")
            or attribute("head/docdata/du-key", "generation"),
            standing=STANDINGS.get(status, item.USABLE),
            act=item.UPDATE if earlier else item.NEW,
            provider=self.provider(),
            headline=headline,
            subheadline=second if (second := text("body/body.head/hedline/hl2")) != headline else "",
            slugline=self.slugline(),
            summary=self.summary(),
            language=self.root.get("baselang", "")
            or self.root.get("{http://www.w3.org/XML/1998/namespace}lang", ""),
            dateline=dateline,
            dateline_place=place_of(dateline) or self.evloc(),
            bylines=self.bylines(),
            priority=_digit(attribute(".//urgency", "ed-urg")),
            created=instant(attribute("head/docdata/date.issue", "norm")),
            updated=self.updated(),
            embargo=self.embargo(),
            subjects=self.subjects(),
            keywords=self.keywords(),
            genres=tuple(
                dict.fromkeys(self.attributes("head/tobject/tobject.property", "tobject.property.type"))
            ),
            places=self.places(),
            blocks=blocks,
            pictures=pictures,
            credit=text("body/body.head/distributor"),
            rights=self.rights(),
            usage_terms=attribute("head/docdata/doc.rights", "limitations"),
            notes=self.notes(),
            links=(Link(item.PREVIOUS, earlier),) if earlier else (),
            extra=self.rest(released, status),
        )

    def status(self) -> str:
        """Return what the agency says of its standing, in small letters."""
        return self.attribute("head/docdata", "management-status").lower()

    def embargo(self) -> datetime | None:
        """Return the hour of its release that has not come; without an hour it is until further notice."""
        released = instant(self.attribute("head/docdata/date.release", "norm"))
        if self.status() == "embargoed":
            return released or clock.UNTIL_LIFTED
        return released if released and released > clock.now() else None

    def key(self) -> str:
        """Return what names the document in all its versions."""
        key, stem = (
            self.attribute(f"head/docdata/{name}", what)
            for name, what in (("doc-id", "id-string"), ("du-key", "key"))
        )
        return stem if stem and re.fullmatch(re.escape(stem) + r"[_.:-]\d{1,4}", key) else key

    def attribute(self, path: str, name: str) -> str:
        """Return the first value an attribute has at a path."""
        return next(iter(self.attributes(path, name)), "")

    def attributes(self, path: str, name: str) -> list[str]:
        """Return all values an attribute has at a path."""
        found = [each for each in self.record.all(path) if each.get(name)]
        return [" ".join(each.get(name).split()) for each in found]

    def meta(self, *names: str) -> str:
        """Return what a <meta> of one of these names says."""
        for each in self.root.iterfind("head/meta"):
            if (each.get("name") or "").lower() in names and each.get("content"):
                self.record.read.add(each)
                return str(each.get("content")).strip()
        return ""

    def headline(self) -> str:
        """Return the headline, wherever the agency puts it."""
        for path in ("body/body.head/hedline/hl1", "body/body.head/headline/hl1", "head/title"):
            if said := self.record.text(path):
                return said
        return ""

    def slugline(self) -> str:
        """Return the newsroom's working name."""
        said = self.attribute("head/docdata/du-key", "key")
        return self.meta("slug", "slugline", "anpa-keyword", "ntbstikkord") or (
            said if not _is_code(said) else ""
        )

    def summary(self) -> str:
        """Return the abstract."""
        found = self.record.one("body/body.head/abstract")
        if found is None:
            return ""
        self.record.whole(found)
        return words(found)

    def dateline(self) -> str:
        """Return the dateline without its date."""
        found = self.record.one("body/body.head/dateline")
        if found is None:
            return ""
        self.record.whole(found)
        parts = [words(each) for each in found.iterfind("location")] or [" ".join((found.text or "").split())]
        return " ".join(part for part in parts if part)

    def evloc(self) -> str:
        """Return the town the event was in."""
        return self.attribute("head/docdata/evloc", "city")

    def bylines(self) -> tuple[str, ...]:
        """Return who wrote it, without the word By and without their titles."""
        found = []
        for line in self.record.all("body/body.head/byline"):
            self.record.whole(line)
            titles = [words(each) for each in islice(line.iter("byttl"), MOST_TITLES)]
            said = words(line)
            for title in titles:
                said = said.replace(title, "").strip()
            found.append(re.sub(r"^by\s*[,:]?\s*", "", said, flags=re.I).strip(" ,"))
        return tuple(dict.fromkeys(name for name in found if name))

    def provider(self) -> str:
        """Return the agency's name."""
        said = (
            self.record.text("body/body.head/distributor")
            or self.attribute("head/docdata/del-list/from-src", "src-name")
            or self.attribute("head/docdata/doc-id", "regsrc")
            or self.attribute("head/docdata/doc.copyright", "holder")
        )
        for each in self.root.iterfind("body/body.head/distributor"):
            self.record.whole(each)
        return said

    def updated(self) -> Any:
        """Return when this version was issued."""
        return instant(self.attribute("head/docdata/date.issue", "norm")) or instant(
            self.attribute("head/pubdata", "date.publication")
        )

    def subjects(self) -> tuple[Subject, ...]:
        """Return what it is about."""
        found = []
        for each in self.record.all("head/tobject/tobject.subject"):
            said = [each.get(f"tobject.subject.{name}", "").strip() for name in NAMES]
            name = next((part for part in reversed(said) if part), "")
            code, owner = each.get("tobject.subject.refnum", ""), each.get("tobject.subject.ipr", "")
            found.append(topics.subject(code, name, scheme=owner))
        category = self.meta("category", "anpa-category", "categoria")
        if category:
            found.append(topics.subject(category, scheme="category"))
        return tuple(dict.fromkeys(each for each in found if each.code or each.name))

    def keywords(self) -> tuple[str, ...]:
        """Return the keywords."""
        listed = self.attributes("head/docdata/key-list/keyword", "key")
        return tuple(dict.fromkeys(word for word in listed if word))

    def places(self) -> tuple[Place, ...]:
        """Return where the event was, and what the text marks as places of its dateline."""
        found = []
        for each in self.record.all("head/docdata/evloc"):
            names = [each.get(part, "").strip() for part in ("city", "county-dist", "state-prov")]
            name = next((part for part in names if part), "")
            if name or each.get("iso-cc"):
                found.append(Place(name or each.get("iso-cc"), "", each.get("iso-cc", ""), "event"))
        for each in self.record.all("body/body.head/dateline/location"):
            if words(each):
                town = each.find("city")
                country = each.find("country")
                found.append(Place(words(town) or words(each), "", words(country), "located"))
        return tuple(dict.fromkeys(found))

    def rights(self) -> str:
        """Return whose it is."""
        owner = self.record.one("body/body.head/rights")
        if owner is not None and words(owner):
            self.record.whole(owner)
            return words(owner)
        holder, year = (self.attribute("head/docdata/doc.copyright", name) for name in ("holder", "year"))
        return f"© {year} {holder}".replace("  ", " ") if holder else ""

    def notes(self) -> tuple[str, ...]:
        """Return what is meant for editors only."""
        said = self.attributes("head/docdata/ed-msg", "info")
        for each in self.record.all("body/body.head/note"):
            self.record.whole(each)
            said.append(words(each))
        return tuple(dict.fromkeys(note for note in said if note))

    def pictures(self) -> tuple[WirePicture, ...]:
        """Return the pictures its media elements name."""
        found: list[WirePicture] = []
        for media in self.record.all("body/body.content//media"):
            if media.getparent().tag == "media" or len(found) >= MOST_PICTURES:
                continue
            self.record.whole(media)
            reference = media.find("media-reference")
            kind = (media.get("media-type") or "").lower()
            if reference is None or not (kind.startswith(("image", "photo", "graphic", "picture"))):
                continue
            source = reference.get("source", "")
            found.append(
                WirePicture(
                    url=source if "://" in source else "",
                    key=source or reference.get("name", ""),
                    caption=" ".join(words(each) for each in media.iterfind("media-caption")).strip(),
                    credit=words(media.find("media-producer")),
                    media_type=reference.get("mime-type", ""),
                    width=_digit(reference.get("width"), 6),
                    height=_digit(reference.get("height"), 6),
                )
            )
        return tuple(found)

    def blocks(self) -> tuple[Block, ...]:
        """Return the text without media, which stand beside it."""
        content = self.record.one("body/body.content")
        if content is None:
            return ()
        self.record.whole(content)
        for media in list(content.iter("media")):
            _lift_out(media)
        blocks = bodies.of_element(content)
        end = self.record.one("body/body.end/tagline")
        return (*blocks, bodies.paragraph(words(end))) if end is not None and words(end) else blocks

    def rest(self, released: str, status: str) -> dict[str, Any]:
        """Return what is kept beside; attributes of what was read only in part are kept whole."""
        left = self.record.rest()
        if status:
            left["management-status"] = status
        if released:
            left["date.release"] = released
        for path in ("head/docdata/doc.rights", "head/docdata/du-key", "head/pubdata", "head/docdata/doc-id"):
            for each in self.root.iterfind(path):
                if len(each.attrib) > 1:
                    left[path] = {name: value for name, value in each.attrib.items() if value}
        return left


def _lift_out(media: Element) -> None:
    """Take a media element out of the text, and leave the words behind it."""
    parent = media.getparent()
    copy = media.makeelement("media")
    copy.tail = media.tail
    if parent is not None:
        parent.replace(media, copy)


def _digit(said: str | None, longest: int = 1) -> int | None:
    return int(said) if said and said.isascii() and said.isdigit() and len(said) <= longest else None


def _is_code(said: str) -> bool:
    """Tell a key made by a machine from a slug made by an editor."""
    return not said or bool(re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", said))
