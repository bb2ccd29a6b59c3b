"""The data-saver edition: who gets it, and the address at which a reader asks for it or goes back."""

from enum import Enum
from urllib.parse import parse_qs

from kabar.config import Paper
from kabar.newsstand.asking import cookie_in
from kabar.plates import canonical_path, canonical_query

COOKIE = b"kabar_edition"
#: The pages lead here: `?is=lite&to=/where/the/reader/was`.
SWITCH = "/-/edition"
_A_YEAR = 365 * 24 * 60 * 60


class Wish(Enum):
    """What a reader said they want; it wins over what their browser says."""

    LITE = "lite"
    FULL = "full"

    @classmethod
    def of(cls, cookies: bytes | None) -> "Wish | None":
        """The wish a Cookie header remembers; None when nothing was said."""
        value = cookie_in(cookies, COOKIE) if cookies else None
        return _WISHES.get(value) if value else None


_WISHES = {wish.value.encode(): wish for wish in Wish}


def saves_data(header: bytes | None) -> bool:
    """Whether a browser asks for little."""
    return header is not None and header.strip().lower() == b"on"


def switch(paper: Paper, query: str) -> tuple[tuple[bytes, bytes], ...] | None:
    """The headers that remember a wish and lead back to the page; None for a wish that is none."""
    asked = parse_qs(query)
    try:
        wish = Wish(asked["is"][0])
    except (KeyError, ValueError):
        return None
    cookie = b"%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax" % (COOKIE, wish.value.encode(), _A_YEAR)
    if paper.address.startswith("https://"):
        cookie += b"; Secure"
    back = _own_page(paper, asked.get("to", ["/"])[0])
    return ((b"location", back.encode()), (b"set-cookie", cookie), (b"cache-control", b"no-store"))


def _own_page(paper: Paper, target: str) -> str:
    """The page of ours that a target names; the front for anything else."""
    path, _, query = target.partition("?")
    ours = canonical_path(path) if path.isascii() and path.startswith("/") else None
    if ours is None:
        return "/"
    known = canonical_query(query, paper.parameters(path))
    return f"{ours}?{known}" if known else ours
