"""Ghost's cards as it renders them: bookmarks, files, sound and film without their players' buttons."""

from __future__ import annotations

from kabar.stories.markup.setting import Element
from kabar.stories.markup.words import said
from kabar.wire.importers.markup.walking import (
    Handlers,
    Lost,
    drop,
    file_link,
    first,
    link,
    make,
    replace,
    words_in,
)


def _bookmark(element: Element, lost: Lost) -> None:
    anchor = first(element, "kg-bookmark-container")
    href = (anchor.get("href") or "").strip() if anchor is not None else ""
    words = words_in(element, "kg-bookmark-title")
    lost("card that shows another page; a link was kept", href)
    replace(element, *([link(href, words)] if href else [make("p", words)]))


def _file(element: Element, lost: Lost) -> None:
    anchor = first(element, "kg-file-card-container")
    href = (anchor.get("href") or "").strip() if anchor is not None else ""
    words = words_in(element, "kg-file-card-title") or words_in(element, "kg-file-card-filename")
    replace(element, file_link(href, words, lost))


def _sound(element: Element, lost: Lost) -> None:
    title = words_in(element, "kg-audio-title")
    replace(element, make("figure", *_players(element, "audio"), make("figcaption", title)))


def _film(element: Element, lost: Lost) -> None:
    caption = element.find(".//figcaption")
    words = said(caption) if caption is not None else ""
    replace(element, make("figure", *_players(element, "video"), make("figcaption", words)))


def _players(element: Element, tag: str) -> list[Element]:
    found = element.find(f".//{tag}")
    return [] if found is None else [make(tag, src=found.get("src") or "")]


def _callout(element: Element, lost: Lost) -> None:
    """An emoji and a text that belong in one line."""
    text = first(element, "kg-callout-text")
    if text is None:
        return
    text.tag, text.tail = "p", None
    emoji = words_in(element, "kg-callout-emoji")
    if emoji:
        text.text = f"{emoji} {text.text or ''}"
    replace(element, text)


HANDLERS: Handlers = {
    "kg-bookmark-card": _bookmark, "kg-file-card": _file, "kg-audio-card": _sound, "kg-video-card": _film,
    "kg-callout-card": _callout, "kg-toggle-card-icon": drop,
}  # fmt: skip
