"""A clipboard's HTML or text as blocks of the body."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from kabar.stories.markup import inline
from kabar.stories.markup.setting import Block, NoPictures, blocks_in, parsed
from kabar.writing.paste.clipboard import tidy

#: Chrome and Word mark what was chosen; around it stands the page it was chosen from.
CHOSEN = re.compile(r"<!--\s*StartFragment\s*-->(.*)<!--\s*EndFragment\s*-->", re.S | re.I)
#: What Word shows to programs that know less than it: its tags, not what is between them.
REVEALED = re.compile(r"<!\[(?:if[^\]]*|endif)\]>", re.I)


@dataclass(frozen=True, slots=True)
class Pasted:
    """The blocks, and the names of pictures that stayed behind; a name may be empty."""

    blocks: list[Block]
    missing: list[str] = field(default_factory=list)

    @property
    def inline(self) -> str:
        """Return the words when they are one paragraph, to be set into the line at hand."""
        if len(self.blocks) == 1 and self.blocks[0]["type"] == "paragraph":
            return self.blocks[0]["value"].removeprefix("<p>").removesuffix("</p>")
        return ""


def from_html(html: str) -> Pasted:
    """Return what a program put on the clipboard as HTML, clean."""
    chosen = CHOSEN.search(html)
    root = parsed(inline.CONTROL.sub("", REVEALED.sub("", chosen[1] if chosen else html)))
    if root is None:
        return Pasted([])
    missing = tidy(root)
    blocks = blocks_in(root, NoPictures(), lambda what, example: None)
    return Pasted(blocks, missing)


def from_text(text: str) -> Pasted:
    """Return plain text, a paragraph a line."""
    lines = [" ".join(line.split()) for line in inline.CONTROL.sub("", text).splitlines()]
    return Pasted(
        [{"type": "paragraph", "value": f"<p>{escape(line, quote=False)}</p>"} for line in lines if line]
    )
