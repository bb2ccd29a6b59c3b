"""What the API answers with, each field with its meaning; its description in OpenAPI is made from these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody or something a story names, and its page."""

    name: Annotated[str, "as readers see it"]
    url: Annotated[str, "its page"]


@dataclass(frozen=True, slots=True)
class Credit:
    """A name on a story."""

    name: Annotated[str, "as readers see it"]
    role: Annotated[str, "writer, reporter, editor, photographer or translator"]
    url: Annotated[str, "the page of what they wrote"]


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture as readers see it."""

    url: Annotated[str, "a JPEG of it"]
    alt: Annotated[str, "what it shows, for those who do not see it"]
    caption: Annotated[str, "the words under it"]
    credit: Annotated[str, "who took it"]
    width: Annotated[int, "pixels"]
    height: Annotated[int, "pixels"]


@dataclass(frozen=True, slots=True)
class Section:
    """A standing part of the paper."""

    slug: Annotated[str, "its name in addresses"]
    name: Annotated[str, "as readers see it"]
    description: Annotated[str, "what it is about; may be empty"]
    url: Annotated[str, "its front for readers"]
    stories: Annotated[str, "where its stories are listed here"]


@dataclass(frozen=True, slots=True)
class StoryCard:
    """A story as a list shows it."""

    id: Annotated[int, "its number, which never changes"]
    headline: Annotated[str, "the headline"]
    kicker: Annotated[str, "the short line over the headline; may be empty"]
    standfirst: Annotated[str, "the sentence under the headline; may be empty"]
    labels: Annotated[list[str], "words that must stand beside the headline, such as Advertorial"]
    section: Annotated[str, "the slug of its section"]
    language: Annotated[str, "id, en, or another that a story is told in, as BCP 47 writes it"]
    published: Annotated[datetime | None, "when it was first printed; null when nobody knows"]
    updated: Annotated[datetime | None, "when its text last changed; null when nobody knows"]
    url: Annotated[str, "its page for readers"]
    self: Annotated[str, "its whole text here"]
    picture: Annotated[Photo | None, "the lead picture"]


@dataclass(frozen=True, slots=True)
class Story:
    """A story with its text."""

    card: Annotated[StoryCard, "what a list shows of it"]
    html: Annotated[str, "the text as plain HTML, every address absolute"]
    dateline: Annotated[str, "the place it was written at; may be empty"]
    distributor: Annotated[str, "the agency that supplied it; empty when it is the paper's own"]
    credits: Annotated[list[Credit], "the names on it, in their order"]
    topics: Annotated[list[Name], "what it is about"]


@dataclass(frozen=True, slots=True)
class Stories:
    """A page of a list of stories, the newest first."""

    items: Annotated[list[StoryCard], "the stories"]
    next: Annotated[str | None, "where the list goes on; null at its end"]


@dataclass(frozen=True, slots=True)
class Sections:
    """The sections of the paper, in their order."""

    items: Annotated[list[Section], "the sections"]


@dataclass(frozen=True, slots=True)
class Band:
    """A part of a front: what leads it and what stands below."""

    name: Annotated[str, "top, beside, river, or the slug of a section"]
    items: Annotated[list[StoryCard], "the stories in their order"]


@dataclass(frozen=True, slots=True)
class Front:
    """A front as it is made up now, by hand and by its rules."""

    place: Annotated[str, "front, or the slug of a section"]
    url: Annotated[str, "the front for readers"]
    lead: Annotated[StoryCard | None, "the story that leads; null on an empty front"]
    bands: Annotated[list[Band], "what stands below and beside it"]


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper, and where everything is."""

    name: Annotated[str, "the nameplate"]
    tagline: Annotated[str, "the line under it; may be empty"]
    language: Annotated[str, "id or en"]
    url: Annotated[str, "the front for readers"]
    stories: Annotated[str, "all stories, the newest first"]
    sections: Annotated[str, "the sections"]
    front: Annotated[str, "the front as it is made up"]
    search: Annotated[str, "what answers a question"]
    description: Annotated[str, "this API as OpenAPI 3.1"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a question was not answered (RFC 9457)."""

    type: Annotated[str, "about:blank: the title says all"]
    title: Annotated[str, "what went wrong, the same for all of its kind"]
    status: Annotated[int, "the status of the answer"]
    detail: Annotated[str, "what went wrong this time, and what to do"]
