"""ninjs 1, 2 and 3: News in JSON, and the forms agencies' own interfaces wrap it in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from kabar import clock
from kabar.wire.parsers import bodies, item, nitf, topics
from kabar.wire.parsers.item import Block, Link, Place, Subject, WireItem, WirePicture
from kabar.wire.parsers.objects import Said
from kabar.wire.parsers.places import place_of
from kabar.wire.parsers.refusals import Malformed
from kabar.wire.parsers.times import instant
from kabar.wire.parsers.trees import root_of

FORMAT = "ninjs"
#: What tells an item from any other object: a name of its own, and one of these.
MARKS = (
    "pubstatus", "versioncreated", "headline", "headlines", "body_html", "body_text", "body_xhtml", "bodies",
    "description_text", "descriptions", "eventdetails", "renditions", "representationtype", "associations",
)  # fmt: skip
STANDINGS = {
    "withheld": item.WITHHELD, "canceled": item.KILLED, "cancelled": item.KILLED, "killed": item.KILLED,
    "withdrawn": item.KILLED,
}  # fmt: skip
KINDS = {"composite": "package"}
SUBJECTS = {"subject": "", "subjects": "", "people": "person"} | {
    name + ending: name for name in ("person", "organisation", "event", "object") for ending in ("", "s")
}
DEEPEST, MOST = 4, 200
#: Where interfaces put their items.
LISTED = ("item", "items", "data", "_items", "response")
PICTURES = ("picture", "graphic", "image")
OTHER_FILE = re.compile(
    r"\.(?:mp[34]|m4[av]|m3u8|mov|avi|webm|wav|ogg|aac|pdf|zip|html?|xml|json|txt|csv|docx?|xlsx?)(?:[?#]|$)",
    re.I,
)
#: What a place or a subject can say here; the others, as geojson, are kept beside with all of it.
HELD = frozenset(["name", "code", "uri", "qcode", "literal", "rel", "scheme", "country", "role"])


def items(value: Any, depth: int = 0) -> Iterator[WireItem]:
    """Yield the items of a document: one, a list, or what an interface wraps around them."""
    if isinstance(value, list):
        for each in value:
            if isinstance(each, (dict, list)):
                yield from items(each, depth + 1) if depth < DEEPEST else ()
        return
    if not isinstance(value, dict):
        return
    said = Said(value)
    if is_item(said):
        yield Reader(said).item()
        return
    for name in LISTED:
        inner = value.get(name)
        if isinstance(inner, (dict, list)) and depth < DEEPEST:
            yield from items(inner, depth + 1)


def is_item(said: Said) -> bool:
    """Tell an item from any other object."""
    key = any(isinstance(said.value.get(name), (str, int)) for name in ("uri", "guid"))
    return key and any(name in said for name in MARKS)


class Reader:
    """Reads one object."""

    def __init__(self, said: Said) -> None:
        self.said = said
        self.used = ""

    def item(self) -> WireItem:
        """Return what it says."""
        said = self.said
        key = said.text("guid", "uri")
        if not key:
            raise Malformed("an item without uri or guid")
        kind = said.text("type") or "text"
        provider = self.provider()
        headlines, summary = self.headlines(), self.described("summary", "abstract", "text", "main", "")
        caption = self.described("caption")
        located = self.located()
        dateline = self.described("dateline", names=("dateline",)) or said.text("dateline")
        blocks, pictures = self.blocks(), self.pictures(kind, key, caption or summary)
        version, status = said.text("version"), said.text("pubstatus").lower()
        return WireItem(
            format=FORMAT,
            key=key,
            version=version,
            kind=KINDS.get(kind, kind),
            standing=STANDINGS.get(status, item.USABLE),
            act=self.act(version),
            provider=provider,
            headline=headlines[0],
            subheadline=headlines[1],
            slugline=said.text("slugline"),
            summary=summary or caption,
            language=said.text("language"),
            dateline=dateline or located,
            dateline_place=place_of(dateline) or located,
            bylines=self.bylines(),
            priority=said.number("urgency", 9) or said.number("priority", 9),
            created=instant(said.text("firstcreated")),
            updated=instant(said.text("versioncreated", "contentcreated")),
            embargo=self.embargo(status),
            subjects=self.subjects(),
            keywords=tuple(
                dict.fromkeys(str(each).strip() for each in said.many("keywords") if isinstance(each, str))
            ),
            genres=self.named("genre", "genres"),
            places=self.places(located),
            blocks=bodies.without_headline(blocks, headlines[0]),
            pictures=pictures,
            credit=said.text("creditline")
            or self.described("creditline")
            or said.text("description_creditline"),
            rights=said.text("copyrightnotice") or said.text("copyrightholder"),
            usage_terms="\n".join(
                str(each).strip() for each in said.many("usageterms") if isinstance(each, str)
            ),
            notes=tuple(
                note
                for each in said.many("ednote")
                if isinstance(each, str) and (note := " ".join(each.split()))
            ),
            links=tuple(self.links(key)),
            address=self.address(),
            extra=self.rest(),
        )

    def provider(self) -> str:
        """Return the agency's name."""
        said = self.said
        for name in ("provider", "source", "infosource", "infosources"):
            for each in said.many(name):
                text = (
                    Said(each).text("name", "literal", "uri") if isinstance(each, dict) else str(each).strip()
                )
                if text:
                    return text
        return said.text("copyrightholder")

    def headlines(self) -> tuple[str, str]:
        """Return the headline and the line under it."""
        said = self.said
        listed = [(each.text("role"), each.text("value")) for each in said.objects("headlines")]
        first = [value for role, value in listed if value and role in ("main", "", "headline", "title")]
        others = [value for _role, value in listed if value and value not in first[:1]]
        main = (
            said.text("headline", "headline_extended") or (first or others or [said.text("title", "name")])[0]
        )
        second = said.text("subheadline") or next((value for value in others if value != main), "")
        return bodies.one_line(main), bodies.one_line(second)

    def described(self, *roles: str, names: tuple[str, ...] = ("descriptions",)) -> str:
        """Return a description of one of these roles, from a list or from a name that ends in it."""
        for role in roles:
            for kind in ("text", role):
                if role not in ("text", "main") and kind == "text":
                    continue
                if found := self.said.text(f"description_{kind}", f"description_{kind}s"):
                    return bodies.one_line(found)
            for name in names:
                for each in self.said.objects(name):
                    if each.text("role").lower() == role and (found := each.text("value")):
                        return bodies.one_line(found)
        return ""

    def located(self) -> str:
        """Return where it was written."""
        for each in self.said.many("located"):
            text = Said(each).text("name", "city", "literal") if isinstance(each, dict) else str(each).strip()
            if text:
                return text
        for each in self.said.objects("datelinelocation"):
            return each.text("city", "countryareaname", "countryname")
        return ""

    def act(self, version: str) -> str:
        """Return what this version is to the one before it."""
        named = [each.text("code", "uri", "qcode", "name") for each in self.said.objects("signals")]
        said = [each for each in self.said.many("signals") if isinstance(each, str)]
        signals = [each.lower() for each in (*named, *said)]
        for word, act in (("kill", item.KILL), ("withdraw", item.KILL), ("correct", item.CORRECTION)):
            if any(word in signal for signal in signals):
                return act
        return item.UPDATE if version not in ("", "0", "1") else item.NEW

    def embargo(self, status: str) -> datetime | None:
        """Return when its embargo ends; one whose hour cannot be read holds until further notice."""
        said = self.said.text("embargoed", "embargotime")
        held = said or status == "embargoed" or self.said.value.get("embargoed") is True
        return instant(said) or (clock.UNTIL_LIFTED if held else None)

    def bylines(self) -> tuple[str, ...]:
        """Return who made it."""
        found = [self.said.text("byline", "by")]
        found += [each.text("name", "byline") for each in self.said.objects("bylines")]
        if not any(found):
            found += [each.text("name") for each in self.said.objects("authors")]
        return tuple(dict.fromkeys(re.sub(r"^by\s+", "", name, flags=re.I) for name in found if name))

    def subjects(self) -> tuple[Subject, ...]:
        """Return what it is about."""
        found = []
        for name, kind in SUBJECTS.items():
            for each in self.said.objects(name):
                code = each.text("code", "uri", "qcode", "literal", "rel" if kind else "code")
                label, scheme = each.text("name"), each.text("scheme")
                found.append(topics.subject(code, label, scheme=scheme, kind=kind))
        return tuple(dict.fromkeys(each for each in found if each.code or each.name))

    def named(self, *names: str) -> tuple[str, ...]:
        """Return the names of the objects under some names."""
        found = [each.text("name", "literal", "code") for name in names for each in self.said.objects(name)]
        return tuple(dict.fromkeys(name for name in found if name))

    def places(self, located: str) -> tuple[Place, ...]:
        """Return where it was written and where it happened."""
        found = [Place(located, "", "", "located")] if located else []
        for name in ("place", "places"):
            for each in self.said.objects(name):
                label = each.text("name", "literal", "code")
                if label:
                    code = each.text("code", "uri", "qcode", "literal")
                    found.append(Place(label, code, each.text("country"), "subject"))
        return tuple(dict.fromkeys(found))

    def blocks(self) -> tuple[Block, ...]:
        """Return the text: HTML before XHTML before plain."""
        said = self.said
        for name in ("body_html", "body_xhtml"):
            if blocks := bodies.of_html(said.long(name)):
                self.used = said.long(name)
                return blocks
        listed = [Said(each) for each in said.many("bodies")[:MOST] if isinstance(each, dict)]
        listed.sort(key=lambda each: "html" not in (each.text("contenttype") + each.text("role")).lower())
        for each in listed:
            if blocks := _of_body(each):
                self.used = each.long("value")
                return blocks
        for name in ("body_text", "body"):
            if blocks := bodies.of_either(_lines_apart(said.long(name))):
                self.used = said.long(name)
                return blocks
        return ()

    def other_bodies(self) -> Iterator[tuple[str, Any]]:
        """Yield texts that say something else than the one that was read."""
        value, was = self.said.value, bodies.bare(self.used)
        for name in ("body_html", "body_xhtml", "body_text", "body"):
            text = value.get(name)
            if isinstance(text, str) and text and text != self.used and bodies.bare(text) != was:
                yield self.said.named[name], text
        others = [
            each
            for each in self.said.many("bodies")
            if not isinstance(each, dict) or bodies.bare(Said(each).long("value")) != was
        ]
        if others:
            yield self.said.named["bodies"], others

    def pictures(self, kind: str, key: str, caption: str) -> tuple[WirePicture, ...]:
        """Return the picture it is, and those that come with it."""
        found = []
        if kind in PICTURES and (own := self.largest()):
            found.append(own_picture(own, key, caption, self.said))
        for each in associated(self.said):
            inner = Reader(each)
            best = inner.largest()
            if each.text("type") in PICTURES or (best and not each.text("type")):
                words = inner.described("caption", "text", "main", "") or each.text("headline")
                found.append(own_picture(best or Said({}), each.text("uri", "guid"), words, each))
        return tuple(found)

    def largest(self) -> Said | None:
        """Return the widest rendition that lies somewhere and is a picture."""
        listed = self.said.any("renditions")
        values = listed.values() if isinstance(listed, dict) else listed if isinstance(listed, list) else ()
        found = [Said(each) for each in values if isinstance(each, dict)]
        found = [each for each in found if each.text("href", "uri") and _is_image(each)]
        return max(found, key=lambda each: each.number("width", 10**6) or 0, default=None)

    def links(self, key: str) -> Iterator[Link]:
        """Yield earlier versions, and items that come with it."""
        said = self.said
        for name in ("evolvedfrom", "replaces", "rewrite_of", "rewrites"):
            for each in said.many(name):
                if isinstance(each, str) and each:
                    yield Link(item.PREVIOUS, each)
        version = said.text("version")
        if version.isascii() and version.isdigit() and 1 < int(version[:6]) < 1000:
            yield Link(item.PREVIOUS, key, str(int(version) - 1))
        for each in associated(said):
            yield Link(
                "associated",
                each.text("uri", "guid"),
                each.text("version"),
                "",
                each.text("headline", "title"),
            )
        for each in said.objects("links"):
            yield Link(each.text("rel") or "link", "", "", each.text("href", "url"), each.text("title"))

    def address(self) -> str:
        """Return where readers of the agency find it."""
        found = self.said.text("uri", "canonical_url", "canonicalurl")
        return found if found.startswith(("http://", "https://")) else ""

    def rest(self) -> dict[str, Any]:
        """Return what is kept beside; lists that are held only in part are kept whole."""
        left = self.said.rest()
        for name in ("altids", "authors", "associations", "renditions", "subject", "subjects", "infosources"):
            if self.said.value.get(name) not in (None, [], {}):
                left[self.said.named[name]] = self.said.value[name]
        for name in ("place", "places", *SUBJECTS):
            if any(each.value.keys() - HELD for each in self.said.objects(name)):
                left[self.said.named[name]] = self.said.value[name]
        left.update(self.other_bodies())
        return left


