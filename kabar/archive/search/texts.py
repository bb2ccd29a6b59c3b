"""The text of a story without its dress, taken from the raw blocks because it is read a million times."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from kabar.archive.search.entry import StoryText
from kabar.stories.access import openly
from kabar.stories.models import Story

#: Tags between which words end; any other stands inside a sentence.
BREAKS = re.compile(r"</?(?:p|br|li|ul|ol|div|h[1-6]|hr)\b[^>]*>")
TAGS = re.compile(r"<[^>]*>")


def text_of(story: Story, names: Sequence[str]) -> StoryText:
    """Return the text of a story that carries these names, of topics and authors."""
    return StoryText(
        headline=story.headline,
        standfirst=" . ".join(filter(None, (story.kicker, story.standfirst))),
        names=" . ".join(names),
        body="\n".join(filter(None, [story.dateline_place, *passages(story), story.lead_caption])),
    )


def passages(story: Story) -> Iterator[str]:
    """Return the passages of a story's body that everybody reads, in order, as plain text."""
    for block in openly(story).body.raw_data:
        for text in READERS.get(block["type"], _anything)(block["value"]):
            if text:
                yield plain(text)


def plain(html: str) -> str:
    """Return the words of a piece of rich text."""
    if "<" in html:
        html = TAGS.sub("", BREAKS.sub(" ", html))
    return (unescape(html) if "&" in html else html).strip()


def _held(items: Iterable[Any] | None) -> Iterator[Any]:
    """Return the values of a list block, bare or wrapped with their ids."""
    for item in items or ():
        yield item["value"] if isinstance(item, Mapping) and "value" in item else item


def _of(*names: str) -> Callable[[Any], Iterator[str]]:
    def read(value: Mapping[str, Any]) -> Iterator[str]:
        return (value.get(name) or "" for name in names)

    return read


def _paragraph(value: str) -> Iterator[str]:
    yield value


def _list(value: Mapping[str, Any]) -> Iterator[str]:
    yield from _held(value.get("items"))


def _gallery(value: Mapping[str, Any]) -> Iterator[str]:
    yield value.get("title") or ""
    for picture in _held(value.get("pictures")):
        yield picture.get("caption") or ""


def _table(value: Mapping[str, Any]) -> Iterator[str]:
    yield value.get("caption") or ""
    yield " | ".join(column.get("heading") or "" for column in value.get("columns") or ())
    for row in value.get("rows") or ():
        yield " | ".join(str(cell or "") for cell in _held(row.get("values")))


def _anything(value: Any) -> Iterator[str]:
    """Return whatever sentences a block we do not know holds."""
    if isinstance(value, str):
        if " " in value:
            yield value
    elif isinstance(value, Mapping):
        for held in value.values():
            yield from _anything(held)
    elif isinstance(value, list):
        for held in value:
            yield from _anything(held)


def _nothing(value: Any) -> Iterator[str]:
    """A pointer to another story holds that story's words."""
    return iter(())


READERS: dict[str, Callable[[Any], Iterator[str]]] = {
    "paragraph": _paragraph,
    "heading": _of("text"),
    "quote": _of("text", "who", "role"),
    "list": _list,
    "picture": _of("caption", "alt"),
    "gallery": _gallery,
    "table": _table,
    "fact_box": _of("title", "body"),
    "embed": _of("caption"),
    "also_read": _nothing,
}
