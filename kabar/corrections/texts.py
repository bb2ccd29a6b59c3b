"""The text of a story as sentences, so that two versions can be laid side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from kabar.stories.models import Story

FIELDS_WITH_WORDS = ("kicker", "headline", "standfirst", "lead_caption", "slug")
#: What stands in a block beside the words that readers see.
NOT_WORDS = frozenset({"id", "attribution", "type", "url", "level", "size", "align"})
BREAKS = re.compile(r"</(?:p|li|h\d)>|<br[^>]*>")
TAGS = re.compile(r"<[^>]*>")
#: A sentence ends behind its mark and the quotes that close it, before a capital, a digit or another quote.
END = re.compile(r"(?<=[.!?…])([”’\"')\]]*)\s+(?=[“‘\"'(\[]?[A-Z0-9À-Þ])")
#: Words whose full stop ends no sentence.
ABBREVIATED = re.compile(
    r"(?:^|[\s(“\"])(?:[A-Z]|[Dd]r|[Dd]rs|Ir|Prof|H|Hj|KH|No|Jl|Jln|Rp|hlm|dll|dsb|dkk|tgl|Mr|Mrs|Ms|St|vs|a\.n|u\.p)\.$"
)

#: A passage: where it stands, and its sentences.
Passage = tuple[str, list[str]]


def passages_of(story: Story) -> list[Passage]:
    """Return what a story says, passage by passage, each as sentences."""
    heads = (("kicker", story.kicker), ("headline", story.headline), ("standfirst", story.standfirst))
    said = [*heads, *(("body", text) for text in _body(story))]
    if story.lead_caption:
        said.append(("caption", story.lead_caption))
    return [(where, sentences(text)) for where, text in said if text.strip()]


def texts_with_places(story: Story) -> Iterator[tuple[str, str]]:
    """Return every text of a story by the field, or the id of the block, in which it stands."""
    for name in FIELDS_WITH_WORDS:
        yield name, getattr(story, name)
    for number, block in enumerate(story.body.raw_data):
        words = [text for held in _words(block["value"]) for text in _plain(held)]
        yield str(block.get("id") or number), " . ".join(words)


def sentences(text: str) -> list[str]:
    """Return a text cut into its sentences."""
    found: list[str] = []
    pending = ""
    for piece in _pieces(" ".join(text.split())):
        pending = f"{pending} {piece}" if pending else piece
        if not ABBREVIATED.search(pending):
            found.append(pending)
            pending = ""
    return [*found, pending] if pending else found


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for end in END.finditer(text):
        yield text[start : end.end(1)]
        start = end.end()
    if text[start:]:
        yield text[start:]


def _body(story: Story) -> Iterator[str]:
    for block in story.body.raw_data:
        if block["type"] != "also_read":
            for words in _words(block["value"]):
                yield from _plain(words)


def _words(value: Any) -> Iterator[str]:
    """Return the texts a block holds, whatever kind it is."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, held in value.items():
            if name not in NOT_WORDS:
                yield from _words(held)
    elif isinstance(value, list):
        for held in value:
            yield from _words(held)


def _plain(html: str) -> Iterator[str]:
    """Return the paragraphs of a piece of rich text without its tags."""
    for part in BREAKS.split(html):
        text = unescape(TAGS.sub("", part)).strip()
        if text:
            yield text
