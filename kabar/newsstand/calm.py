"""The few pages the newsstand prints itself, for when nobody else can answer."""

from dataclasses import dataclass
from html import escape

from kabar.config import Paper

Header = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class CalmPage:
    """A whole answer."""

    status: int
    headers: tuple[Header, ...]
    body: bytes


_WORDS = {
    "id": {
        "missing": ("Halaman tidak ditemukan", "Alamat ini tidak ada di koran kami."),
        "closed": ("Sebentar, ya", "Halaman ini belum bisa dicetak. Silakan coba lagi sebentar lagi."),
        "home": "Ke halaman depan",
    },
    "en": {
        "missing": ("Page not found", "There is no such address in this paper."),
        "closed": ("One moment, please", "This page cannot be printed just now. Please try again shortly."),
        "home": "To the front page",
    },
}
_STYLE = (
    "body{font:1.1rem/1.6 Georgia,serif;max-width:34rem;margin:18vh auto;padding:0 1.5rem;color:#222;"
    "background:#fdfcf9}a{color:inherit}@media(prefers-color-scheme:dark){body{color:#ddd;background:#171614}}"
)
_HTML_HEADERS: tuple[Header, ...] = (
    (b"content-type", b"text/html; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-robots-tag", b"noindex"),
)


def missing(paper: Paper) -> CalmPage:
    """404 for an address that no page can have."""
    return _page(paper, 404, "missing")


def closed(paper: Paper, status: int = 503) -> CalmPage:
    """503 or 502: nothing was ever printed here and the newsroom does not answer."""
    return _page(paper, status, "closed", ((b"retry-after", b"5"),))


def line(status: int, text: str) -> CalmPage:
    """One line of plain text, for clients that are not readers."""
    headers = (
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    )
    return CalmPage(status, headers, text.encode() + b"\n")


def _page(paper: Paper, status: int, words: str, more: tuple[Header, ...] = ()) -> CalmPage:
    language = paper.language if paper.language in _WORDS else "en"
    title, text = _WORDS[language][words]
    name, home = escape(paper.name), _WORDS[language]["home"]
    html = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} – {name}</title><style>{_STYLE}</style></head>"
        f"<body><main><p>{name}</p><h1>{title}</h1><p>{text}</p>"
        f'<p><a href="/">{home}</a></p></main></body></html>'
    )
    return CalmPage(status, (*_HTML_HEADERS, *more), html.encode())
