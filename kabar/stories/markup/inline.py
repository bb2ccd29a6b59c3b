"""The few marks a paragraph may carry: bold, italic, links; everything else is text."""

from __future__ import annotations

import re
import sys
from html import escape, unescape

import nh3
from lxml import html as lxml_html

TAGS = {"b", "i", "a", "br"}
BLOCK_TAGS = TAGS | {"p", "ul", "ol", "li", "span"}
RENAMED = {"strong": "b", "em": "i", "cite": "i", "dfn": "i", "var": "i"}
SCHEMES = {"http", "https", "mailto", "tel"}
#: Rich text as Wagtail writes it: a paragraph key, and links to its own pages and documents.
OWN_ATTRIBUTES = {
    "a": {"href", "linktype", "id"},
    "p": {"data-block-key"},
    "li": {"data-block-key"},
    "span": {"data-attribution"},
}
#: The cleaner's time grows with the square of a text full of entities: a longer one only loses its tags.
MOST_CLEANED = 200_000
TAG = re.compile(r"<[^<>]{0,2000}>")
HARMLESS_TAG = re.compile(
    r"</?(?:p|b|i|li|ul|ol|br|strong|em)(?: data-block-key=\"[\w-]+\")?\s*/?>"
    r"|</a>|<span data-attribution=\"[a-z0-9]{4,12}\">|</span>|<a(?: (?:linktype=\"(?:page|document)\"|id=\"\d+\"|href=\"(?:https?://|mailto:|tel:|/|#)[^\"<>]*\"))*>"
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));?")

#: Without one of these, what is said is words only, and says the same after any cleaning.
MARKED = re.compile(r"[<>&\xa0\r]")


def printable(html: str) -> str:
    """Return HTML without signs no page and no feed may hold, written as they are or by their numbers."""
    return REFERENCE.sub(_printable, CONTROL.sub("", html))


def _printable(reference: re.Match[str]) -> str:
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return "" if number > sys.maxunicode or CONTROL.match(chr(number)) else reference[0]


def clean(html: str) -> str:
    """Return inline HTML with nothing but bold, italic, links and line breaks."""
    html = printable(html)
    if not MARKED.search(html):
        return html
    kept = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=None)
    # A link that lost its address says nothing; its words stay.
    return _closed(re.sub(r"<a>(.*?)</a>", r"\1", kept, flags=re.S))


def clean_rich(html: str) -> str:
    """Return rich text of a Kabar export: as it is when it is harmless, cleaned when it is not."""
    if is_harmless(html):
        return _closed(html)
    return _closed(
        nh3.clean(
            printable(html),
            tags=BLOCK_TAGS,
            attributes=OWN_ATTRIBUTES,
            url_schemes=SCHEMES,
            link_rel=None,
        )
    )


def _closed(html: str) -> str:
    """Write line breaks as the editor does, which cannot read them otherwise."""
    return html.replace("<br>", "<br/>")


def is_harmless(html: str) -> bool:
    """Return whether every tag of a text is one Wagtail's editor writes."""
    rest = HARMLESS_TAG.sub("", html)
    return "<" not in rest and printable(html) == html


def serialised(element: lxml_html.HtmlElement) -> str:
    """Return an inline element as HTML, its marks renamed to ours."""
    if not isinstance(element.tag, str):
        return escape(element.tail or "", quote=False)
    return marked(element) + escape(element.tail or "", quote=False)


def serialised_inside(element: lxml_html.HtmlElement) -> str:
    """Return what is in an element as inline HTML, without the element's own mark."""
    inner = escape(element.text or "", quote=False)
    return inner + "".join(serialised(child) for child in element)


def marked(element: lxml_html.HtmlElement, depth: int = 0) -> str:
    """Return an element as inline HTML, without the text behind it."""
    if depth > 100:
        return escape(element.text_content(), quote=False)
    inner = escape(element.text or "", quote=False)
    for child in element:
        if isinstance(child.tag, str):
            inner += marked(child, depth + 1)
        inner += escape(child.tail or "", quote=False)
    tag = RENAMED.get(element.tag, element.tag)
    if tag == "br":
        return "<br/>" + inner
    if tag == "a" and element.get("href"):
        return f'<a href="{escape(element.get("href").strip())}">{inner}</a>' if inner.strip() else inner
    return f"<{tag}>{inner}</{tag}>" if tag in TAGS and inner.strip() and tag != "a" else inner


def text_of(html: str) -> str:
    """Return the words of a piece of HTML on one line."""
    spaced = re.sub(r"<br\s*/?>|</(?:p|li|div|td|th)>", " ", CONTROL.sub("", html))
    bare = HARMLESS_TAG.sub("", spaced)
    if "<" in bare:
        bare = nh3.clean(spaced, tags=set(), attributes={}) if len(bare) < MOST_CLEANED else TAG.sub("", bare)
    return " ".join(CONTROL.sub("", unescape(bare)).split())
