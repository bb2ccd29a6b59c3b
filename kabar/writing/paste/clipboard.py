"""HTML as other programs put it on the clipboard, made plain: their marks read, their junk dropped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

from kabar.stories.markup.setting import Element
from kabar.writing.paste import word

#: A bold or slanted run is written as a style by Google Docs and by browsers, as a mark by others.
BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(bold|bolder|[6-9]00)\b", re.I)
PLAIN = re.compile(r"(?<![\w-])font-weight\s*:\s*(normal|lighter|[1-5]00)\b", re.I)
SLANTED = re.compile(r"(?<![\w-])font-style\s*:\s*(italic|oblique)\b", re.I)
UPRIGHT = re.compile(r"(?<![\w-])font-style\s*:\s*normal\b", re.I)
HIDDEN = re.compile(r"(?<![\w-])(display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden)", re.I)
AS_TYPED = re.compile(r"(?<![\w-])white-space\s*:\s*(pre|pre-wrap|pre-line|break-spaces)\b", re.I)
SPACES = re.compile(r"[\xa0\u2007\u202f]")
NOTHING = re.compile(r"[\u200b\u2060\ufeff\xad]")
STANDS = ("p", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "br")
HOLDS_WORDS = ("li", "td", "th")


def tidy(root: Element) -> list[str]:
    """Make a tree from a clipboard plain, in place; return the names of the pictures that stay behind."""
    for step in STEPS:
        step(root)
    return list(_pictures_left(root))


def styled(element: Element) -> str:
    """Return the style an element carries."""
    return element.get("style") or ""


def drop_hidden(root: Element) -> None:
    """Drop what was not to be seen where it was copied."""
    for element in [each for each in root.iter() if each is not root and isinstance(each.tag, str)]:
        if HIDDEN.search(styled(element)) or element.get("hidden") is not None:
            drop(element)


def drop(element: Element) -> None:
    """Take an element out with what is in it; the text behind it stays."""
    if element.getparent() is not None:
        element.drop_tree()


def plain_spaces(root: Element) -> None:
    """Write every kind of space as one, and signs that print nothing not at all."""
    for element in root.iter():
        element.text = _spaced(element.text)
        element.tail = _spaced(element.tail)


def _spaced(text: str | None) -> str | None:
    return NOTHING.sub("", SPACES.sub(" ", text)) if text else text


def emoji_as_text(root: Element) -> None:
    """Write little pictures that stand for a sign as the sign."""
    for image in list(root.iter("img")):
        sign = image.get("data-plain-text") or image.get("alt") or ""
        if sign and ("emoji" in image.get("class", "") or image.get("data-plain-text")):
            image.tail = sign + (image.tail or "")
            drop(image)


def marks_from_styles(root: Element) -> None:
    """Turn bold and slanted styles into marks, and marks that a style takes back into nothing."""
    for element in list(root.iter("span", "font", "b", "strong", "i", "em")):
        style = styled(element)
        taken_back = PLAIN if element.tag in ("b", "strong") else UPRIGHT
        if element.tag not in ("span", "font") and taken_back.search(style):
            element.tag = "span"
        bold, slanted = BOLD.search(style), SLANTED.search(style)
        if element.tag in ("span", "font") and (bold or slanted):
            element.tag = "b" if bold else "i"
            if bold and slanted:
                _wrap_inside(element, "i")


def _wrap_inside(element: Element, tag: str) -> None:
    inner = element.makeelement(tag)
    inner.text, element.text = element.text, None
    inner.extend(list(element))
    element.append(inner)


def lines_as_typed(root: Element) -> None:
    """Break lines where a chat broke them: its line ends are typed, not marked."""
    for element in list(root.iter()):
        if isinstance(element.tag, str) and AS_TYPED.search(styled(element)):
            for each in list(element.iter()):
                _break_lines(each, inside=True)
                if each is not element:
                    _break_lines(each, inside=False)


def _break_lines(element: Element, *, inside: bool) -> None:
    text = (element.text if inside else element.tail) or ""
    if "\n" not in text or not text.strip():
        return
    first, *others = text.split("\n")
    breaks = []
    for line in others:
        each = element.makeelement("br")
        each.tail = line
        breaks.append(each)
    if inside:
        element.text = first
        element[0:0] = breaks
        return
    element.tail = first
    parent = element.getparent()
    at = parent.index(element) + 1
    parent[at:at] = breaks


def plain_links(root: Element) -> None:
    """Lead links where they lead: past a search engine's gate, and nowhere inside the other program."""
    for link in root.iter("a"):
        address = (link.get("href") or "").strip()
        parts = urlsplit(address) if "://" in address else None
        if parts and parts.path == "/url" and re.fullmatch(r"(www\.)?google\.[a-z.]+", parts.netloc):
            said = parse_qs(parts.query)
            address = (said.get("q") or said.get("url") or [address])[0]
        if address.startswith(("http://", "https://", "mailto:", "tel:")):
            link.set("href", address)
        else:
            link.attrib.pop("href", None)


def captions_as_text(root: Element) -> None:
    """Keep the words under a picture that stays behind, slanted, as a paragraph."""
    for caption in list(root.iter("figcaption")):
        figure = next(caption.iterancestors("figure"), None)
        if figure is not None and figure.find(".//img") is not None and figure.find(".//table") is None:
            caption.tag = "p"
            _wrap_inside(caption, "i")
            figure.tag = "div"


def boxes_as_text(root: Element) -> None:
    """Take apart a table of one column: a box or a layout, not a table."""
    for table in list(root.iter("table")):
        rows = list(table.iter("tr"))
        if all(len(row) <= 1 for row in rows) or next(table.iterancestors("td", "th"), None) is not None:
            for part in list(table.iter("table", "thead", "tbody", "tfoot", "tr", "td", "th")):
                part.tag = "div"


def words_apart(root: Element) -> None:
    """Keep apart the words of paragraphs that will share a cell or an item."""
    for element in root.iter(*STANDS):
        if next(element.iterancestors(*HOLDS_WORDS), None) is not None:
            element.tail = " " + (element.tail or "")


def _pictures_left(root: Element) -> Iterator[str]:
    for image in list(root.iter("img")):
        file = (image.get("src") or "").partition("?")[0].rpartition("/")[2]
        known = (image.get("alt") or "").strip() or (image.get("title") or "").strip()
        named = known or ("" if (image.get("src") or "").startswith(("data:", "blob:")) else file)
        yield " ".join(named.split())[:80]
        drop(image)


STEPS: tuple[Callable[[Element], None], ...] = (
    word.read,
    drop_hidden,
    emoji_as_text,
    lines_as_typed,
    plain_spaces,
    marks_from_styles,
    plain_links,
    captions_as_text,
    boxes_as_text,
    words_apart,
)
