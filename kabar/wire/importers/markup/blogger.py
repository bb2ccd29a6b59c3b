"""What Blogger writes its own way: captions in tables, and what it adds to every post."""

from __future__ import annotations

from kabar.stories.markup.setting import Element
from kabar.wire.importers.markup.walking import Handlers, Lost, first, make, replace, telling


def _captioned(element: Element, lost: Lost) -> list[Element] | None:
    """A picture above its caption, in a table of two rows."""
    caption, images = first(element, "tr-caption"), list(element.iter("img"))
    if not images or caption is None:
        return list(element)
    caption.tag, caption.tail = "figcaption", None
    within = set(caption.iter("img"))
    around = [_linked(image) for image in images if image not in within]
    replace(element, make("figure", *around, caption))
    return None


def _linked(image: Element) -> Element:
    parent = image.getparent()
    found = parent if parent is not None and parent.tag == "a" else image
    found.tail = None
    return found


HANDLERS: Handlers = {
    "tr-caption-container": _captioned,
    "blogger-post-footer": telling("footer below every post"),
}
