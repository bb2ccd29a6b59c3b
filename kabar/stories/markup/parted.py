"""Inline HTML parted at its empty lines, as many systems write paragraphs."""

from __future__ import annotations

import re

EMPTY_LINE = re.compile(r"<br\s*/?>(?:\s|&nbsp;)*(?:<br\s*/?>(?:\s|&nbsp;)*)+")
TAG = re.compile(r"(<[^>]*>)")


def parted(html: str) -> list[str]:
    """Return inline HTML cut at its empty lines; a mark that is open there goes on behind."""
    parts: list[str] = []
    opened: list[str] = []
    for piece in EMPTY_LINE.split(html):
        whole = "".join(opened) + piece.strip()
        for tag in TAG.findall(piece):
            if tag.startswith("</"):
                opened = opened[:-1]
            elif not tag.startswith("<br"):
                opened = [*opened, tag]
        closing = "".join(f"</{re.findall(r'[a-z]+', tag)[0]}>" for tag in reversed(opened))
        parts.append(whole + closing)
    return parts
