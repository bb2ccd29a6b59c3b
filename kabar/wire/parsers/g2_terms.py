"""What NewsML-G2 calls things: names, codes, places and subjects, in every dialect of its agencies."""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import islice

from kabar.wire.parsers import topics
from kabar.wire.parsers.item import Place, Subject
from kabar.wire.parsers.trees import Element, Record, words

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
COUNTRY = re.compile(r"iso3166|country", re.I)
GEO = ("geoarea", "poi", "city", "country", "cptype:5", "cpttype:5", "statprov", "geo", "loc")

#: What an item may name by its code alone, and a broader area of it.
NAMEABLE = ("subject", "located", "creator", "contributor", "genre", "infoSource", "broader")
#: More names in more languages, or wider areas, are of no use to a desk.
MOST_NAMES = 4


def name_from_asserts(root: Element) -> None:
    """Give what an item names by a code the name, and the wider area, that its asserts have for that code."""
    known: dict[str, Element] = {}
    for each in root.iterfind("assert"):
        if (code := code_of(each)) and each.find("name") is not None:
            known.setdefault(code, each)
            known.setdefault(_family(code), each)
    content = root.find("contentMeta")
    if not known or content is None:
        return
    for element in (*(each for each in known.values()), *content.iterchildren(*NAMEABLE)):
        found = _asserted(element, known) if element.tag != "assert" else None
        if found is not None and element.find("name") is None:
            element.extend(deepcopy(each) for each in islice(found.iterfind("name"), MOST_NAMES))
        if found is not None and element.find("broader") is None:
            element.extend(deepcopy(each) for each in islice(found.iterfind("broader"), MOST_NAMES))
        for broader in islice(element.iterfind("broader"), MOST_NAMES):
            wider = _asserted(broader, known)
            if wider is not None and broader.find("name") is None:
                broader.extend(deepcopy(each) for each in islice(wider.iterfind("name"), MOST_NAMES))


def _asserted(element: Element, known: dict[str, Element]) -> Element | None:
    code = code_of(element)
    found = known.get(code) if code else None
    return known.get(_family(code)) if code and found is None else found


def _family(code: str) -> str:
    """Return a number with the agency's name before it: its lists of one thing have numbers in common."""
    scheme, _, bare = code.rpartition(":")
    return f"{scheme[:6]}…{bare}" if bare.isdigit() and len(scheme) >= 6 else code


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
        if "country" in broader.get("type", "").lower() or COUNTRY.search(broader.get("qcode", "")):
            return name_of(broader) or bare_of(broader)
    last = element.findall("broader")
    return name_of(last[-1]) if last else ""


def number_of(said: str | None) -> int | None:
    """Return a measure in pixels or bytes."""
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 10 else None
