"""Ghost's Lexical documents as the HTML they stand for; what has no HTML is counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import Any

from kabar.stories.markup.inline import text_of

Lost = Callable[[str, str], None]
Node = dict[str, Any]
#: Bits of a text's format and what they are in HTML.
MARKS = ((1, "b"), (2, "i"), (4, "s"), (8, "u"), (16, "code"), (32, "sub"), (64, "sup"))
#: Cards that are a form, a shop or an offer, and say nothing a newspaper keeps.
OFFERS = frozenset(
    ["signup", "email-cta", "product", "button", "call-to-action", "paywall", "transistor", "email"]
)
DEEPEST = 100


def html_of(text: str, lost: Lost) -> str:
    """Return a document as HTML; raise ValueError for what is none."""
    document = json.loads(text)
    root = document.get("root") if isinstance(document, dict) else None
    if not isinstance(root, dict):
        raise ValueError("a Lexical document has a root")
    return _children(root, lost, 0)


def _children(node: Node, lost: Lost, depth: int) -> str:
    if depth > DEEPEST:
        raise ValueError("nested too deep")
    children = node.get("children") or []
    return "".join(_node(child, lost, depth + 1) for child in children if isinstance(child, dict))


def _node(node: Node, lost: Lost, depth: int) -> str:
    kind = str(node.get("type", "")).removeprefix("extended-")
    if kind in ("text", "linebreak", "tab"):
        return _text(node) if kind == "text" else {"linebreak": "<br>", "tab": " "}[kind]
    if kind in ("link", "autolink", "at-link"):
        return f'<a href="{escape(_said(node, "url"))}">{_children(node, lost, depth)}</a>'
    if kind in CARDS:
        return CARDS[kind](node)
    tag = _tag(kind, node)
    if tag:
        return f"<{tag}>{_children(node, lost, depth)}</{tag}>"
    if kind in OFFERS:
        words = (_said(node, name) for name in ("productTitle", "buttonText", "textValue", "html"))
        lost(f"card {kind}: an offer, not news", text_of(next((each for each in words if each), "")))
        return ""
    lost(f"card {kind}, which has no text of its own", "")
    return _children(node, lost, depth)


def _tag(kind: str, node: Node) -> str:
    if kind == "heading":
        named = _said(node, "tag")
        return named if named in ("h1", "h2", "h3", "h4", "h5", "h6") else "h2"
    if kind == "list":
        return "ol" if node.get("listType") == "number" else "ul"
    tags = {"paragraph": "p", "listitem": "li", "quote": "blockquote", "aside": "blockquote"}
    return tags.get(kind, "")


def _text(node: Node) -> str:
    words, format = escape(_said(node, "text"), quote=False), node.get("format")
    for bit, tag in MARKS:
        if isinstance(format, int) and format & bit:
            words = f"<{tag}>{words}</{tag}>"
    return words


def _said(node: Node, name: str) -> str:
    value = node.get(name)
    return value if isinstance(value, str) else ""


# --- cards --------------------------------------------------------------------------------------------------


def figure(src: str, alt: str = "", caption: str = "", href: str = "") -> str:
    """Return a picture with its caption, which may hold HTML, and the link around it."""
    image = f'<img src="{escape(src)}" alt="{escape(alt)}">'
    image = f'<a href="{escape(href)}">{image}</a>' if href else image
    return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"


def _image(node: Node) -> str:
    return figure(_said(node, "src"), _said(node, "alt"), _said(node, "caption"), _said(node, "href"))


def _gallery(node: Node) -> str:
    images = [each for each in node.get("images") or [] if isinstance(each, dict)]
    inner = "".join(
        f'<img src="{escape(_said(each, "src"))}" alt="{escape(_said(each, "alt"))}">' for each in images
    )
    return f"<figure>{inner}<figcaption>{_said(node, 'caption')}</figcaption></figure>"


def _html(node: Node) -> str:
    return _said(node, "html")


def _code(node: Node) -> str:
    return f"<pre>{escape(_said(node, 'code'), quote=False)}</pre>"


def _bookmark(node: Node) -> str:
    said = node.get("metadata")
    title = _said(said, "title") if isinstance(said, dict) else ""
    inner = f'<span class="kg-bookmark-title">{escape(title, quote=False)}</span>'
    anchor = f'<a class="kg-bookmark-container" href="{escape(_said(node, "url"))}">{inner}</a>'
    return f'<div class="kg-bookmark-card">{anchor}</div>'


def _embed(node: Node) -> str:
    url = escape(_said(node, "url"))
    return f'<figure><iframe src="{url}"></iframe><figcaption>{_said(node, "caption")}</figcaption></figure>'


def _media(tag: str) -> Callable[[Node], str]:
    return lambda node: (
        f'<figure><{tag} src="{escape(_said(node, "src"))}"></{tag}>'
        f"<figcaption>{_said(node, 'caption') or escape(_said(node, 'title'), quote=False)}"
        "</figcaption></figure>"
    )


def _file(node: Node) -> str:
    name = escape(_said(node, "fileTitle") or _said(node, "fileName"), quote=False)
    inner = f'<span class="kg-file-card-title">{name}</span>'
    anchor = f'<a class="kg-file-card-container" href="{escape(_said(node, "src"))}">{inner}</a>'
    return f'<div class="kg-file-card">{anchor}</div>'


def _callout(node: Node) -> str:
    return f"<p>{_said(node, 'calloutEmoji')} {_said(node, 'calloutText')}</p>"


def _toggle(node: Node) -> str:
    return f"<p><b>{_said(node, 'heading')}</b></p>{_said(node, 'content')}"


def _header(node: Node) -> str:
    return f"<h2>{_said(node, 'header')}</h2><p>{_said(node, 'subheader')}</p>"


def markdown(text: str) -> str:
    """Return Markdown as paragraphs of plain text: what it marks is kept as it is written."""
    return "".join(f"<p>{escape(part.strip(), quote=False)}</p>" for part in text.split("\n\n"))


CARDS: dict[str, Callable[[Node], str]] = {
    "image": _image, "gallery": _gallery, "html": _html, "codeblock": _code, "bookmark": _bookmark,
    "embed": _embed, "video": _media("video"), "audio": _media("audio"), "file": _file,
    "callout": _callout, "toggle": _toggle, "header": _header, "horizontalrule": lambda node: "<hr>",
    "markdown": lambda node: markdown(_said(node, "markdown")),
}  # fmt: skip
