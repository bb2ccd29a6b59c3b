"""A manuscript's body set in the blocks of a story."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the database calls the pictures and the stories that a manuscript names."""

    pictures: Mapping[str, int]
    stories: Mapping[str, int]
    clips: Mapping[str, int] = field(default_factory=dict)


def set_body(body: Iterable[Mapping[str, Any]], numbers: Numbers) -> list[Block]:
    """Return the blocks of a body; each part of a manuscript is named for its kind."""
    return [block for part in body for kind, value in part.items() for block in SETTERS[kind](value, numbers)]


def _paragraphs(text: str, _: Numbers) -> Iterator[Block]:
    """A blank line ends a paragraph."""
    for paragraph in text.strip().split("\n\n"):
        yield {"type": "paragraph", "value": f"<p>{paragraph.strip()}</p>"}


def _heading(text: str, _: Numbers) -> Iterator[Block]:
    yield {"type": "heading", "value": {"text": text, "level": "2"}}


def _subheading(text: str, _: Numbers) -> Iterator[Block]:
    yield {"type": "heading", "value": {"text": text, "level": "3"}}


def _quote(value: Block, _: Numbers) -> Iterator[Block]:
    yield {"type": "quote", "value": {"who": "", "role": "", **value}}


def _list(value: Block, _: Numbers) -> Iterator[Block]:
    yield {"type": "list", "value": {**value, "items": [f"<p>{item}</p>" for item in value["items"]]}}


def _picture(value: Block, numbers: Numbers) -> Iterator[Block]:
    shown = {"caption": "", "alt": "", "size": "column", **value}
    shown["picture"] = numbers.pictures[shown.pop("file")]
    yield {"type": "picture", "value": shown}


def _gallery(value: Block, numbers: Numbers) -> Iterator[Block]:
    shown = [
        {"picture": numbers.pictures[each["file"]], "caption": each.get("caption", "")}
        for each in value["pictures"]
    ]
    yield {"type": "gallery", "value": {"title": value.get("title", ""), "pictures": shown}}


def _video(name: str, numbers: Numbers) -> Iterator[Block]:
    yield {"type": "video", "value": {"clip": numbers.clips[name], "caption": ""}}


def _table(value: Block, _: Numbers) -> Iterator[Block]:
    columns = [{"type": "text", "heading": heading} for heading in value["columns"]]
    rows = [{"values": row} for row in value["rows"]]
    yield {"type": "table", "value": {"columns": columns, "rows": rows, "caption": value["caption"]}}


def _fact_box(value: Block, _: Numbers) -> Iterator[Block]:
    yield {"type": "fact_box", "value": value}


def _embed(value: Block, _: Numbers) -> Iterator[Block]:
    yield {"type": "embed", "value": value}


def _also_read(slug: str, numbers: Numbers) -> Iterator[Block]:
    yield {"type": "also_read", "value": {"story": numbers.stories[slug], "title": "", "url": ""}}


SETTERS: Mapping[str, Callable[[Any, Numbers], Iterator[Block]]] = {
    "paragraphs": _paragraphs,
    "heading": _heading,
    "subheading": _subheading,
    "quote": _quote,
    "list": _list,
    "picture": _picture,
    "gallery": _gallery,
    "video": _video,
    "table": _table,
    "fact_box": _fact_box,
    "embed": _embed,
    "also_read": _also_read,
}
