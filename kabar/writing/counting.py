"""How many words a story has, and how long it takes to read.

Adults read some 238 words a minute of plain English, and fewer where words are longer, in proportion to their
length (M. Brysbaert, "How many words do we read per minute?", Journal of Memory and Language 109, 2019).
Words of Indonesian news are longer than the English ones measured there, which makes 200 to 230; we take 215.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from kabar.stories.markup import inline
from kabar.stories.models import Story

WORDS_A_MINUTE = 215
#: What stands in a block besides words.
NO_WORDS = frozenset(
    {"attribution", "level", "size", "url", "picture", "story", "ordered", "id", "type", "alt"}
)


def words_in(text: str) -> int:
    """Return how many words a text has; a dash between spaces is none."""
    return sum(any(sign.isalnum() for sign in word) for word in text.split())


def texts_of(value: Any) -> Iterator[str]:
    """Return every text in a block's value, without its marks."""
    if isinstance(value, str):
        yield inline.text_of(value)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in NO_WORDS:
                yield from texts_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_of(inner)


def words_of(story: Story) -> int:
    """Return how many words the body of a story has."""
    return sum(words_in(text) for block in story.body.raw_data for text in texts_of(block["value"]))


def minutes(words: int) -> int:
    """Return how many minutes someone reads, at least one."""
    return max(1, math.ceil(words / WORDS_A_MINUTE)) if words else 0