def associated(said: Said) -> list[Said]:
    """Return what comes with an item; version 1 names each, later ones list them."""
    listed = said.any("associations")
    values = listed.values() if isinstance(listed, dict) else listed if isinstance(listed, list) else ()
    return [Said(each) for each in islice(values, MOST) if isinstance(each, dict)]


def own_picture(printing: Said, key: str, caption: str, said: Said) -> WirePicture:
    """Return a picture of one of its renditions."""
    return WirePicture(
        url=printing.text("href", "uri"),
        key=key,
        caption=caption,
        credit=said.text("creditline", "description_creditline", "byline", "copyrightholder"),
        rights=said.text("copyrightnotice", "usageterms"),
        media_type=printing.text("mimetype", "contenttype") or said.text("mimetype"),
        width=printing.number("width", 10**6),
        height=printing.number("height", 10**6),
    )


def _is_image(printing: Said) -> bool:
    """Tell a picture by its type, or by the name of its file when no type is said."""
    kind = printing.text("mimetype", "contenttype").lower()
    return kind.startswith("image/") if kind else not OTHER_FILE.search(printing.text("href", "uri"))


def _of_body(said: Said) -> tuple[Block, ...]:
    text, kind = said.long("value"), said.text("contenttype").lower()
    if "nitf" in kind:
        return nitf.Reader(root_of(text.encode())).blocks()
    return bodies.of_html(text) if "html" in kind + said.text("role").lower() else bodies.of_either(text)


def _lines_apart(text: str) -> str:
    """Plain bodies often give each paragraph a line: then every line end parts."""
    return text if "\n\n" in text else text.replace("\n", "\n\n")
