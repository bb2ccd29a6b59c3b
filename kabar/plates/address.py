"""Where a plate hangs: host, path, known query and variant, each in one canonical form."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode

FRAGMENT_FOLDER = "/.fragment/"

TRACKERS = frozenset(
    {
        "_ga",
        "_gl",
        "dclid",
        "fbclid",
        "gbraid",
        "gclid",
        "gclsrc",
        "igsh",
        "igshid",
        "mc_cid",
        "mc_eid",
        "msclkid",
        "srsltid",
        "ttclid",
        "twclid",
        "wbraid",
        "yclid",
    }
)
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?\Z")
_FORBIDDEN_IN_PATH = re.compile(rb"[\x00-\x1f\x7f\\;?#/]")


class Variant(StrEnum):
    """Which printing of a page a reader gets."""

    ADS = "ads"
    MEMBER = "member"
    LITE = "lite"


@dataclass(frozen=True, slots=True)
class Address:
    """One hook on the rack; the path and the query are canonical."""

    host: str
    path: str
    query: str = ""
    variant: Variant = Variant.ADS

    def to_key(self) -> bytes:
        """Twenty bytes, evenly spread, so that eviction can pick a victim anywhere."""
        text = f"{self.variant}\0{self.host}\0{self.path}\0{self.query}"
        return blake2b(text.encode(), digest_size=20).digest()

    @property
    def is_fragment(self) -> bool:
        """Whether a fragment hangs here, which no reader can ask for."""
        return self.path.startswith(FRAGMENT_FOLDER)

    def of_fragment(self, name: str) -> "Address":
        """Where the fragment of that name hangs for this host and variant."""
        return Address(self.host, FRAGMENT_FOLDER + name, "", self.variant)


def canonical_path(raw: str) -> str | None:
    """The one spelling of a percent-encoded path, or None for a path that no page may have."""
    if not raw.startswith("/"):
        return None
    if _PLAIN_PATH.match(raw):
        return raw
    segments = [unquote_to_bytes(segment) for segment in raw[1:].split("/")]
    if not all(_is_segment(segment) for segment in segments[:-1]):
        return None
    if segments[-1] and not _is_segment(segments[-1]):
        return None
    return "/" + "/".join(quote(segment, safe="!$&'()*+,=:@") for segment in segments)


def _is_segment(segment: bytes) -> bool:
    """Whether a decoded segment is a plain name: not empty, not hidden, no second path inside it."""
    if not segment or segment.startswith(b".") or _FORBIDDEN_IN_PATH.search(segment):
        return False
    try:
        segment.decode()
    except UnicodeDecodeError:
        return False
    return True


def is_tracker(name: str) -> bool:
    """Whether a query parameter only tells who sent the reader here."""
    return name.startswith("utm_") or name in TRACKERS


def without_trackers(raw: str) -> str:
    """The raw query in its own order and spelling, minus the trackers."""
    kept = [pair for pair in raw.split("&") if pair and not is_tracker(pair.partition("=")[0].lower())]
    return "&".join(kept)


def canonical_query(raw: str, known: Iterable[str]) -> str:
    """Only the known parameters, the last value of each, sorted by name."""
    if not raw:
        return ""
    wanted = frozenset(known)
    pairs = parse_qsl(raw, keep_blank_values=False, max_num_fields=None)
    values = {name: value for name, value in pairs if name in wanted}
    return urlencode(sorted(values.items()))
