"""Copy as WordPress keeps it: Gutenberg's comments and shortcodes are read before its HTML is set."""

from __future__ import annotations

import re
from collections.abc import Callable

from kabar.stories.markup import inline
from kabar.stories.markup.setting import Pictures
from kabar.wire.importers import shortcodes
from kabar.wire.importers.incoming import Block
from kabar.wire.importers.markup import walking
from kabar.wire.importers.markup.wordpress import HANDLERS, footnotes

DYNAMIC = re.compile(r"<!--\s*wp:([\w/-]+)(?:\s[^>]*?)?/-->")
GUTENBERG = re.compile(r"<!--\s*wp:")
MARKER = re.compile(r"<!--\s*(more|nextpage)\b.*?-->")


def blocks_of(
    text: str, pictures: Pictures, lost: Callable[[str, str], None], *, notes: str = "", site: str = ""
) -> list[Block]:
    """Return the blocks of a post, Gutenberg's or classic; `lost(what, example)` is told of every loss.

    `notes` are the footnotes as a post keeps them, `site` is where its films lie.
    """
    foot = footnotes(notes)
    for name in DYNAMIC.findall(text):
        if name != "footnotes" or not foot:
            lost(f"block {name}, which has no text of its own", "")
    classic = not GUTENBERG.search(text)
    spelled = shortcodes.spelled_out(inline.CONTROL.sub("", MARKER.sub("\n\n", text)), lost)
    return walking.blocks_of(f"{spelled}{foot}", pictures, lost, HANDLERS, site=site, classic=classic)
