"""A tree of foreign HTML made ready: what may not stand in a story goes, with its address told."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree
from lxml import html as lxml_html

from kabar.stories.markup.words import Element, outermost, said, source, visited
from kabar.video.embeds import provider_of

Lost = Callable[[str, str], None]
#: Dropped with what is in them.
BARRED = (
    "script", "style", "noscript", "template", "object", "applet", "form", "select", "textarea", "button",
    "input", "svg", "math", "head",
)  # fmt: skip
#: A script that writes a piece of code into the page, whose address shows it too.
GIST = re.compile(r"(https://gist\.github\.com/[\w-]+/\w+)(?:\.js)?(?:\?.*)?")
LEVELS = {
    "sub": str.maketrans("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"),
    "sup": str.maketrans("0123456789+-=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿ"),
}


def make_ready(root: Element, lost: Lost) -> None:
    """Take out what is barred, write raised and lowered signs as such, undo links within the page."""
    for element in outermost(root, "object", "script"):
        _shown_anyway(element)
    for element in outermost(root, *BARRED):
        lost(f"<{element.tag}>", _address(element))
    etree.strip_elements(root, *BARRED, with_tail=False)
    for element in outermost(root, *LEVELS):
        _level(element, lost)
    for element in list(root.iter("a")):
        href = (element.get("href") or "").strip()
        if href.startswith("#"):
            del element.attrib["href"]
            if href != "#":
                lost("link to a place on the same page; its words stay", href)


def _shown_anyway(element: Element) -> None:
    """Put a film in place of the player it was played by, and a link in place of a script that shows code."""
    address = _address(element)
    film = visited(address) if element.tag == "object" else ""
    gist = GIST.fullmatch(address) if element.tag == "script" else None
    if provider_of(film):
        _replace(element, lxml_html.Element("iframe", src=film))
    elif gist:
        link = lxml_html.Element("a", href=gist[1])
        link.text = gist[1]
        paragraph = lxml_html.Element("p")
        paragraph.append(link)
        _replace(element, paragraph)


def _replace(element: Element, other: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        other.tail, element.tail = element.tail, None
        parent.replace(element, other)


def _address(element: Element) -> str:
    """Return where a barred thing has what it shows."""
    own = source(element) or (element.get("data") or element.get("action") or "").strip()
    if own or element.tag != "object":
        return own
    for inside in element.iter("param", "embed"):
        if inside.tag == "embed" or (inside.get("name") or "").casefold() in ("movie", "src"):
            found = source(inside) or (inside.get("value") or "").strip()
            if found:
                return found
    return ""


def _level(element: Element, lost: Lost) -> None:
    """Write "H2O" and "m2" with the small digits there are signs for; tell of what there is no sign for."""
    small = LEVELS[element.tag]
    words = said(element)
    if not words or any(ord(sign) not in small for sign in words.replace(" ", "")):
        if words:
            lost(f"<{element.tag}>, whose words stand on the line", words)
        return
    for each in element.iter():
        each.text = (each.text or "").translate(small)
        if each is not element:
            each.tail = (each.tail or "").translate(small)
