"""What Substack leaves to its scripts: galleries, other sites' posts, digests; and its notes at the foot."""

from __future__ import annotations

from typing import Any

from kabar.stories.markup.setting import Element
from kabar.stories.markup.words import said
from kabar.wire.importers.markup.walking import (
    Handlers,
    Lost,
    attributes,
    file_link,
    first,
    gallery,
    link,
    make,
    replace,
    telling,
)


def _gallery(element: Element, lost: Lost) -> None:
    said_of = attributes(element).get("gallery")
    shown: dict[str, Any] = said_of if isinstance(said_of, dict) else {}
    images = shown.get("images")
    sources = (
        [each.get("src") for each in images if isinstance(each, dict)] if isinstance(images, list) else []
    )
    caption = shown.get("caption")
    replace(
        element,
        gallery(
            [make("img", src=source) for source in sources if isinstance(source, str)],
            make("figcaption", caption) if isinstance(caption, str) and caption else None,
        ),
    )


def _shown_from_elsewhere(element: Element, lost: Lost) -> list[Element] | None:
    """Something of another site, of which only its address stands in the text."""
    kept = attributes(element)
    named = (kept.get(name) for name in ("url", "canonical_url", "href", "src"))
    address = next((each for each in named if isinstance(each, str) and each.startswith("http")), "")
    if not address:
        return list(element)
    title = kept.get("title")
    if isinstance(title, str) and title:
        lost("card that shows another page; a link was kept", address)
        replace(element, link(address, title))
    else:
        replace(element, make("figure", address))
    return None


def _original(element: Element, lost: Lost) -> None:
    """A picture, named where it was kept and not where a smaller copy is made of it."""
    kept = attributes(element).get("src")
    if isinstance(kept, str) and kept:
        element.set("src", kept)


def _card(element: Element, lost: Lost) -> None:
    """Another post, shown with its title, picture and publication."""
    anchor = next(element.iter("a"), None)
    href = (anchor.get("href") or "").strip() if anchor is not None else ""
    title = first(element, "embedded-post-title")
    lost("card that shows another page; a link was kept", href)
    replace(element, link(href, said(title) if title is not None else ""))


def _file(element: Element, lost: Lost) -> None:
    anchor = next(element.iter("a"), None)
    href = (anchor.get("href") or "").strip() if anchor is not None else ""
    name = first(element, "file-embed-details-h1")
    replace(element, file_link(href, said(name) if name is not None else href.rsplit("/", 1)[-1], lost))


def _mark(element: Element, lost: Lost) -> None:
    """The number of a note, in the text."""
    replace(element, make("sup", said(element)))


def _note(element: Element, lost: Lost) -> list[Element]:
    """A note at the foot: its number stands before its words."""
    number, content = first(element, "footnote-number"), first(element, "footnote-content")
    if number is None or content is None:
        return list(element)
    words = next(content.iter("p"), content)
    mark = make("sup", said(number))
    mark.tail, words.text = f" {words.text or ''}", None
    words.insert(0, mark)
    replace(number)
    return list(content)


def _quotation(element: Element, lost: Lost) -> list[Element]:
    element.tag = "blockquote"
    return list(element)


HANDLERS: Handlers = {
    "image-gallery-embed": _gallery, "embedded-post-wrap": _card, "file-embed-wrapper": _file,
    "footnote-anchor": _mark, "footnote": _note, "<img>": _original, "pullquote": _quotation,
    "poll-embed": telling("poll, whose answers stayed there"),
    **dict.fromkeys(
        ("tweet", "digest-post-embed", "spotify-wrap", "soundcloud-wrap", "tiktok-wrap", "bluesky-wrap",
         "vimeo-wrap", "instagram", "apple-podcast-container", "comment", "community-chat"),
        _shown_from_elsewhere,
    ),
}  # fmt: skip
