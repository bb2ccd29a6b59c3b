"""The edition's files as they were written: one story each, and what the stories stand on."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

EDITION = Path(__file__).parent / "edition"
PICTURES = Path(__file__).parent / "pictures"
FILMS = Path(__file__).parent / "films"


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A story as its author handed it in: others are named by slug, pictures by file, its hour by its age."""

    slug: str
    headline: str
    section: str
    hours_ago: float
    bylines: Mapping[str, str]
    topics: tuple[str, ...]
    body: tuple[Mapping[str, Any], ...] = field(repr=False)
    attributions: tuple[Mapping[str, Any], ...] = ()
    slugline: str = ""
    kicker: str = ""
    standfirst: str = ""
    language: str = "id"
    place: str = ""
    zone: str = ""
    distributor: str = ""
    picture: str = ""
    caption: str = ""
    correction: Mapping[str, Any] | None = None
    killed: Mapping[str, str] | None = None
    live: Mapping[str, Any] | None = None

    @property
    def age(self) -> timedelta:
        """How long before the edition is loaded the story was published."""
        return timedelta(hours=self.hours_ago)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture that ships with the edition, and what a desk must know of it."""

    name: str
    title: str
    alt: str
    caption: str
    credit: str
    rights: str

    @property
    def file(self) -> Path:
        """Where the picture lies."""
        return PICTURES / f"{self.name}.jpg"


@dataclass(frozen=True, slots=True)
class Draft:
    """A manuscript that readers do not have yet: whose, how far it has come, and when it is to go out."""

    manuscript: Manuscript
    account: str
    stage: str
    note: str = ""
    comment: str = ""
    out_in: float = 0.0


@dataclass(frozen=True, slots=True)
class Film:
    """A clip that ships with the edition, and what a desk must know of it."""

    name: str
    title: str
    caption: str
    credit: str
    rights: str
    transcript: str

    @property
    def file(self) -> Path:
        """Where the clip lies."""
        return FILMS / f"{self.name}.mp4"


def films() -> list[Film]:
    """Return every clip of the edition."""
    return [Film(name=name, **fields) for name, fields in _read(EDITION / "films.toml").items()]


def manuscripts() -> list[Manuscript]:
    """Return every story of the edition, the oldest first."""
    read = [_manuscript(path.stem[3:], _read(path)) for path in EDITION.glob("[0-9][0-9]-*.toml")]
    return sorted(read, key=lambda story: story.hours_ago, reverse=True)


def drawings() -> list[Drawing]:
    """Return every picture of the edition."""
    facts = _read(EDITION / "pictures.toml")
    credit, rights = facts.pop("credit"), facts.pop("rights")
    return [Drawing(name=name, credit=credit, rights=rights, **fields) for name, fields in facts.items()]


def foundations() -> dict[str, list[dict[str, Any]]]:
    """Return the desks, sections, topics, authors, distributors and sources that the stories name."""
    return _read(EDITION / "paper.toml")


def desk() -> dict[str, Any]:
    """Return what the desk has in hand: a hand-over, assignments, and drafts at every stage."""
    found = _read(EDITION / "desk.toml")
    found["drafts"] = [_draft(**fields) for fields in found["drafts"]]
    return found


def _draft(slug: str, account: str, stage: str, **fields: Any) -> Draft:
    also = {name: fields.pop(name) for name in ("note", "comment", "out_in") if name in fields}
    return Draft(_manuscript(slug, {**fields, "hours_ago": 0.0}), account, stage, **also)


def _manuscript(slug: str, fields: dict[str, Any]) -> Manuscript:
    for name in ("topics", "body", "attributions"):
        fields[name] = tuple(fields.get(name, ()))
    return Manuscript(slug=slug, **fields)


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
