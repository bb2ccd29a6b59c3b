"""How much two items say the same: their telling words, weighed by how rare those are on the wire."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import blake2b

#: The news is in the headline and the first sentences; the rest is background that agencies share.
BEGINNING = 600
WORD = re.compile(r"[^\W_][\w'’-]*[^\W_]|\d")
MARKUP = re.compile(r"&#?\w+;|#\d+;|<[^>]*>")
DATELINE = re.compile(
    r"^\s*[^.!?]{0,60}\((?:Reuters|AP|AFP|dpa|ANTARA|AFX|CP|PA|EFE|ANSA)\)\s*[-–—_]+\s*", re.I
)
#: Words that say nothing about what an item is about, English and Indonesian.
EMPTY = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "from",
        "that",
        "this",
        "was",
        "were",
        "are",
        "has",
        "have",
        "had",
        "will",
        "would",
        "said",
        "says",
        "say",
        "after",
        "over",
        "into",
        "its",
        "his",
        "her",
        "their",
        "they",
        "than",
        "but",
        "not",
        "been",
        "who",
        "which",
        "when",
        "while",
        "about",
        "more",
        "most",
        "out",
        "off",
        "update",
        "reuters",
        "afp",
        "yang",
        "dan",
        "untuk",
        "dengan",
        "dari",
        "pada",
        "ini",
        "itu",
        "akan",
        "telah",
        "sudah",
        "tidak",
        "oleh",
        "dalam",
        "juga",
        "kata",
        "ujar",
        "saat",
        "bisa",
        "ada",
        "kepada",
        "bagi",
        "karena",
        "atau",
        "sebagai",
        "mengatakan",
        "tersebut",
        "setelah",
        "antara",
        "para",
        "mereka",
        "hari",
    ]
)
#: A sketch holds the rarest words; that many shared make two items worth comparing.
SKETCH = 14


def telling(headline: str, text: str) -> Counter[str]:
    """Return the words of an item that tell what it is about; the headline's count twice."""
    body = DATELINE.sub("", MARKUP.sub(" ", text))[:BEGINNING]
    title = MARKUP.sub(" ", headline)
    words = [*_words(title), *_words(title), *_words(body)]
    return Counter(words)


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


def likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return how alike two weighed items are, from 0 to 1."""
    few, many = sorted((one, other), key=len)
    return sum(weight * many.get(word, 0.0) for word, weight in few.items())


def sketch(weights: Mapping[str, float]) -> list[int]:
    """Return numbers for the weightiest words, under which others like it are found."""
    rarest = sorted(weights, key=lambda word: (-weights[word], word))[:SKETCH]
    return [number(word) for word in rarest]


def number(word: str) -> int:
    """Return a word as the database keeps it."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big", signed=True)
