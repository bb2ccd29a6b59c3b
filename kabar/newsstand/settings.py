"""What the newsstand needs to know of the papers it sells, read once from the paper's folder."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from kabar.config import Paper
from kabar.plates import Variant

MEGABYTE = 1024 * 1024
_NUMBERED = re.compile(r"(?:.*&)?p=\d+(?:&|$)")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much and how long a connection may take."""

    header_bytes: int = 32 * 1024
    head_seconds: int = 10
    idle_seconds: int = 75
    stalled_seconds: int = 60
    print_seconds: float = 30.0
    proxy_seconds: float = 120.0
    prints_at_once: int = 8
    proxied_at_once: int = 64
    shutdown_seconds: int = 10
    live_readers: int = 20_000


@dataclass(frozen=True, slots=True)
class NewsstandSettings:
    """One newsstand: its papers, its folders, its patience."""

    paper: Paper
    variants: tuple[Variant, ...] = (Variant.ADS,)
    limits: Limits = field(default_factory=Limits)

    @property
    def socket(self) -> Path:
        """Where web listens for the newsroom."""
        return self.paper.run / "web.sock"

    @property
    def press_socket(self) -> Path:
        """Where web listens for prints."""
        return self.paper.run / "press.sock"

    @property
    def static_folder(self) -> Path:
        """Styles and scripts, collected."""
        return self.paper.static

    @property
    def media_folder(self) -> Path:
        """Pictures that live stories use."""
        return self.paper.media / "public"

    @property
    def frames_folder(self) -> Path:
        """HTML5 of advertisers, unpacked."""
        return self.paper.media / "frames"

    @property
    def hot_bytes(self) -> int:
        """Memory for the copies most asked for."""
        return self.paper.newsstand.hot_megabytes * MEGABYTE

    @property
    def patience(self) -> float:
        """Seconds a reader waits for a fresh print while an older one hangs."""
        return self.paper.newsstand.patience

    @property
    def trusted_proxies(self) -> frozenset[str]:
        """Front proxies whose word about the client is believed."""
        return frozenset(self.paper.newsstand.trusted_proxies)


def offered_by(paper: Paper) -> tuple[Variant, ...]:
    """The printings of a page that a paper offers its readers."""
    return (Variant.ADS, Variant.MEMBER, *((Variant.LITE,) if paper.newsstand.lite else ()))


def is_under(path: str, word: str) -> bool:
    """Whether a path is the word's own address or lies under it."""
    return path == f"/{word}" or path.startswith(f"/{word}/")


def is_newsroom(paper: Paper, path: str) -> bool:
    """Whether a path leads into the building, where cookies matter and nothing is printed."""
    return is_under(path, paper.words.newsroom)


def is_counter(paper: Paper, path: str) -> bool:
    """Whether a path leads to the counter where readers hand something in, and get a form of their own."""
    return is_under(path, f"{paper.words.corrections}/{paper.words.corrections_ask}")


def is_account(paper: Paper, path: str) -> bool:
    """Whether a path leads to what is one reader's: their account, and what a page asks once it is open."""
    return is_under(path, paper.words.account) or is_under(path, "-/me")


def is_report(path: str) -> bool:
    """Whether a path leads to an advertiser's report, which is as old as the question."""
    return path.startswith("/-/ads/report/")


#: Where a page asks for the rest of its story; what stands behind it is the story's number.
REST = "/-/rest/"


def is_reading_on(path: str) -> bool:
    """Whether a path leads to what not everybody reads."""
    return any(is_under(path, word) for word in ("-/rest", "-/whole", "-/gift"))


def is_answered_anew(paper: Paper, path: str, query: str = "") -> bool:
    """Whether every question gets its own answer there, so that no plate can stand for it.

    That is the search, what a site asks of a story it sets in, and `/?p=123`, an address that a story
    had in WordPress.
    """
    return (
        is_under(path, paper.words.search)
        or path in ("/oembed", "/api/v1/search")
        or (path == "/" and bool(_NUMBERED.match(query)))
    )
