"""The passages of a body that carry an attribution: a span of its prose with a key, or a whole quote."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape
from typing import Any

#: A key is made in the browser; it names an attribution within its story.
KEY = re.compile(r"[a-z0-9]{4,12}")
PASSAGE = re.compile(r'<span data-attribution="([a-z0-9]{4,12})">(.*?)</span>', re.S)
ANY_SPAN = re.compile(r'<span(?: data-attribution="[^"]*")?>(.*?)</span>', re.S)
TAG = re.compile(r"<[^>]+>")

Mark = Callable[[str, str, bool], str]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if "data-attribution" in value:
            yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _strings(each)


def passages(raw: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return the words each key stands on, keys in the order of the text."""
    found: dict[str, list[str]] = {}
    for block in raw:
        for key, words in _in_block(block):
            if words:
                found.setdefault(key, []).append(words)
    return found


def _in_block(block: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    value = block["value"]
    if block["type"] == "quote":
        if key := key_of_quote(value):
            yield key, " ".join(str(value.get("text") or "").split())
        return
    for text in _strings(value):
        for key, inner in PASSAGE.findall(text):
            yield key, plain(inner)


def key_of_quote(value: Mapping[str, Any]) -> str:
    """Return the key of the attribution a quote carries as a whole, if it carries one."""
    key = value.get("attribution") or ""
    return key if isinstance(key, str) and KEY.fullmatch(key) else ""


def plain(html: str) -> str:
    """Return the words of a piece of prose."""
    return " ".join(unescape(TAG.sub("", html)).split())


def without_marks(html: str) -> str:
    """Return prose without its passages marked; their words stay."""
    return ANY_SPAN.sub(r"\1", html) if "<span" in html else html


def with_marks(html: str, mark: Mark) -> str:
    """Return prose with each passage as `mark(key, inner, is_last)` writes it.

    A passage may be in pieces, around a link in the middle of it; only the last of a text is the end of it.
    """
    ends = {match[1]: match.start() for match in PASSAGE.finditer(html)}
    return PASSAGE.sub(lambda match: mark(match[1], match[2], ends[match[1]] == match.start()), html)
