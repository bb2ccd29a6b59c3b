"""NewsML 1.0 to 1.2, as AFP, Business Wire, ANA and others send it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from kabar import clock
from kabar.wire.parsers import bodies, item, nitf, topics
from kabar.wire.parsers.item import Block, Link, Place, Subject, WireItem, WirePicture
from kabar.wire.parsers.places import place_of
from kabar.wire.parsers.refusals import Malformed
from kabar.wire.parsers.times import instant
from kabar.wire.parsers.trees import Element, Record, outermost, words

FORMAT = "newsml-1"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
STANDINGS = {
    "canceled": item.KILLED, "cancelled": item.KILLED, "killed": item.KILLED, "withdrawn": item.KILLED,
    "withheld": item.WITHHELD,
}  # fmt: skip
ACTS = {"correction": item.CORRECTION, "update": item.UPDATE, "kill": item.KILL}
MOST_PICTURES = 100
PLACES = ("City", "Country", "CountryArea", "WorldRegion")


def items(root: Element) -> Iterator[WireItem]:
    """Yield the items of a message."""
    found = root.findall("NewsItem")
    if not found:
        raise Malformed("<NewsML> without a NewsItem", str(root.sourceline or 1))
    envelope = Record(
        root.find("NewsEnvelope") if root.find("NewsEnvelope") is not None else root.makeelement("x")
    )
    yield from (Reader(each, envelope).item() for each in found)


class Reader:
    """Reads one NewsItem."""

    def __init__(self, root: Element, envelope: Record) -> None:
        self.root, self.envelope = root, envelope
        self.record = Record(root)
        self.record.read.add(root)

    def item(self) -> WireItem:
        """Return what it says."""
        text, lines = self.record.text, self.line
        identity = "Identification/NewsIdentifier"
        provider, own = text(f"{identity}/ProviderId"), text(f"{identity}/NewsItemId")
        if not own and not text(f"{identity}/PublicIdentifier"):
            raise Malformed("a NewsItem without a NewsIdentifier", str(self.root.sourceline or 1))
        revision = self.record.one(f"{identity}/RevisionId")
        key = (
            f"urn:newsml:{provider}:{text(f'{identity}/DateId')}:{own}"
            if own
            else text(f"{identity}/PublicIdentifier")
        )
        dateline = lines("DateLine")
        texts, pictures = self.texts(), self.pictures()
        body = max(texts, key=lambda blocks: len(bodies.said_in(blocks)), default=())
        date_place = place_of(dateline) or self.property("City")
        return WireItem(
            format=FORMAT,
            key=key,
            version=words(revision),
            kind=self.kind(texts, pictures),
            standing=STANDINGS.get(self.status(), item.USABLE),
            act=self.act(revision),
            provider=self.provider() or provider,
            headline=lines("HeadLine") or text("Identification/NameLabel"),
            subheadline=lines("SubHeadLine"),
            slugline=lines("SlugLine") or text("Identification/NameLabel"),
            summary=lines("NewsLine/NewsLineText"),
            language=self.language(),
            dateline=dateline,
            dateline_place=date_place,
            bylines=self.bylines(),
            priority=self.priority(),
            created=instant(text("NewsManagement/FirstCreated")),
            updated=instant(text("NewsManagement/ThisRevisionCreated")),
            embargo=self.embargo(),
            subjects=self.subjects(),
            keywords=self.keywords(),
            genres=tuple(dict.fromkeys(self.formals(".//DescriptiveMetadata/Genre"))),
            places=self.places(),
            blocks=body,
            pictures=pictures,
            credit=lines("CreditLine"),
            rights=lines("CopyrightLine") or text(".//RightsMetadata/Copyright"),
            usage_terms="\n".join(self.said(".//RightsMetadata/UsageRights/UsageType"))
            or lines("RightsLine"),
            notes=self.said(
                ".//NewsManagement/Instruction", ".//AdministrativeMetadata/Property[@FormalName='EdNote']"
            ),
            links=tuple(self.links(key, revision)),
            extra=self.extra(texts, body),
        )

    def line(self, name: str) -> str:
        """Return one of the news lines, of the outermost component that has it."""
        for found in self.root.iterfind(f".//NewsLines/{name}"):
            said = words(found)
            if said:
                self.record.read.add(found)
                return bodies.one_line(said)
        return ""

    def formals(self, path: str) -> list[str]:
        """Return the formal names at a path."""
        return [each.get("FormalName") for each in self.record.all(path) if each.get("FormalName")]

    def formal(self, path: str) -> str:
        """Return the first formal name at a path."""
        return next(iter(self.formals(path)), "")

    def said(self, *paths: str) -> tuple[str, ...]:
        """Return what the elements at some paths say, each once."""
        found = [each for path in paths for each in self.record.all(path)]
        return tuple(dict.fromkeys(said for each in found if (said := words(each) or each.get("Value", ""))))

    def property(self, name: str) -> str:
        """Return a property of the description."""
        found = self.record.one(f".//DescriptiveMetadata//Property[@FormalName='{name}']")
        return found.get("Value", "").strip() if found is not None else ""

    def kind(self, texts: list[tuple[Block, ...]], pictures: tuple[WirePicture, ...]) -> str:
        """Return what it is: text when it has any, else a picture when it has one."""
        return "picture" if pictures and not any(texts) else "text"

    def act(self, revision: Element | None) -> str:
        """Return what this revision is to the one before."""
        said = [name.lower() for name in self.formals("NewsManagement/Instruction")]
        said += [self.formal("NewsManagement/NewsItemType").lower()]
        for word, act in ACTS.items():
            if any(word in each for each in said):
                return act
        later = revision is not None and (revision.get("PreviousRevision") or "0") not in ("0", "")
        return (
            item.UPDATE
            if later or (revision is not None and revision.get("Update") in ("U", "A"))
            else item.NEW
        )

    def provider(self) -> str:
        """Return the agency's name."""
        for path in (".//AdministrativeMetadata/Provider/Party", ".//AdministrativeMetadata/Source/Party"):
            if said := self.formal(path):
                return said
        return self.envelope.text("SentFrom/Party")

    def language(self) -> str:
        """Return the language of the text."""
        said = self.formal(".//DescriptiveMetadata/Language") or self.root.get(LANG, "")
        return said.lower() if len(said) == 2 else said

    def bylines(self) -> tuple[str, ...]:
        """Return who wrote it."""
        found = self.said(".//NewsLines/ByLine")
        makers = self.formals(".//AdministrativeMetadata/Creator/Party") if not found else []
        return tuple(re.sub(r"^by\s+", "", each, flags=re.I) for each in (*found, *makers))

    def priority(self) -> int | None:
        """Return how urgent it is."""
        said = self.formal("NewsManagement/Urgency")
        if not said and (found := self.envelope.one("Priority")) is not None:
            said = found.get("FormalName", "")
        return int(said) if said.isascii() and said.isdigit() and len(said) == 1 else None

    def embargo(self) -> datetime | None:
        """Return when it becomes usable; embargoed without an hour, it is until further notice."""
        future, status = self.record.one("NewsManagement/StatusWillChange"), self.status()
        if status not in ("embargoed", "withheld"):
            return None
        until = instant(self.record.text("DateAndTime", future)) if future is not None else None
        return until or (clock.UNTIL_LIFTED if status == "embargoed" else None)

    def status(self) -> str:
        """Return what the agency says of its standing, in small letters."""
        return self.formal("NewsManagement/Status").lower().strip()

    def subjects(self) -> tuple[Subject, ...]:
        """Return what it is about, with the names its topic sets give."""
        names = {}
        for topic in self.record.all(".//TopicSet/Topic"):
            code = words(topic.find("FormalName"))
            english = [
                each for each in topic.iterfind("Description") if each.get("Variant") in (None, "Name")
            ]
            english.sort(key=lambda each: not each.get(LANG, "").startswith("en"))
            if code and english:
                names[code] = words(english[0])
                self.record.whole(topic)
        found = []
        for kind in ("Subject", "SubjectMatter", "SubjectDetail", "SubjectQualifier"):
            for each in self.record.all(f".//DescriptiveMetadata/SubjectCode/{kind}"):
                code = each.get("FormalName", "")
                found.append(topics.subject(code, names.get(code, ""), scheme=each.get("Scheme", "")))
        return tuple(dict.fromkeys(each for each in found if each.code))

    def keywords(self) -> tuple[str, ...]:
        """Return the keywords."""
        found = self.record.all(".//DescriptiveMetadata//Property[@FormalName='Keyword']")
        lines = self.said(".//NewsLines/KeywordLine")
        return tuple(dict.fromkeys([*(each.get("Value", "") for each in found if each.get("Value")), *lines]))

    def places(self) -> tuple[Place, ...]:
        """Return where it happened."""
        found = []
        for location in self.record.all(".//DescriptiveMetadata/Location"):
            said = {
                each.get("FormalName", ""): each.get("Value", "")
                for each in self.record.all("Property", location)
            }
            name = next((said[part] for part in PLACES if said.get(part)), "")
            if name:
                found.append(Place(name, "", said.get("Country", ""), location.get("HowPresent", "")))
        if not found and (name := self.property("City") or self.property("Country")):
            found.append(Place(name, "", self.property("Country")))
        return tuple(dict.fromkeys(found))

    def links(self, key: str, revision: Element | None) -> Iterator[Link]:
        """Yield what it points to, the earlier revision first."""
        before = (revision.get("PreviousRevision") if revision is not None else "") or "0"
        if before != "0":
            yield Link(item.PREVIOUS, key, before)
        for each in self.record.all("NewsManagement/AssociatedWith"):
            if each.get("NewsItem"):
                yield Link("associated", each.get("NewsItem"))
        for each in self.record.all("NewsManagement/DerivedFrom"):
            if each.get("NewsItem"):
                yield Link("derived", each.get("NewsItem"))

    def texts(self) -> list[tuple[Block, ...]]:
        """Return the text of every content item that has one."""
        found = []
        for content in outermost(self.root, "DataContent"):
            if content.getparent().tag != "ContentItem":
                continue
            self.record.whole(content)
            if len(content) == 0:
                text = content.text or ""
                encoded = content.getparent().find("Encoding") is not None
                found.append(() if encoded else bodies.of_either(text))
                continue
            inside = content.find(".//nitf")
            found.append(nitf.Reader(inside).blocks() if inside is not None else bodies.of_element(content))
        return found

    def pictures(self) -> tuple[WirePicture, ...]:
        """Return the pictures its content items point to, the largest printing of each component."""
        found: list[WirePicture] = []
        for component in self.root.iter("NewsComponent"):
            printings = [each for each in component.iterfind("ContentItem") if _is_picture(each)]
            if not printings or len(found) >= MOST_PICTURES:
                continue
            self.record.read.update(printings)
            best = max(printings, key=lambda each: _wide(each) or 0)
            caption = words(component.find(".//NewsLines/NewsLine/NewsLineText")) or words(
                component.find(".//HeadLine")
            )
            kind = best.find("MimeType")
            found.append(
                WirePicture(
                    url=best.get("Href", "") if "://" in best.get("Href", "") else "",
                    key=best.get("Href", ""),
                    caption=caption,
                    credit=words(component.find(".//CreditLine")),
                    media_type=kind.get("FormalName", "") if kind is not None else "",
                    width=_wide(best),
                    height=_measure(best, "Height"),
                )
            )
        return tuple(found)

    def extra(self, texts: list[tuple[Block, ...]], body: tuple[Block, ...]) -> dict[str, object]:
        """Return what is kept beside: shorter texts, and everything unread."""
        left = self.record.rest()
        others = [bodies.said_in(blocks) for blocks in texts if blocks and blocks is not body]
        if others:
            left["other texts"] = others
        if rest := self.envelope.rest():
            left["envelope"] = rest
        return left


def _is_picture(content: Element) -> bool:
    kind = content.find("MediaType")
    named = (kind.get("FormalName", "") if kind is not None else "").lower()
    return bool(content.get("Href")) and named in ("photo", "picture", "image", "graphic", "")


def _wide(content: Element) -> int | None:
    return _measure(content, "Width")


def _measure(content: Element, name: str) -> int | None:
    found = content.find(f"Characteristics/Property[@FormalName='{name}']")
    said = found.get("Value", "") if found is not None else ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else None
