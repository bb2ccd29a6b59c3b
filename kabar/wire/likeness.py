"""How much two items say the same: their telling words, weighed by how rare those are, and their hours."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path

#: The news is in the headline and the first sentences; the rest is background that agencies share.
BEGINNING = 600
WORD = re.compile(r"[^\W_][\w'’-]*[^\W_]|\d")
MARKUP = re.compile(r"&#?\w+;|#\d+;|<[^>]*>")
AGENCIES = "Reuters|AP|AFP|dpa|ANTARA|AFX|CP|PA|EFE|ANSA"
DATELINE = re.compile(rf"^\s*[^.!?]{{0,60}}\((?:{AGENCIES})\)\s*[-–—_]+\s*", re.I)
#: Words that say nothing about what an item is about, English and Indonesian.
EMPTY = frozenset(Path(__file__).with_name("empty_words.txt").read_text("utf-8").split())
FIGURE = re.compile(r"\d[\d,.]*\d|\d")
DAYS = {
    "monday": "1", "tuesday": "2", "wednesday": "3", "thursday": "4", "friday": "5", "saturday": "6",
    "senin": "1", "selasa": "2", "rabu": "3", "kamis": "4", "jumat": "5", "sabtu": "6",
    "sunday": "7", "minggu": "7",
}  # fmt: skip
DAY = re.compile(rf"\b({'|'.join(DAYS)})\b")
#: Words of a headline that tell what is to come; beside one that tells what has come it is other news.
COMING = re.compile(
    r"\b(will|may|could|might|expected|expects|plans?|poised|prepares?|set|likely|seeks|to"
    r"|akan|bakal|hendak|mungkin|rencana|berencana|segera|siap|dijadwalkan|diperkirakan)\b",
    re.I,
)
#: How much headlines weigh, and what days, figures and what is to come do; `benchmarks.duplicates` shows
#: how well. The same holds for the hours: half of what time can take is gone after the first few.
HEADS, OTHER_DAY, SAME_FIGURES, OTHER_FIGURES, ONE_TO_COME = 0.2, 0.8, 1.1, 0.9, 0.75
STAYS, HALF = 0.5, timedelta(hours=12)
#: Items farther apart than this tell different news, whatever their words.
REMEMBERED = timedelta(hours=72)
#: A sketch holds the rarest words; that many shared make two items worth comparing.
SKETCH = 14


@dataclass(frozen=True, slots=True)
class Telling:
    """What tells an item from others: its words, its headline, its figures, its days, what is to come."""

    words: Mapping[str, int]
    title: frozenset[str]
    figures: frozenset[str]
    days: frozenset[str]
    coming: bool


def telling(headline: str, text: str) -> Telling:
    """Return what tells an item from others; the headline's words count twice."""
    body = DATELINE.sub("", MARKUP.sub(" ", text))[:BEGINNING]
    title = list(_words(MARKUP.sub(" ", headline)))
    return Telling(
        words=Counter([*title, *title, *_words(body)]),
        title=frozenset(title),
        figures=frozenset(FIGURE.findall(body)),
        days=frozenset(DAYS[day] for day in DAY.findall(body.casefold())),
        coming=bool(COMING.search(headline)),
    )


def _words(text: str) -> Iterable[str]:
    for found in WORD.findall(text.replace("\\", " ")):
        word = found.casefold().replace("’", "'").removesuffix("'s")
        if word not in EMPTY and (len(word) > 2 or word.isdigit()):
            yield stem(word)


def stem(word: str) -> str:
    """Return a word without the endings that tell no two stories apart."""
    for ending in ("nya", "kan", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def weighed(words: Mapping[str, int], seen: Mapping[str, int], total: int) -> dict[str, float]:
    """Return words with their weights: rare ones weigh most, and all together weigh one."""
    raw = {
        word: (1 + math.log(count)) * math.log((total + 2) / (seen.get(word, 0) + 1))
        for word, count in words.items()
    }
    length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
    return {word: weight / length for word, weight in raw.items()}


def likeness(
    one: Telling, other: Telling, weights: tuple[Mapping[str, float], Mapping[str, float]], apart: timedelta
) -> float:
    """Return how alike two items are, from 0 to about 1, given the weights of their words and the time apart.

    Two that name different days tell different news, and so do one of what is to come and one of what
    has come, however alike; shared figures bind; the next day's copy mostly tells what happened next.
    """
    if abs(apart) > REMEMBERED:
        return 0.0
    mine, theirs = weights
    alike = sum(weight * theirs.get(word, 0.0) for word, weight in mine.items())
    heads = (_covered(one.title, mine, other.words) + _covered(other.title, theirs, one.words)) / 2
    score = (1 - HEADS) * alike + HEADS * heads
    return score * _agreement(one, other) * (STAYS + (1 - STAYS) * 0.5 ** (abs(apart) / HALF))


def _agreement(one: Telling, other: Telling) -> float:
    """Return what days, figures and the tense of the headlines leave of a likeness."""
    left = 1.0 if one.coming == other.coming else ONE_TO_COME
    if one.days and other.days and not one.days & other.days:
        left *= OTHER_DAY
    if one.figures and other.figures:
        left *= SAME_FIGURES if one.figures & other.figures else OTHER_FIGURES
    return left


def _covered(title: frozenset[str], weights: Mapping[str, float], words: Mapping[str, int]) -> float:
    """Return how much of a headline stands in the other item."""
    whole = sum(weights.get(word, 0.0) for word in title)
    return sum(weights.get(word, 0.0) for word in title if word in words) / whole if whole else 0.0


def sketch(weights: Mapping[str, float]) -> list[int]:
    """Return numbers for the weightiest words, under which others like it are found."""
    rarest = sorted(weights, key=lambda word: (-weights[word], word))[:SKETCH]
    return [number(word) for word in rarest]


def number(word: str) -> int:
    """Return a word as the database keeps it."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big", signed=True)
