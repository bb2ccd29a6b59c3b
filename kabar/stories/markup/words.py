"""What an element of foreign HTML says: its address, its words, the post it stands for."""

from __future__ import annotations

import re
from html import escape
from typing import TypeAlias
from urllib.parse import parse_qs, urlsplit

from lxml import etree
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
SINGLE_END = re.compile(r"(?<!\n)\n(?!\n)")
#: Where links around pictures lead that only show them bigger.
SHOWN_BIG = re.compile(
    r"\.(?:avif|gif|jpe?g|png|webp|bmp|tiff?|svg|heic)(?:[?#].*)?$|[?&]attachment_id=", re.I
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


def outermost(element: Element, *tags: str) -> list[Element]:
    """Return the elements of these names that stand in no other of them."""
    walk = etree.iterwalk(element, events=("start",), tag=tags)
    found = []
    for _event, each in walk:
        if each is not element:
            found.append(each)
            walk.skip_subtree()
    return found


def is_link_elsewhere(link: Element) -> bool:
    """Return whether a link leads somewhere else than to the picture it stands around."""
    href = (link.get("href") or "").strip()
    return href.startswith(("https://", "http://", "/")) and not SHOWN_BIG.search(href)


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
            "iframe",
            "video",
            "audio",
        }:
            plain = child.tag in INLINE
            words += inline.serialised_inside(child) + " " if not plain else inline.marked(child)
        words += escape(child.tail or "", quote=False)
    return words


def said(element: Element) -> str:
    """Return the words of an element on one line; what stands on lines of its own does not run together."""
    return " ".join(_broken(element).split())


def lines(element: Element) -> str:
    """Return the text of a quotation, its paragraphs apart."""
    paragraphs = re.split(r"\n[^\S\n]*\n\s*", _broken(element))
    parts = (
        "\n".join(line for each in part.split("\n") if (line := " ".join(each.split())))
        for part in paragraphs
    )
    return "\n\n".join(part for part in parts if part)


def _broken(element: Element) -> str:
    """Return the words of an element, with a line end where a line ends and two around a paragraph."""
    parts: list[str] = []
    for event, each in etree.iterwalk(element, events=("start", "end")):
        tag = each.tag if isinstance(each.tag, str) else ""
        if tag == "br":
            parts += ["\n"] if event == "start" else []
        elif tag and tag not in INLINE and each is not element:
            parts.append("\n" if tag in ("li", "td", "th", "dt", "dd") else "\n\n")
        if event == "start":
            parts.append(_flowing(each.text) if tag else "")
        elif each is not element:
            parts.append(_flowing(each.tail))
    return "".join(parts)


def _flowing(text: str | None) -> str:
    """Return text with a single line end as a space; a blank line stays one."""
    first, *others = (text or "").split("\n")
    if not others:
        return first
    *between, last = others
    stripped = "\n".join([first.rstrip(), *(line.strip() for line in between), last.lstrip()])
    return SINGLE_END.sub(" ", stripped)


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
