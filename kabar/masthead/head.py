"""What a page says of itself to search engines and to sites that quote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

INDEXED = "max-image-preview:large"
NOT_INDEXED = "noindex, follow"

#: Longer titles are cut off wherever they are shown.
LONGEST_TITLE = 110


@dataclass(frozen=True, slots=True)
class SharePicture:
    """The picture other sites show beside a link to the page."""

    url: str
    alt: str = ""
    width: int = 1200
    height: int = 630


@dataclass(frozen=True, slots=True)
class Head:
    """A page's title, description, address and data, before they become tags."""

    title: str
    description: str
    path: str
    kind: str = "website"
    robots: str = INDEXED
    picture: SharePicture | None = None
    feed: tuple[str, str] | None = None
    article: tuple[tuple[str, str], ...] = ()
    json_ld: tuple[dict[str, Any], ...] = ()
    site: str = ""
    oembed: str = ""
    #: The address of the same page elsewhere, whole, when it is not this one that is to be found.
    elsewhere: str = ""
    #: The page in each of its languages, this one too: language and whole address.
    alternates: tuple[tuple[str, str], ...] = ()

    @property
    def full_title(self) -> str:
        """The title with the paper's name behind it, where there is room for both."""
        whole = f"{self.title} | {self.site}"
        return whole if self.site and len(whole) <= LONGEST_TITLE else self.title


def shortened(text: str, most: int = 160) -> str:
    """Return a text cut at a word, for a description that search engines show whole."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    return flat[:most].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def trail(address: str, *steps: tuple[str, str]) -> dict[str, Any]:
    """Return the way from the front to a page as BreadcrumbList data; steps are names and paths."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": address + path}
            for number, (name, path) in enumerate(steps, start=1)
        ],
    }
