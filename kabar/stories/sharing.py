"""Ways to pass a story on: plain links, no script of anyone's."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from kabar.stories.models import Story

Drawn = Callable[[Story], str]

_drawn: list[Drawn] = []


def draw_with(drawn: Drawn) -> None:
    """Ask a department above for the picture of a story without one; call it in an app's `ready`."""
    if drawn not in _drawn:
        _drawn.append(drawn)


def share_path(story: Story) -> str:
    """Return the path of the picture that other sites show beside a link; empty for the paper's own mark."""
    picture = story.lead_picture
    if picture and picture.share_url():
        return picture.share_url()
    return next((path for drawn in _drawn if (path := drawn(story))), "")


def links(headline: str, url: str) -> list[tuple[str, str]]:
    """Return where a story may be passed on: a name and an address for each."""
    both = {"url": url, "text": headline}
    return [
        ("WhatsApp", "https://wa.me/?" + _query({"text": f"{headline} {url}"})),
        ("Telegram", "https://t.me/share/url?" + _query(both)),
        ("X", "https://x.com/intent/post?" + _query(both)),
        ("Facebook", "https://www.facebook.com/sharer/sharer.php?" + _query({"u": url})),
        (_("E-mail"), "mailto:?" + _query({"subject": headline, "body": url})),
    ]


def _query(values: dict[str, str]) -> str:
    return urlencode(values, quote_via=quote)
