"""A copy: a plate with its fragments set, ready to be handed out as bytes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from http import HTTPStatus

from kabar.plates import Address, Piece, Plate, Variant
from kabar.plates.gzip_join import inflate, sheets_of

# These belong to the answer, not to the page, or must never come out of a print.
_NOT_FROM_A_PLATE = frozenset(
    {
        "age",
        "cache-control",
        "connection",
        "content-encoding",
        "content-length",
        "date",
        "etag",
        "keep-alive",
        "server",
        "set-cookie",
        "transfer-encoding",
        "vary",
    }
)
# What a copy takes in memory beside its body and its heads.
_OVERHEAD = 1500


@dataclass(slots=True)
class Copy:
    """One page as it is handed out: heads without a date, and the sheets that make the body in gzip.

    The sheets are the plates' own bytes, so that a fragment can be set anew without a look at the rack.
    """

    address: Address
    plates: tuple[Plate, ...]
    complete: bool
    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    validator: bytes
    length: int
    sheets: tuple[bytes, ...]
    weight: int = field(init=False)
    head: bytes = field(init=False)
    head_unchanged: bytes = field(init=False)
    _answer: list[bytes] = field(init=False)
    checked: int = 0
    used: bool = False

    def __post_init__(self) -> None:
        self.weight = sum(map(len, self.sheets))
        self.head = _head(self.status, (*self.headers, *self.gzip_headers()))
        kept = tuple(pair for pair in self.headers if pair[0] not in (b"content-type", b"last-modified"))
        self.head_unchanged = _head(304, kept)
        self._answer = [self.head, b"", *self.sheets]

    @property
    def size(self) -> int:
        """Bytes this copy is counted for."""
        return self.weight + len(self.head) + len(self.head_unchanged) + _OVERHEAD

    @property
    def body(self) -> bytes:
        """The body in gzip."""
        return b"".join(self.sheets)

    def answer(self, end_of_head: bytes) -> bytes:
        """The whole answer in gzip; its parts stand ready in one list, as this is asked for most often."""
        parts = self._answer
        parts[1] = end_of_head
        return b"".join(parts)

    @property
    def page(self) -> Plate:
        """The plate of the page itself, into which the others are set."""
        return self.plates[0]

    @property
    def printed_at(self) -> float:
        """When the oldest of its plates was printed."""
        return min(plate.printed_at for plate in self.plates)

    def gzip_headers(self) -> tuple[tuple[bytes, bytes], ...]:
        """What the answer says of the body when it goes out compressed."""
        return ((b"content-encoding", b"gzip"), (b"content-length", b"%d" % self.weight))

    def identity(self) -> bytes:
        """The plain body, for the few who do not take gzip."""
        return inflate(self.body[10:-8])

    def is_known_to(self, if_none_match: bytes) -> bool:
        """Whether the reader holds this very copy; the weak prefix does not matter here."""
        return self.validator in if_none_match or if_none_match.strip() == b"*"


def compose(address: Address, page: Plate, fragments: Mapping[str, Plate], variants: int = 1) -> Copy:
    """Set the fragments into the page; one that was never printed leaves its place empty."""
    pieces: list[Piece] = []
    used = [fragments[name] for name in page.fragments if name in fragments]
    for part in page.parts:
        if isinstance(part, Piece):
            pieces.append(part)
        elif part.fragment in fragments:
            pieces.extend(piece for piece in fragments[part.fragment].parts if isinstance(piece, Piece))
    validator = b'"%s"' % _etag(page, used).encode()
    return Copy(
        address=address,
        plates=(page, *used),
        complete=all(name in fragments for name in page.fragments),
        status=page.status,
        headers=_headers(page, used, address.variant, variants, validator),
        validator=validator,
        length=sum(piece.length for piece in pieces),
        sheets=sheets_of(pieces),
    )


def _etag(page: Plate, fragments: Iterable[Plate]) -> str:
    """The page's own validator, or one of the page and everything set into it."""
    tags = [page.etag, *(fragment.etag for fragment in fragments)]
    return page.etag if len(tags) == 1 else blake2b("\n".join(tags).encode(), digest_size=9).hexdigest()


def _headers(
    page: Plate, fragments: Iterable[Plate], variant: Variant, variants: int, validator: bytes
) -> tuple[tuple[bytes, bytes], ...]:
    lines = [(name, value) for name, value in page.headers if name not in _NOT_FROM_A_PLATE]
    lines = _with_surrogate_keys(lines, fragments)
    lines.append(("cache-control", _cache_control(page, variant)))
    lines.append(("vary", "accept-encoding" if variants == 1 else "accept-encoding, kabar-variant"))
    return (
        *((name.encode("latin-1"), value.encode("latin-1")) for name, value in lines),
        (b"etag", b"W/" + validator),
    )


def _cache_control(page: Plate, variant: Variant) -> str:
    """What the press said; a variant chosen by a pass is for its reader only."""
    if variant is not Variant.ADS:
        return "private, no-cache"
    return dict(page.headers).get("cache-control", "no-cache")


def _with_surrogate_keys(lines: list[tuple[str, str]], fragments: Iterable[Plate]) -> list[tuple[str, str]]:
    """A purge of a fragment's key must also reach the pages it was set into."""
    more = [dict(fragment.headers).get("surrogate-key", "") for fragment in fragments]
    keys = " ".join(dict.fromkeys(" ".join([dict(lines).get("surrogate-key", ""), *more]).split()))
    rest = [pair for pair in lines if pair[0] != "surrogate-key"]
    return [*rest, ("surrogate-key", keys)] if keys else rest


def _head(status: int, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Status line and headers, to be followed by the date and an empty line."""
    phrase = HTTPStatus(status).phrase
    lines = [b"HTTP/1.1 %d %s\r\n" % (status, phrase.encode())]
    lines += [b"%s: %s\r\n" % pair for pair in headers]
    return b"".join(lines)
