"""A story as it comes in, whatever file it came from."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from kabar.stories.attributions.entries import as_data
from kabar.stories.models import Attribution, State, StoryByline

LONGEST_KEY = 200
NOT_LETTERS = re.compile(r"[\W_]+")
Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """Something the copy names; from another Kabar come its slug there and its number here."""

    name: str
    slug: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """A name on the story and what its owner did."""

    author: Named
    role: str = StoryByline.Role.WRITER


@dataclass(slots=True)
class Incoming:
    """One story to file. `key` tells it from all others of its source; `at` is where it stood in the file."""

    key: str
    at: str
    headline: str
    section: Named
    blocks: list[Block]
    state: State = State.LIVE
    published: datetime | None = None
    fallback_date: datetime | None = None
    updated: datetime | None = None
    created: datetime | None = None
    origin: str | None = None
    kicker: str = ""
    standfirst: str = ""
    slug: str = ""
    slugline: str = ""
    language: str = ""
    dateline_place: str = ""
    dateline_zone: str = ""
    distributor: Named | None = None
    credits: tuple[Credit, ...] = ()
    topics: tuple[Named, ...] = ()
    lead_picture: int | None = None
    lead_caption: str = ""
    path: str | None = None
    former: tuple[str, ...] = ()
    kill_reason: str = ""
    embargo: datetime | None = None
    attributions: tuple[Attribution, ...] = ()
    #: What the rules of the press say of it, by the names of `Story.RULES`.
    rules: dict[str, Any] = field(default_factory=dict)
    #: Its also-reads are pointed out by whoever made it.
    final: bool = False
    notes: list[tuple[str, str]] = field(default_factory=list)

    def digest(self) -> str:
        """Return a digest of what the source says; a date made up for lack of one is not part of it."""
        said = (
            self.headline, self.section.name, self.section.slug, self.blocks, self.state, str(self.published),
            str(self.updated), str(self.created), self.kicker, self.standfirst, self.slug, self.slugline,
            self.language, self.dateline_place, self.dateline_zone,
            self.distributor and self.distributor.name,
            [(credit.author.name, credit.author.slug, credit.role) for credit in self.credits],
            [(topic.name, topic.slug) for topic in self.topics], self.lead_picture, self.lead_caption,
            self.path, self.former, self.kill_reason, *([str(self.embargo)] if self.embargo else ()),
            *([as_data(each) for each in self.attributions],) * bool(self.attributions),
            *([self.rules] if self.rules else []),
        )  # fmt: skip
        return blake2b(json.dumps(said, default=str).encode(), digest_size=16).hexdigest()


def short_key(key: str) -> str:
    """Return a key that fits its column; a long one keeps its beginning and a hash of the whole."""
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[: LONGEST_KEY - 33]}#{blake2b(key.encode(), digest_size=16).hexdigest()}"


@lru_cache(maxsize=4096)
def headline_key(headline: str) -> int:
    """Return a number that is the same for the same headline, whatever its case, spaces and dashes."""
    letters = NOT_LETTERS.sub("", unicodedata.normalize("NFKC", headline).casefold())
    return int.from_bytes(blake2b(letters.encode(), digest_size=8).digest(), "big", signed=True)
