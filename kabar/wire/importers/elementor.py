"""Posts made with Elementor: their text lies beside them, as JSON of widgets in columns in sections."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

Lost = Callable[[str, str], None]
Settings = dict[str, Any]
#: Widgets that only part others, or only make the page look like something.
SILENT = frozenset({"spacer", "divider", "menu-anchor", "icon", "social-icons", "share-buttons", "nav-menu"})
DEEPEST = 50


def html_of(kept: str, lost: Lost) -> str:
    """Return the HTML of a post's widgets, in their order; nothing for what is no such document."""
    try:
        document = json.loads(kept) if kept else []
    except (ValueError, RecursionError):
        return ""
    return "\n\n".join(_widget(widget, lost) for widget in _widgets(document, 0))


def _widgets(elements: Any, depth: int) -> Iterator[dict[str, Any]]:
    for element in elements if isinstance(elements, list) and depth < DEEPEST else ():
        if isinstance(element, dict):
            if element.get("elType") == "widget":
                yield element
            yield from _widgets(element.get("elements"), depth + 1)


def _widget(widget: dict[str, Any], lost: Lost) -> str:
    kind, settings = str(widget.get("widgetType")), widget.get("settings")
    if kind in SILENT:
        return ""
    if kind not in WIDGETS:
        lost(f"Elementor's widget {kind:.40}, which has no text of its own", "")
        return ""
    return WIDGETS[kind](settings if isinstance(settings, dict) else {})


def _said(settings: Any, *path: str) -> str:
    for name in path:
        settings = settings.get(name) if isinstance(settings, dict) else None
    return str(settings) if isinstance(settings, (str, int)) and not isinstance(settings, bool) else ""


def _rows(settings: Settings, name: str) -> list[Settings]:
    rows = settings.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _html(name: str) -> Callable[[Settings], str]:
    return lambda settings: _said(settings, name)


def _heading(settings: Settings) -> str:
    size = _said(settings, "header_size")
    tag = size if size in ("h1", "h2", "h3", "h4", "h5", "h6") else "h2"
    return f"<{tag}>{_linked(settings, _said(settings, 'title'))}</{tag}>"


def _linked(settings: Settings, html: str) -> str:
    url = _said(settings, "link", "url")
    return f'<a href="{escape(url)}">{html}</a>' if url and html else html


def _image(settings: Settings) -> str:
    caption = f"<figcaption>{_said(settings, 'caption')}</figcaption>"
    return f"<figure>{_linked(settings, _picture(settings.get('image')))}{caption}</figure>"


def _picture(said: Any) -> str:
    number, url = _said(said, "id"), _said(said, "url")
    named = f' class="wp-image-{number}"' if number.isdigit() else ""
    return f'<img src="{escape(url)}" alt="{escape(_said(said, "alt"))}"{named}>' if number or url else ""


def _pictures(name: str) -> Callable[[Settings], str]:
    return lambda settings: (
        f'<figure class="gallery">{"".join(_picture(row) for row in _rows(settings, name))}</figure>'
    )


def _film(settings: Settings) -> str:
    named = ("youtube_url", "vimeo_url", "dailymotion_url", "link")
    hosted = _said(settings, "hosted_url", "url")
    chosen = _said(settings, f"{_said(settings, 'video_type') or 'youtube'}_url")
    url = chosen or hosted or next((said for name in named if (said := _said(settings, name))), "")
    return f"<figure>{escape(url)}</figure>"


def _folded(settings: Settings) -> str:
    return "".join(
        f"<h3>{_said(row, 'tab_title')}</h3>{_said(row, 'tab_content')}" for row in _rows(settings, "tabs")
    )


def _items(settings: Settings) -> str:
    items = "".join(f"<li>{_linked(row, _said(row, 'text'))}</li>" for row in _rows(settings, "icon_list"))
    return f"<ul>{items}</ul>"


def _button(settings: Settings) -> str:
    return f"<p>{_linked(settings, _said(settings, 'text'))}</p>"


def _box(settings: Settings) -> str:
    title = _linked(settings, _said(settings, "title_text"))
    return f"{_picture(settings.get('image'))}<h3>{title}</h3><p>{_said(settings, 'description_text')}</p>"


def _quotation(words: str, who: str) -> Callable[[Settings], str]:
    return lambda settings: (
        f"<blockquote>{_said(settings, words)}<cite>{_said(settings, who)}</cite></blockquote>"
    )


def _call(settings: Settings) -> str:
    button = f"<p>{_linked(settings, _said(settings, 'button'))}</p>"
    return f"<h3>{_said(settings, 'title')}</h3><p>{_said(settings, 'description')}</p>{button}"


WIDGETS: dict[str, Callable[[Settings], str]] = {
    "text-editor": _html("editor"), "html": _html("html"), "shortcode": _html("shortcode"),
    "heading": _heading, "image": _image, "image-gallery": _pictures("wp_gallery"),
    "image-carousel": _pictures("carousel"), "gallery": _pictures("gallery"), "video": _film,
    "accordion": _folded, "toggle": _folded, "tabs": _folded, "icon-list": _items, "button": _button,
    "icon-box": _box, "image-box": _box, "call-to-action": _call,
    "blockquote": _quotation("blockquote_content", "author_name"),
    "testimonial": _quotation("testimonial_content", "testimonial_name"),
}  # fmt: skip
