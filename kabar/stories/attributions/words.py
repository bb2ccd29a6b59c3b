"""The words of a story, paragraph by paragraph, with what is credited in each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from kabar.stories.attributions.passages import PASSAGE, TAG
from kabar.stories.models import Story

PARAGRAPH = re.compile(r"</p>|</li>|<br\s*/?>")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The text of a paragraph, where passages in it carry an attribution, and the block it stands in."""

    text: str
    credited: tuple[tuple[int, int], ...]
    block: str


def paragraphs(story: Story) -> Iterator[Paragraph]:
    """Yield the paragraphs of a story's prose."""
    keys = {attribution.key for attribution in story.attributions.all()}
    for block in story.body.raw_data:
        for html in _prose(block):
            for piece in PARAGRAPH.split(html):
                text, credited = _laid_out(piece, keys)
                if text.strip():
                    yield Paragraph(text, credited, str(block.get("id") or ""))


def whole_text(story: Story) -> str:
    """Return every word of a story that readers would see, captions and tables too."""
    words = [story.headline, story.kicker, story.standfirst, story.dateline_place, story.lead_caption]
    words += _every_string([block["value"] for block in story.body.raw_data])
    words += [attribution.unnamed_reason for attribution in story.attributions.all()]
    words += [attribution.source.names() for attribution in story.attributions.all()]
    return " \n ".join(_plain(PARAGRAPH.sub(" ", text)) for text in words)


def _prose(block: Any) -> list[str]:
    value = block["value"]
    if block["type"] == "paragraph":
        return [value or ""]
    if block["type"] == "list":
        items = value.get("items") or []
        return [item["value"] if isinstance(item, dict) else item for item in items]
    return []


def _laid_out(html: str, keys: set[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the text of a piece of prose and the stretches of it that are credited."""
    text, credited, at = "", [], 0
    for match in PASSAGE.finditer(html):
        text += _plain(html[at : match.start()])
        begins = len(text)
        text += _plain(match[2])
        if match[1] in keys:
            credited.append((begins, len(text)))
        at = match.end()
    return text + _plain(html[at:]), tuple(credited)


def _plain(html: str) -> str:
    return unescape(TAG.sub("", html))


def _every_string(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for each in value.values() for text in _every_string(each)]
    if isinstance(value, (list, tuple)):
        return [text for each in value for text in _every_string(each)]
    return []
