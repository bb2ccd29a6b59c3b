"""A walk through copy that puts what one system writes its own way into plain HTML, class by class."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lxml import html as lxml_html

from kabar.stories.markup import setting
from kabar.stories.markup.setting import Element, Pictures
from kabar.stories.markup.words import said
from kabar.wire.importers.incoming import Block
from kabar.wire.importers.standing import joined

Lost = Callable[[str, str], None]
#: Puts an element into plain HTML; returns what of it is still to be walked through, or None for nothing.
Handler = Callable[[Element, Lost], Iterable[Element] | None]
#: Handlers by the class of an element, or by its tag written as <tag>.
Handlers = Mapping[str, Handler]


def blocks_of(
    html: str, pictures: Pictures, lost: Lost, handlers: Handlers, *, site: str = "", classic: bool = False
) -> list[Block]:
    """Return the blocks of copy that a system wrote in its own way; `site` is where its films lie."""
    root = setting.parsed(html)
    if root is None:
        return []
    prepare(root, handlers, lost)
    for element in root.iter("video", "audio", "source") if site else ():
        if element.get("src"):
            element.set("src", joined(site, element.get("src")))
    return setting.blocks_in(root, pictures, lost, classic=classic)


def prepare(root: Element, handlers: Handlers, lost: Lost) -> None:
    """Hand each element to the first handler its classes, or its tag, have."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        handler = _handler(element, handlers)
        more: Iterable[Element] | None = element
        if handler and element.getparent() is not None:
            more = handler(element, lost)
        waiting.extend(reversed([*(more if more is not None else ())]))


def _handler(element: Element, handlers: Handlers) -> Handler | None:
    if not isinstance(element.tag, str):
        return None
    for name in (*(element.get("class") or "").split(), f"<{element.tag}>"):
        if name in handlers:
            return handlers[name]
    return None


# --- what handlers do ---------------------------------------------------------------------------------------


def make(tag: str, *inside: Element | str, **attributes: str) -> Element:
    """Return a new element."""
    element = lxml_html.Element(tag, **attributes)
    for each in inside:
        if isinstance(each, str):
            _add_text(element, each)
        else:
            element.append(each)
    return element


def _add_text(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def replace(element: Element, *others: Element) -> None:
    """Put others in the place of an element; the text behind it stays."""
    parent, place = element.getparent(), element.getparent().index(element)
    tail, element.tail = element.tail, None
    if not others:
        # A text keeps its place, behind what stood before.
        element.drop_tree()
        before = parent[place - 1] if place else None
        if tail and before is not None:
            before.tail = (before.tail or "") + tail
        elif tail:
            parent.text = (parent.text or "") + tail
        return
    parent[place : place + 1] = list(others)
    others[-1].tail = tail


def first(element: Element, name: str) -> Element | None:
    """Return the first element inside that has a class."""
    return next((each for each in element.iter() if name in (each.get("class") or "").split()), None)


def words_in(element: Element, name: str) -> str:
    """Return the words of the first element inside that has a class."""
    found = first(element, name)
    return said(found) if found is not None else ""


def link(href: str, words: str) -> Element:
    """Return a paragraph that leads somewhere."""
    return make("p", make("a", words or href, href=href))


def gallery(pictures: Iterable[Element], caption: Element | None = None) -> Element:
    """Return pictures, each with its caption, as a gallery."""
    return make("figure", *pictures, *([caption] if caption is not None else []), **{"class": "gallery"})


def file_link(href: str, words: str, lost: Lost) -> Element:
    """Return the way to a file that no archive brings along: it must be put where it was, or stays away."""
    lost("file that is not taken in; its link was kept" if "://" in href else UNREACHED, href)
    return link(href, words) if "://" in href else make("p", words or href.rsplit("/", 1)[-1])


UNREACHED = "file that is not taken in, and whose address is known only there"


def drop(element: Element, lost: Lost) -> None:
    """Leave out what says nothing to a reader."""
    replace(element)


def telling(what: str) -> Handler:
    """Return a handler that leaves an element out and tells of it."""

    def handler(element: Element, lost: Lost) -> None:
        lost(what, said(element)[:80])
        replace(element)

    return handler


def attributes(element: Element) -> dict[str, Any]:
    """Return what an element keeps as JSON for a script to show."""
    try:
        kept = json.loads(element.get("data-attrs") or "{}")
    except (ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}
