"""Ways to pass a story on: plain links, no script of anyone's."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _


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
