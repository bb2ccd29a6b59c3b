"""What WordPress's blocks and Jetpack's write their own way: files, slideshows, galleries in tiles."""

from __future__ import annotations

import json
import re
from itertools import islice, takewhile

from kabar.stories.markup.setting import NEAR, Element
from kabar.wire.importers.markup.walking import (
    UNREACHED,
    Handlers,
    Lost,
    file_link,
    gallery,
    make,
    replace,
)
from kabar.wire.importers.media import PICTURE_NAME
from kabar.wire.importers.standing import path_of

UPLOADED = re.compile(r"/wp-content/uploads/.+\.\w{2,5}$")


def _file(element: Element, lost: Lost) -> None:
    """A file, its name and a button that say the same."""
    links = [each for each in element.iter("a") if "wp-block-file__button" not in (each.get("class") or "")]
    links = [each for each in links if each.get("href")] or list(element.iter("a"))
    href = (links[0].get("href") or "").strip() if links else ""
    words = " ".join(links[0].text_content().split()) if links else ""
    replace(element, file_link(href, words, lost))


def _pictures(element: Element, lost: Lost) -> None:
    """Pictures that a script shows one after the other, or in tiles."""
    shown = []
    for image in list(element.iter("img")):
        near = takewhile(lambda each: each is not element, islice(image.iterancestors(), NEAR))
        captions = (each.find("figcaption") for each in near)
        caption = next((each for each in captions if each is not None), None)
        image.tail = None
        shown.append(make("figure", image, *([caption] if caption is not None else [])))
        if caption is not None:
            caption.tail = None
    replace(element, gallery(shown))


def _link(element: Element, lost: Lost) -> Element:
    """A link to a file among the uploads, which nobody takes in."""
    path = path_of((element.get("href") or "").strip())
    if UPLOADED.search(path) and not PICTURE_NAME.search(path):
        href = element.get("href", "")
        lost("file that is not taken in; its link was kept" if "://" in href else UNREACHED, href)
    return element


def footnotes(kept: str) -> str:
    """Return the notes that a post keeps beside its text, as the list at its end."""
    try:
        notes = json.loads(kept) if kept else []
    except (ValueError, RecursionError):
        return ""
    words = [
        each["content"]
        for each in (notes if isinstance(notes, list) else [])
        if isinstance(each, dict) and isinstance(each.get("content"), str)
    ]
    return f"<ol>{''.join(f'<li>{each}</li>' for each in words)}</ol>" if words else ""


HANDLERS: Handlers = {
    "wp-block-file": _file, "wp-block-jetpack-slideshow": _pictures,
    "wp-block-jetpack-tiled-gallery": _pictures, "tiled-gallery": _pictures, "<a>": _link,
}  # fmt: skip
