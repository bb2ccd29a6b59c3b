"""How long a version of a story is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from django.utils.html import strip_tags

#: What of a block is not prose: pointers, addresses and the names of choices.
NOT_PROSE = frozenset({"id", "type", "url", "story", "picture", "image", "credit"})
#: Where a line of rich text ends, and with it a word.
ENDS = re.compile(r"</(?:p|li|h\d|blockquote)>|<br\s*/?>")


def words_of(content: dict[str, Any]) -> int:
    """Return how many words stand in the body of a revision's content."""
    body = content.get("body") or "[]"
    blocks = json.loads(body) if isinstance(body, str) else body
    return sum(len(strip_tags(ENDS.sub(" ", text)).split()) for text in _texts(blocks))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name not in NOT_PROSE:
                yield from _texts(each)
