"""What the desk wants to know of a version of a story: how long it is, and whether it says something new."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from django.utils.html import strip_tags

from kabar.stories.editor.saving import WRITTEN

#: What of a block is not prose: pointers, addresses and the names of choices.
NOT_PROSE = frozenset({"id", "attribution", "type", "url", "story", "picture", "image", "credit"})
#: Where a line of rich text ends, and with it a word.
ENDS = re.compile(r"</(?:p|li|h\d|blockquote)>|<br\s*/?>")


def words_of(content: dict[str, Any]) -> int:
    """Return how many words stand in the body of a revision's content."""
    body = content.get("body") or "[]"
    blocks = json.loads(body) if isinstance(body, str) else body
    return sum(len(strip_tags(ENDS.sub(" ", text)).split()) for text in _texts(blocks))


def digest_of(content: dict[str, Any]) -> str:
    """Return a mark of what a revision's content says, the same for two versions that say the same."""
    said = {name: content[name] for name in WRITTEN if name in content}
    written = json.dumps(said, sort_keys=True, default=str).encode()
    return hashlib.blake2b(written, digest_size=16).hexdigest()


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
