"""What templates of the paper and of its themes may say: `{% load kabar %}`."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kabar.masthead import fragments, photographs, printed_time, shortcuts
from kabar.masthead.printed_number import grouped
from kabar.masthead.together import in_one
from kabar.plates import Variant

register = template.Library()
register.filter(grouped)

#: Characters that could end the element a JSON text stands in.
UNSAFE_IN_SCRIPT = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}

#: Hues come in steps, because a page may not carry styles of its own and each step is a class.
HUE_STEP = 15


@register.simple_tag(takes_context=True)
def fragment(context: template.Context, name: str) -> SafeString:
    """Set a fragment, such as `latest`, into the page; a page for the rack gets a mark in its place."""
    if context.get("for_press"):
        return mark_safe(fragments.marker(fragments.find(name).name))
    return mark_safe(fragments.find(name).render(context["request"]))


@register.simple_block_tag
def together(content: str) -> SafeString:
    """Print the links to style sheets within as one link, in their order."""
    return mark_safe(in_one(content))


@register.simple_tag
def late(script: str) -> SafeString:
    """Have a static module run once the page stands; whatever it imports, nobody waits for it."""
    tag = '<script type="module" src="{}" data-late="{}"></script>'
    return format_html(tag, static("kabar/masthead/page.js"), static(script))


@register.simple_tag(takes_context=True)
def inset(context: template.Context, place: str, about: Any = None) -> SafeString:
    """Print what departments set into a named place, such as `front-top`; on most pages that is nothing."""
    return mark_safe("".join(one.html(place, about) for one in context.get("insets") or ()))


@register.simple_tag(takes_context=True)
def photograph(
    context: template.Context, picture: Any, room: str = "column", alt: str | None = None, first: bool = False
) -> SafeString:
    """Print a picture with its sizes; `room` says how wide it stands."""
    if getattr(context.get("request"), "variant", None) is Variant.LITE:
        return photographs.on_tap(picture, room, alt)
    preview = getattr(context.get("request"), "is_preview", False)
    return photographs.photograph(picture, room, alt=alt, first=first, preview=preview)


@register.simple_tag
def newsroom_keys(mac: bool = False) -> list[dict[str, Any]]:
    """Return the sheets of keys that departments have added to the newsroom's cheat sheet."""
    return shortcuts.printed(mac)


@register.filter
def hue(section: Any) -> str:
    """Return the class that gives a section's label its colour."""
    return f"hue-{round(section.hue % 360 / HUE_STEP) * HUE_STEP % 360}"


@register.filter(name="printed_time")
def printed_time_filter(instant: datetime | None, zone: str) -> str:
    """Print an instant in full on the clocks of a zone."""
    return printed_time.day_and_minute(instant, zone) if instant else ""


@register.filter
def printed_briefly(instant: datetime | None, zone: str) -> str:
    """Print an instant for a list: date and time."""
    return printed_time.date_and_minute(instant, zone) if instant else ""


@register.filter
def printed_minute(instant: datetime | None, zone: str) -> str:
    """Print only the time of an instant."""
    return printed_time.minute(instant, zone) if instant else ""


@register.filter
def printed_day(day: date) -> str:
    """Print a day in full."""
    return printed_time.day(day)


@register.filter
def machine_time(instant: datetime | None, zone: str) -> str:
    """Print an instant for machines."""
    return printed_time.machine(instant, zone) if instant else ""


@register.filter
def json_ld(data: Any) -> SafeString:
    """Print data inside a JSON-LD script; nothing in it can end the script."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(UNSAFE_IN_SCRIPT))
