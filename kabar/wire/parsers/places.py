"""The place in a dateline, among the day, the agency and the dash that stand beside it."""

from __future__ import annotations

import re

AGENCY = re.compile(r"\s*\([^()]{1,60}\)")
TAIL = re.compile(r"\s*[-–—_:/]+\s*$")
#: A state is shortened with a full stop, a sentence ends with one.
STOP = re.compile(r"(?<!, [A-Z]\w)(?<!, [A-Z]\w\w)(?<!, [A-Z]\w\w\w)(?<!, [A-Z]\w\w\w\w)(?<!\.[A-Z])\.$")
CREDIT = re.compile(r"(?<=\d) [A-Z]{2,6}$|^[A-Z][A-Z ]{1,20} - (?=[A-Z])")
MONTH = (
    r"(?:jan|feb|m[aä]r|mac|apr|ma[yijg]|jun|jui|jul|aug|ago|ao[uû]|sep|o[ck]t|nov|de[czsk]|d[eé]c|f[eé]v|avr|gen|giu|lug|set|ott|dic)"
    r"[^\W\d]*\.?"
)
DAY = re.compile(rf"[,;]?\s+(?:\d{{1,2}}\.?\s+)?{MONTH}(?:\s+\d{{1,2}})?(?:,?\s*\d{{4}})?\s*$", re.I)
WEEKDAY = re.compile(r",\s*(?:mon|tues|wednes|thurs|fri|satur|sun)day\s*$", re.I)
LONGEST = 80


def place_of(dateline: str) -> str:
    """Return where a dateline says it was written, or nothing when it names no place."""
    text = AGENCY.sub("", " ".join(dateline.split())[:200])
    for pattern in (TAIL, DAY, CREDIT, DAY, WEEKDAY, TAIL, STOP):
        text = pattern.sub("", text)
    text = text.strip(" ,;-–—")
    return "" if not text or text[0].isdigit() or len(text) > LONGEST else text
