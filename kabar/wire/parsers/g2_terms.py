"""What NewsML-G2 calls things: names, codes, places and subjects, in every dialect of its agencies."""

from __future__ import annotations

from kabar.wire.parsers import topics
from kabar.wire.parsers.item import Place, Subject
from kabar.wire.parsers.trees import Element, Record, words

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
GEO = ("geoarea", "poi", "city", "country", "cptype:5", "cpttype:5", "statprov", "geo", "loc")


def subjects(record: Record) -> tuple[Subject, ...]:
    """Return what it is about, apart from places."""
    found = []
    for element in record.all("contentMeta/subject"):
        if not is_place(element):
            kind = element.get("type", "").rpartition(":")[2]
            found.append(topics.subject(code_of(element), name_of(element), kind=kind))
            record.read.update(element.iterfind("name"))
    return tuple(each for each in found if each.code or each.name)


def places(record: Record) -> tuple[Place, ...]:
    """Return where it was written and where it happened."""
    located = [(each, "located") for each in record.all("contentMeta/located")]
    about = [(each, "subject") for each in record.all("contentMeta/subject") if is_place(each)]
    found = []
    for element, role in (*located, *about):
        record.read.update(element.iter("name", "broader"))
        name, code = name_of(element), code_of(element)
        if name or code:
            found.append(Place(name or bare_of(element), code, country_of(element), role))
    return tuple(dict.fromkeys(found))


def genres(record: Record) -> tuple[str, ...]:
    """Return what kind of text it is."""
    found = record.all("contentMeta/genre")
    for each in found:
        record.read.update(each.iterfind("name"))
    return tuple(dict.fromkeys(name for each in found if (name := name_of(each) or bare_of(each))))


def name_of(element: Element) -> str:
    """Return an element's name in English, in the language it comes first in, or as a literal."""
    names = [(each, said) for each in element.iterfind("name") if (said := words(each))]
    for each, said in names:
        if each.get(LANGUAGE, "").startswith("en"):
            return said
    if names:
        return names[0][1]
    own = " ".join((element.text or "").split())
    return own or element.get("literal", "").strip()


def code_of(element: Element) -> str:
    """Return the code, address or literal an element names something by."""
    return (element.get("qcode") or element.get("uri") or element.get("literal") or "").strip()


def bare_of(element: Element) -> str:
    """Return a code without what it is a code of; of an address that is no list of codes, whose it is."""
    code = code_of(element).rstrip("/")
    if "://" not in code:
        return code.rpartition(":")[2]
    host = code.split("/")[2].removeprefix("www.")
    return host if "newscodes" not in code and "cv." not in host else code.rpartition("/")[2]


def is_place(element: Element) -> bool:
    """Tell whether a subject is a place."""
    kind = element.get("type", "").lower()
    return kind.endswith(GEO) or kind.startswith("loctyp")


def country_of(element: Element) -> str:
    """Return the country a place lies in, or the widest area it is said to."""
    for broader in element.iterfind("broader"):
        if "country" in broader.get("type", "").lower() or "iso3166" in broader.get("qcode", ""):
            return name_of(broader) or bare_of(broader)
    last = element.findall("broader")
    return name_of(last[-1]) if last else ""


def number_of(said: str | None) -> int | None:
    """Return a measure in pixels or bytes."""
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 10 else None
