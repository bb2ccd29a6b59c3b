"""Ghost's Mobiledoc documents as the HTML they stand for; what has no HTML is counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import Any

from kabar.wire.importers import lexical

Lost = Callable[[str, str], None]
#: What a section is by its number.
MARKUP, IMAGE, LIST, CARD = 1, 2, 3, 10
TAGS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside", "pull-quote"])
INLINE = frozenset(["a", "b", "strong", "em", "i", "u", "s", "code", "sub", "sup", "del"])
#: Ghost's names for cards in Mobiledoc, and in Lexical.
RENAMED = {
    "hr": "horizontalrule",
    "code": "codeblock",
    "card-markdown": "markdown",
    "divider": "horizontalrule",
}


def html_of(text: str, lost: Lost) -> str:
    """Return a document as HTML; raise ValueError for what is none."""
    document = json.loads(text)
    try:
        return "".join(_section(section, document, lost) for section in document["sections"])
    except (KeyError, TypeError, IndexError, AttributeError):
        raise ValueError("not a Mobiledoc document") from None


def _section(section: list[Any], document: dict[str, Any], lost: Lost) -> str:
    kind = section[0]
    if kind == MARKUP:
        tag = section[1] if section[1] in TAGS else "p"
        tag = "blockquote" if tag in ("aside", "pull-quote") else tag
        return f"<{tag}>{_markers(section[2], document)}</{tag}>"
    if kind == IMAGE:
        return lexical.figure(str(section[1]))
    if kind == LIST:
        tag = "ol" if section[1] == "ol" else "ul"
        items = "".join(f"<li>{_markers(item, document)}</li>" for item in section[2])
        return f"<{tag}>{items}</{tag}>"
    if kind == CARD:
        return _card(*document["cards"][section[1]], lost=lost)
    lost(f"section {kind} of a Mobiledoc document", "")
    return ""


def _card(name: str, payload: dict[str, Any] | None = None, *, lost: Lost) -> str:
    kind = RENAMED.get(name, name)
    if kind in lexical.CARDS:
        return lexical.CARDS[kind](payload or {})
    lost(f"card {kind}, which has no text of its own", "")
    return ""


def _markers(markers: list[Any], document: dict[str, Any]) -> str:
    """Return runs of text with the marks that open before and close behind each."""
    open_tags: list[str] = []
    html = ""
    for kind, opening, closing, value in markers:
        for number in opening:
            tag, *attributes = document["markups"][number]
            open_tags.append(tag if tag in INLINE else "")
            html += _opened(open_tags[-1], attributes[0] if attributes else [])
        html += escape(str(value), quote=False) if kind == 0 else _atom(document["atoms"][value])
        for _ in range(closing):
            tag = open_tags.pop()
            html += f"</{tag}>" if tag else ""
    return html + "".join(f"</{tag}>" for tag in reversed(open_tags) if tag)


def _opened(tag: str, attributes: list[str]) -> str:
    href = dict(zip(attributes[::2], attributes[1::2], strict=False)).get("href", "")
    return f'<a href="{escape(str(href))}">' if tag == "a" else f"<{tag}>" if tag else ""


def _atom(atom: list[Any]) -> str:
    return "<br>" if atom[0] == "soft-return" else escape(str(atom[1]), quote=False)
