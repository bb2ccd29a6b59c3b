"""A post of another system becomes an incoming story: live only if every reader could see it there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from kabar import clock
from kabar.stories.languages import read_as
from kabar.stories.markup import inline
from kabar.stories.markup.setting import Pictures
from kabar.stories.models import State
from kabar.wire.importers.incoming import Block, Credit, Incoming, Named
from kabar.wire.importers.markup import walking
from kabar.wire.importers.markup.walking import Handlers
from kabar.wire.importers.standing import former_of, made_headline, public_name, slug_in

Notes = list[tuple[str, str]]
SCHEDULED = "scheduled: kept as a draft"
PAGE = "page kept as a draft: the paper has no pages beside its stories yet"
EMPTY = "without any text here: kept as a draft"
NO_DATE = "without a date: filed behind all others"
MOVED = "old address leads here now"
#: A host that no paper can take over: what stood there is never asked of this one.
ANOTHERS = re.compile(r"(?:.+\.)?medium\.com")


@dataclass(slots=True)
class Post:
    """What a post says; `held` is why readers could not see it, and empty when they could."""

    key: str
    title: str
    blocks: list[Block]
    notes: Notes
    held: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    section: Named | None = None
    topics: list[Named] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    link: str = ""
    former: tuple[str, ...] = ()
    slug: str = ""
    excerpt: str = ""
    kicker: str = ""
    language: str = ""
    place: str = ""
    distributor: str = ""
    embargo: datetime | None = None
    lead: int | None = None
    lead_caption: str = ""

    def __post_init__(self) -> None:
        for name in ("key", "title", "link", "slug", "excerpt", "kicker", "place", "distributor"):
            setattr(self, name, inline.CONTROL.sub("", getattr(self, name)))

    def incoming(self, at: str, words: dict[str, str], language: str) -> Incoming:
        """Return the story to file; what it stood at is in the words of its paper."""
        held = self._held()
        state = State.DRAFT if held else State.LIVE
        live = state == State.LIVE
        section = _plain(self.section) if self.section and self.section.name else Named(words["general"])
        if live and self.published is None:
            self.notes.append((NO_DATE, ""))
        return Incoming(
            key=self.key, origin=self.key, at=at, headline=self._headline(at, words), state=state,
            section=section, topics=self._topics(section), blocks=self.blocks,
            published=self.published, fallback_date=None if self.published else clock.UNKNOWN,
            updated=self.updated if live else None, standfirst=inline.text_of(self.excerpt),
            kicker=inline.text_of(self.kicker), slug=slug_in(self.slug),
            language=read_as(self.language, language),
            dateline_place=self.place, credits=self._credits(), lead_picture=self.lead,
            lead_caption=inline.text_of(self.lead_caption), embargo=self.embargo,
            distributor=Named(self.distributor) if self.distributor else None,
            former=self._former() if live else (), notes=self.notes,
        )  # fmt: skip

    def _held(self) -> str:
        held = self.held
        if not held and self.published and self.published > clock.now():
            held = SCHEDULED
        if not held and not self.blocks:
            held = EMPTY
        if held:
            hour = f" ({self.published:%Y-%m-%d %H:%M} UTC)" if held == SCHEDULED and self.published else ""
            self.notes.append((held, f"{self.title}{hour}"))
        return held

    def _headline(self, at: str, words: dict[str, str]) -> str:
        title = inline.text_of(self.title)
        if title:
            if len(title) > 300:
                self.notes.append(("headline cut to 300 characters", title))
            return title
        self.notes.append(("without a headline: one was made", at))
        first = (inline.text_of(block["value"]) for block in self.blocks if block["type"] == "paragraph")
        return made_headline(next(first, ""), slug_in(self.slug), words["untitled"])

    def _topics(self, section: Named) -> tuple[Named, ...]:
        topics = dict.fromkeys(_plain(topic) for topic in self.topics)
        return tuple(topic for topic in topics if topic.name and topic.name != section.name)

    def _credits(self) -> tuple[Credit, ...]:
        names = dict.fromkeys(public_name(name) for name in self.names)
        return tuple(Credit(Named(name)) for name in names if name)

    def _former(self) -> tuple[str, ...]:
        host = self.link.partition("://")[2].partition("/")[0].partition(":")[0]
        if ANOTHERS.fullmatch(host):
            self.notes.append((f"old address at {host}, which is not this paper's to lead on", self.link))
            return self.former
        found = former_of(self.link)
        if found:
            self.notes.append((MOVED, ""))
        return tuple(dict.fromkeys((*found, *self.former)))


def _plain(named: Named) -> Named:
    """Return a name as people read it: some systems keep it as HTML."""
    return Named(inline.text_of(named.name), named.slug)


def teller(notes: Notes) -> Callable[[str, str], None]:
    """Return what a setter tells of its losses to."""

    def lost(what: str, example: str) -> None:
        notes.append((f"in the text: {what}", example))

    return lost


def blocks_of(
    html: str, pictures: Pictures, notes: Notes, handlers: Handlers | None = None, *, site: str = ""
) -> list[Block]:
    """Return the blocks of a post's HTML, read as its system writes it, noting what no block can hold."""
    return walking.blocks_of(html, pictures, teller(notes), handlers or {}, site=site)
