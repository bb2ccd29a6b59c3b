"""What an element of foreign HTML says: its address, its words, the post it stands for."""

from __future__ import annotations

import re
from html import escape
from typing import TypeAlias
from urllib.parse import parse_qs, urlsplit

from lxml import html as lxml_html

from kabar.stories.markup import inline

Element: TypeAlias = lxml_html.HtmlElement
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "br",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
STANDING = frozenset(
    [
        "img",
        "iframe",
        "video",
        "audio",
        "embed",
        "figure",
        "table",
        "ul",
        "ol",
        "blockquote",
        "pre",
        "script",
        "style",
    ]
)
TITLES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def visited(url: str) -> str:
    """Return the address a person would visit: https, and a film's page rather than its player."""
    address = "https:" + url if url.startswith("//") else re.sub(r"^http://", "https://", url.strip())
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    film = re.fullmatch(r"/(?:embed|v|shorts)/([\w-]{6,})", parts.path)
    if film and "youtube" in parts.netloc:
        return f"https://www.youtube.com/watch?v={film[1]}"
    film = re.fullmatch(r"/video/(\d+)", parts.path)
    if film and parts.netloc == "player.vimeo.com":
        return f"https://vimeo.com/{film[1]}"
    if parts.netloc.endswith("facebook.com") and parts.path.startswith("/plugins/"):
        return parse_qs(parts.query).get("href", [""])[0]
    return address


def holds_standing(element: Element) -> bool:
    """Return whether something stands by itself inside an inline element."""
    return any(
        isinstance(each.tag, str) and (each.tag in STANDING or each.tag in TITLES) for each in element.iter()
    )


def source(element: Element) -> str:
    """Return where a picture or film lies, also when a script was meant to fetch it later."""
    return (element.get("src") or element.get("data-src") or element.get("data-lazy-src") or "").strip()


def inner(element: Element) -> str:
    """Return what is in an element as HTML."""
    return escape(element.text or "", quote=False) + "".join(
        lxml_html.tostring(child, encoding="unicode") for child in element
    )


def own_words(element: Element) -> str:
    """Return an item's inline words without those of lists and barred things inside it."""
    words = escape(element.text or "", quote=False)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in {
            "ul",
            "ol",
            "dl",
            "figure",
            "img",
            "table",
        }:
            plain = child.tag in INLINE
            words += inline.serialised_inside(child) + " " if not plain else inline.marked(child)
        words += escape(child.tail or "", quote=False)
    return words


def lines(element: Element) -> str:
    """Return the text of a quotation, its paragraphs apart."""
    paragraphs = element.findall(".//p")
    parts = [" ".join(each.text_content().split()) for each in paragraphs] if paragraphs else []
    if not parts or len("".join(parts)) < len("".join(element.text_content().split())) // 2:
        parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", element.text_content())]
    return "\n\n".join(part for part in parts if part)


def quoted_post(element: Element) -> str:
    """Return the address of the post a quotation stands for, or nothing."""
    kind = element.get("class", "")
    if "instagram-media" in kind:
        return element.get("data-instgrm-permalink", "")
    if "twitter-tweet" in kind or "tiktok-embed" in kind:
        links = [each.get("href", "") for each in element.iter("a")]
        return element.get("cite", "") or (links[-1] if links else "")
    return ""


def quoted(url: str) -> str:
    """Return an address as an attribute's value."""
    return f'"{escape(url)}"'
