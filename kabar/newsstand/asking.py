"""What a request says about itself: its host, its target, the encodings it takes."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kabar.plates import canonical_path

Scope = dict[str, Any]


class Refused(Exception):
    """A request that gets one line and a closed connection."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


@dataclass(frozen=True, slots=True)
class Asking:
    """A request, read once."""

    method: str
    raw_path: str
    path: str | None
    query: str
    headers: dict[bytes, bytes]
    client: str
    scheme: str

    @property
    def takes_gzip(self) -> bool:
        """Whether the body may go out compressed."""
        return takes_gzip(self.headers.get(b"accept-encoding", b""))


def read(scope: Scope, header_bytes: int) -> Asking:
    """Read a request, or refuse one that two readers could read differently."""
    pairs: list[tuple[bytes, bytes]] = scope["headers"]
    raw_path: bytes = scope["raw_path"]
    query: bytes = scope["query_string"]
    size = len(raw_path) + len(query) + sum(len(name) + len(value) for name, value in pairs)
    if size > header_bytes:
        raise Refused(431, f"The head of this request is larger than {header_bytes} bytes.")
    hosts = [value for name, value in pairs if name == b"host"]
    if len(hosts) != 1 and not (not hosts and scope["http_version"] == "1.0"):
        raise Refused(400, "A request names exactly one host.")
    try:
        path, text = raw_path.decode("ascii"), query.decode("ascii")
    except UnicodeDecodeError:
        raise Refused(400, "An address is written in percent-encoded ASCII.") from None
    client = scope.get("client") or ("", 0)
    return Asking(
        method=scope["method"],
        raw_path=path,
        path=canonical_path(path),
        query=text,
        headers=_once(pairs),
        client=client[0],
        scheme=scope["scheme"],
    )


def _once(pairs: list[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Headers by name; what was said in several lines is joined as HTTP allows."""
    headers: dict[bytes, bytes] = {}
    for name, value in pairs:
        if name in headers:
            headers[name] += (b"; " if name == b"cookie" else b", ") + value
        else:
            headers[name] = value
    return headers


@lru_cache(maxsize=512)
def takes_gzip(accept_encoding: bytes) -> bool:
    """Whether an Accept-Encoding header allows gzip."""
    allowed = False
    for part in accept_encoding.decode("latin-1").lower().split(","):
        coding, _, parameters = part.partition(";")
        if coding.strip() in ("gzip", "x-gzip", "*"):
            refused = parameters.replace(" ", "") in ("q=0", "q=0.0", "q=0.00", "q=0.000")
            if coding.strip() != "*":
                return not refused
            allowed = not refused
    return allowed


def cookie_in(header: bytes, name: bytes) -> bytes | None:
    """The value of the first cookie of a name in a Cookie header."""
    for pair in header.split(b";"):
        stripped = pair.strip()
        if stripped.startswith(name + b"="):
            return stripped[len(name) + 1 :]
    return None
