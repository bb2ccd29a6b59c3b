"""Pictures as a page prints them: sizes to choose from, and room kept so that nothing jumps."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

#: How wide a picture stands, for the browser's choice among the printed sizes. On a phone a little less than
#: it is: nobody sees the difference, and the next smaller size comes in half the time.
ROOM = {
    "lead": "(min-width: 75rem) 46rem, (min-width: 60rem) 60vw, 100vw",
    "wide": "(min-width: 70rem) 53rem, (min-width: 42rem) 39rem, 88vw",
    "column": "(min-width: 45rem) 40rem, 100vw",
    "half": "(min-width: 45rem) 20rem, 50vw",
    "card": "(min-width: 75rem) 18rem, (min-width: 45rem) 30vw, 88vw",
    "thumb": "7.5rem",
}
#: What is cut for a room; everywhere else a picture is printed whole.
CROP = {"lead": "wide", "card": "card", "half": "card", "thumb": "square"}
WHOLE = "whole"
#: Rooms in which a picture only leads to a story.
SMALL = frozenset({"lead", "card", "thumb"})
PREVIEW_WIDTH = 960
NOTHING = SafeString("")
#: A portrait is kept from filling more than a screen.
TALL = SafeString(' class="tall"')


def photograph(
    picture: Any, room: str = "column", *, alt: str | None = None, first: bool = False, preview: bool = False
) -> SafeString:
    """Return the tag of a released picture; nothing for one that readers may not see.

    `first` is for the one picture a reader sees at once: it is fetched early and drawn in the frame of the
    words, the others are fetched when they come near.
    """
    if picture is None:
        return NOTHING
    words = picture.alt if alt is None else alt
    printed = picture.printed(CROP.get(room, WHOLE))
    if printed is None:
        return _preview(picture, words) if preview else NOTHING
    image = _image(printed.jpeg, printed.width, printed.height, words, first)
    sources = [(f"image/{kind}", choice) for kind, choice in (("avif", printed.avif), ("webp", printed.webp))]
    lines = [(kind, _choice(sizes), ROOM[room]) for kind, sizes in sources if sizes]
    if not lines:
        return image
    choices = format_html_join("", '<source type="{}" srcset="{}" sizes="{}">', lines)
    return format_html("<picture>{}{}</picture>", choices, image)


def on_tap(picture: Any, room: str, alt: str | None) -> SafeString:
    """Return a link to a picture instead of the picture; nothing for one that only decorates."""
    printed = picture.printed(WHOLE) if picture and room not in SMALL and alt != "" else None
    if printed is None:
        return NOTHING
    words = alt or picture.alt
    told = _("Open the picture: %(what)s") % {"what": words} if words else _("Open the picture")
    return format_html('<a class="on-tap" href="{}">{}</a>', printed.jpeg, told)


def _choice(sizes: tuple[tuple[int, str], ...]) -> str:
    return ", ".join(f"{url} {width}w" for width, url in sizes)


def _image(url: str, width: int, height: int, alt: str, first: bool) -> SafeString:
    return format_html(
        '<img src="{}" width="{}" height="{}"{} alt="{}"{}>',
        url,
        width,
        height,
        TALL if height > width else NOTHING,
        alt,
        mark_safe(' fetchpriority="high" decoding="sync"' if first else ' loading="lazy" decoding="async"'),
    )


def _preview(picture: Any, alt: str) -> SafeString:
    """Return a picture for the newsroom's own eyes, before any story prints it."""
    if not picture.may_be_shown():
        return NOTHING
    rendition = picture.get_rendition(f"max-{PREVIEW_WIDTH}x{PREVIEW_WIDTH}|format-webp")
    return _image(rendition.url, rendition.width, rendition.height, alt, first=False)
