"""Copy as WordPress keeps it: Gutenberg's comments and shortcodes are read before its HTML is set."""

from __future__ import annotations

import re
from collections.abc import Callable

from kabar.stories.markup import inline, setting
from kabar.stories.markup.setting import Pictures
from kabar.wire.importers import shortcodes
from kabar.wire.importers.incoming import Block

DYNAMIC = re.compile(r"<!--\s*wp:([\w/-]+)(?:\s[^>]*?)?/-->")
GUTENBERG = re.compile(r"<!--\s*wp:")
MARKER = re.compile(r"<!--\s*(more|nextpage)\b.*?-->")


def blocks_of(text: str, pictures: Pictures, lost: Callable[[str, str], None]) -> list[Block]:
    """Return the blocks of a post, Gutenberg's or classic; `lost(what, example)` is told of every loss."""
    for name in DYNAMIC.findall(text):
        lost(f"block {name}, which has no text of its own", "")
    classic = not GUTENBERG.search(text)
    spelled = shortcodes.spelled_out(inline.CONTROL.sub("", MARKER.sub("\n\n", text)), lost)
    return setting.blocks_of(spelled, pictures, lost, classic=classic)
