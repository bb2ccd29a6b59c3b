"""The words of an item as blocks: from XHTML, NITF's own elements, or plain text."""

from __future__ import annotations

import re
from copy import deepcopy
from html import escape, unescape
from typing import Any

from lxml import etree

from kabar.stories.markup import setting
from kabar.stories.markup.inline import CONTROL, TAG, text_of
from kabar.wire.parsers import in_text, typewriter
from kabar.wire.parsers.item import PLACE_OF_PICTURE, Block
from kabar.wire.parsers.refusals import Malformed

Element = Any
#: More than any story has; what is longer is an attack on the one who lays it out.
LONGEST = 4 * 1024 * 1024
MOST_MARKS, MOST_LINES = 30_000, 60_000
#: So much of a block is looked at for what it says.
MOST_SAID = 50_000
#: Elements of NITF and of agencies' own that have a name in HTML.
RENAMED = {
    "hl1": "h2", "hl2": "h3", "hedline": "div", "bq": "blockquote", "block": "div", "body.content": "div",
    "body.head": "div", "body.end": "div", "nitf-table": "table", "credit": "cite", "p.lead": "p",
    "note": "div",
    "tagline": "p", "abstract": "div", "content": "div", "text": "div", "fn": "p", "caption": "caption",
    "col": "span", "postaddr": "div", "ingress": "p", "mellomtitt": "h3",
}  # fmt: skip
KNOWN = frozenset(
    [
        "a",
        "abbr",
        "article",
        "aside",
        "b",
        "big",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "body",
        "i",
        "img",
        "ins",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "section",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "tt",
        "u",
        "ul",
        "iframe",
        "video",
        "audio",
        "script",
        "style",
        "object",
        "form",
        "head",
        "title",
    ]
)
STANDING = frozenset(["p", "div", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "section", "article"])
ESCAPED = re.compile(r"&(?:amp;)?(?:lt|gt|quot|apos|#39|#\d{1,6}|[a-z]{2,8});")


def _nothing(what: str, example: str) -> None:
    """Losses of layout are no losses of copy: the item keeps its original beside."""


def of_html(text: str) -> tuple[Block, ...]:
    """Return the blocks of HTML."""
    must_be_short(text)
    # Each is written out as an entity, of which a cleaner takes many badly.
    written = max(text.count(sign) for sign in (">", "\xa0"))
    if max(text.count("<") + text.count("&"), written) > MOST_MARKS:
        raise Malformed(f"its text has more than {MOST_MARKS:,} marks")
    if in_text.PICTURED.search(text):
        return tuple(in_text.blocks_of(text, _nothing))
    return tuple(setting.blocks_of(text, setting.NoPictures(), _nothing))


def must_be_short(text: str) -> None:
    """Refuse a text that no desk could read."""
    if len(text) > LONGEST:
        raise Malformed(f"its text is longer than {LONGEST >> 20} MB")
    if text.count("\n") > MOST_LINES:
        raise Malformed(f"its text has more than {MOST_LINES:,} lines")


def of_element(element: Element) -> tuple[Block, ...]:
    """Return the blocks of an element that holds XHTML or NITF."""
    return of_html(html_of(element))


def html_of(element: Element) -> str:
    """Return an element as HTML in which every name is one that HTML has."""
    # Not written and read again: a tree that was mended may hold names no parser takes.
    copy = deepcopy(element)
    copy.tail = None
    for each in copy.iter():
        if isinstance(each.tag, str):
            each.tag = _in_html(each)
    _without(copy, ("head", "title", "header", "footer", "nav"))
    typewriter.parted(copy)
    return str(etree.tostring(copy, method="html", encoding="unicode"))


def _in_html(element: Element) -> str:
    tag = element.tag.rpartition("}")[2].lower()
    tag = RENAMED.get(tag, tag)
    if tag in KNOWN:
        return tag
    return "div" if any(child.tag in STANDING for child in element) else "span"


def _without(root: Element, tags: tuple[str, ...]) -> None:
    for element in list(root.iter(*tags)):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def of_plain(text: str) -> tuple[Block, ...]:
    """Return the blocks of plain text; an empty line, or an indent, begins a paragraph."""
    must_be_short(text)
    paragraphs: list[list[str]] = [[]]
    for line in CONTROL.sub("", text.expandtabs(4)).splitlines():
        if not line.strip() or line.startswith("   "):
            paragraphs.append([])
        if line.strip():
            paragraphs[-1].append(" ".join(line.split()))
    return tuple(paragraph(" ".join(lines)) for lines in paragraphs if lines)


def paragraph(text: str) -> Block:
    """Return a paragraph of plain words."""
    return {"type": "paragraph", "value": f"<p>{escape(text, quote=False)}</p>"}


def heading(text: str) -> Block:
    """Return a heading inside the story."""
    return {"type": "heading", "value": {"text": text[:200], "level": "2"}}


def of_either(text: str) -> tuple[Block, ...]:
    """Return the blocks of text that may be HTML, whatever its label says."""
    if re.search(r"</?(?:p|br|div|span|a|b|i|em|strong|ul|img|figure|h[1-6])\b[^>]{0,200}>", text, re.I):
        return of_html(text)
    return of_plain(text)


def without_headline(blocks: tuple[Block, ...], headline: str) -> tuple[Block, ...]:
    """Return blocks without a first heading that only says the headline again."""
    if (
        blocks
        and blocks[0]["type"] == "heading"
        and blocks[0]["value"]["text"].strip() == headline.strip()[:200]
    ):
        return blocks[1:]
    return blocks


def one_line(text: str) -> str:
    """Return what a title says, without the marks and escapes some feeds leave in it."""
    if "<" in text or ESCAPED.search(text):
        return text_of(text[:20_000])
    return " ".join(CONTROL.sub("", text).split())


def bare(text: str) -> str:
    """Return the letters of a text alone, to tell whether two say the same."""
    return "".join(unescape(TAG.sub("", text[:LONGEST])).split())


def said_in(blocks: tuple[Block, ...]) -> str:
    """Return the words of paragraphs and headings, a line each."""
    lines = []
    for block in blocks:
        if block["type"] == PLACE_OF_PICTURE:
            continue
        value = block["value"]
        lines.append(text_of(value[:MOST_SAID]) if isinstance(value, str) else str(value.get("text", "")))
    return "\n".join(line for line in lines if line)
