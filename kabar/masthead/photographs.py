"""Pictures as a page prints them: sizes to choose from, and room kept so that nothing jumps."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

#: How wide a picture stands, for the browser's choice among the printed sizes.
ROOM = {
    "lead": "(min-width: 75rem) 46rem, (min-width: 60rem) 60vw, 100vw",
    "wide": "(min-width: 70rem) 53rem, (min-width: 42rem) 39rem, 100vw",
    "column": "(min-width: 45rem) 40rem, 100vw",
    "card": "(min-width: 75rem) 18rem, (min-width: 45rem) 30vw, 100vw",
    "thumb": "7.5rem",
}
#: The size for browsers that cannot choose.
USUAL_WIDTH = 960
NOTHING = SafeString("")
#: A portrait is kept from filling more than a screen.
TALL = SafeString(' class="tall"')


def photograph(
    picture: Any, room: str = "column", *, alt: str | None = None, first: bool = False, preview: bool = False
) -> SafeString:
    """Return the tag of a released picture; nothing for one that readers may not see.

    `first` is for the one picture a reader sees at once: it is fetched early, the others when they come near.
    """
    if picture is None:
        return NOTHING
    sizes = _sizes(picture, preview)
    if not sizes:
        return NOTHING
    usual = max((width for width, _ in sizes if width <= USUAL_WIDTH), default=sizes[0][0])
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}"{} alt="{}"{}>',
        dict(sizes)[usual],
        ", ".join(f"{url} {width}w" for width, url in sizes),
        ROOM[room],
        usual,
        round(picture.height * usual / picture.width) if picture.width else usual,
        TALL if picture.height > picture.width else NOTHING,
        picture.alt if alt is None else alt,
        mark_safe(' fetchpriority="high"' if first else ' loading="lazy" decoding="async"'),
    )


def _sizes(picture: Any, preview: bool) -> list[tuple[int, str]]:
    if picture.released:
        return [(width, picture.public_url(width)) for width in picture.printed_widths()]
    if preview:
        rendition = picture.get_rendition(f"max-{USUAL_WIDTH}x{USUAL_WIDTH}|format-webp")
        return [(rendition.width, rendition.url)]
    return []
