"""One item of agency copy, whatever form it travelled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime
from typing import Any

Block = dict[str, Any]
#: What an agency may say of an item's standing; anything else is taken for usable and kept beside.
USABLE, WITHHELD, KILLED = "usable", "withheld", "killed"
#: What a version is to the one before it.
NEW, UPDATE, CORRECTION, KILL, ADVISORY = "new", "update", "correction", "kill", "advisory"
#: The link from a version to an earlier one.
PREVIOUS = "previous"
#: The block that says where in the text one of the item's pictures stands: `{"number": 0}`.
PLACE_OF_PICTURE = "item_picture"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an item is about: the agency's own code and name, and the Media Topic they stand for."""

    code: str = ""
    name: str = ""
    scheme: str = ""
    kind: str = ""
    topic: str = ""
    topic_name: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something happened, or where an item was written."""

    name: str
    code: str = ""
    country: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Another item or address this one points to; `previous` names the version it takes the place of."""

    rel: str
    key: str = ""
    version: str = ""
    url: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class WirePicture:
    """A picture an item carries: where it lies, and what must stand beside it."""

    url: str = ""
    key: str = ""
    caption: str = ""
    credit: str = ""
    rights: str = ""
    media_type: str = ""
    width: int | None = None
    height: int | None = None
    alt: str = ""


@dataclass(frozen=True, slots=True)
class WireItem:
    """Everything an item says that a desk works with; `extra` keeps what no field here can hold."""

    format: str
    key: str
    version: str = ""
    kind: str = "text"
    standing: str = USABLE
    act: str = NEW
    provider: str = ""
    headline: str = ""
    subheadline: str = ""
    slugline: str = ""
    summary: str = ""
    language: str = ""
    dateline: str = ""
    dateline_place: str = ""
    bylines: tuple[str, ...] = ()
    priority: int | None = None
    created: datetime | None = None
    updated: datetime | None = None
    embargo: datetime | None = None
    subjects: tuple[Subject, ...] = ()
    keywords: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    blocks: tuple[Block, ...] = ()
    pictures: tuple[WirePicture, ...] = ()
    credit: str = ""
    rights: str = ""
    usage_terms: str = ""
    notes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    address: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def topics(self) -> tuple[str, ...]:
        """Return the codes of the Media Topics its subjects stand for, each once."""
        return tuple(dict.fromkeys(subject.topic for subject in self.subjects if subject.topic))

    @property
    def previous(self) -> tuple[Link, ...]:
        """Return the links to earlier versions."""
        return tuple(link for link in self.links if link.rel == PREVIOUS)


#: What JSON takes as it is.
PLAIN = (str, dict)
_known: dict[type, tuple[str, ...]] = {}


def _names(kind: type) -> tuple[str, ...]:
    if kind not in _known:
        _known[kind] = tuple(entry.name for entry in fields(kind)) if is_dataclass(kind) else ()
    return _known[kind]


def as_json(value: Any) -> Any:
    """Return an item as JSON takes it; what says nothing is left out, what is plain stays."""
    if isinstance(value, PLAIN) or value is None:
        return value
    if isinstance(value, (tuple, list)):
        return [each if isinstance(each, PLAIN) else as_json(each) for each in value]
    if names := _names(type(value)):
        said = {}
        for name in names:
            each = getattr(value, name)
            if each or each == 0:
                said[name] = each if isinstance(each, PLAIN) else as_json(each)
        return said
    return value.isoformat() if isinstance(value, datetime) else value
