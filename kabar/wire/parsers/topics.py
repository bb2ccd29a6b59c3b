"""IPTC Media Topics, and which of them the codes and names of others stand for.

`topics.tsv` is made by `tools/topics.py` from the IPTC's own file: Media Topic NewsCodes of 6 April 2019,
© International Press Telecommunications Council, https://iptc.org, CC BY 4.0; names in English only.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from kabar.wire.parsers.item import Subject

FILE = Path(__file__).with_name("topics.tsv")
CODE = re.compile(r"\d{8}")
#: Addresses and prefixes under which Media Topics and the older subject codes are written.
MEDIA_TOPICS = ("medtop", "mediatopic")
#: ANPA's and AP's letters, as far as they say more than where a story was sent.
LETTERS = {"f": "04000000", "s": "15000000", "e": "01000000", "p": "11000000"}
WIRES = LETTERS | {
    "l": "10000000", "o": "17000000", "q": "15000000", "r": "15000000", "t": "10000000", "z": "15000000",
}  # fmt: skip
#: The categories of IPTC 7901, which are the IPTC's own, and those German and French agencies write instead.
CATEGORIES = {
    "ace": "01000000", "clj": "02000000", "dis": "03000000", "fin": "04000000", "edu": "05000000",
    "evn": "06000000", "hth": "07000000", "hum": "08000000", "lab": "09000000", "lif": "10000000",
    "pol": "11000000", "rel": "12000000", "sci": "13000000", "soi": "14000000", "spo": "15000000",
    "war": "16000000", "wea": "17000000",
    "ku": "01000000", "cul": "01000000", "wi": "04000000", "eco": "04000000", "pl": "11000000",
    "sp": "15000000", "s": "15000000", "f": "04000000", "p": "11000000",
}  # fmt: skip
#: How each kind of agency writes what a story is about without a code of the IPTC's.
SCHEMES = {"anpa": WIRES, "a1312cat": WIRES, "category": LETTERS | CATEGORIES, "iptc7901": CATEGORIES}


@cache
def table() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return names by topic, topics by subject code, topics by name in small letters."""
    names: dict[str, str] = {}
    codes: dict[str, str] = {}
    spelled: dict[str, str] = {}
    for line in FILE.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        topic, name, subjects = line.split("\t")
        names[topic] = name
        spelled.setdefault(name.casefold(), topic)
        codes.update((code, topic) for code in subjects.split())
    return names, codes, spelled


def subject(code: str = "", name: str = "", scheme: str = "", kind: str = "") -> Subject:
    """Return a subject with the Media Topic it stands for, if it stands for one."""
    prefix, bare = _parted(code)
    scheme = scheme or prefix.rpartition("newscodes/")[2]
    topic = topic_of(bare.strip(), name, scheme)
    return Subject(bare.strip()[:200], name[:300], scheme[:200], kind, topic, table()[0].get(topic, ""))


def _parted(code: str) -> tuple[str, str]:
    """Return what stands before a code, and the code; other addresses stay whole."""
    if "://" not in code:
        prefix, _, bare = code.rpartition(":")
        return prefix, bare
    prefix, _, bare = code.rstrip("/").rpartition("/")
    return (prefix, bare) if CODE.fullmatch(bare.strip()) else ("", code)


def topic_of(code: str, name: str, scheme: str) -> str:
    """Return the Media Topic of a code or an English name, or nothing."""
    names, codes, spelled = table()
    if CODE.fullmatch(code):
        if any(word in scheme.lower() for word in MEDIA_TOPICS) or code.startswith("2"):
            return code if code in names else ""
        for wider in (code, code[:5] + "000", code[:2] + "000000"):
            if wider in codes or (wider == code[:2] + "000000" and wider in names):
                return codes.get(wider, wider)
    if short := SCHEMES.get(scheme, {}).get(code.lower()):
        return codes.get(short, short)
    return spelled.get(name.strip().casefold(), "")
