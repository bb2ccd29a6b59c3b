"""Sending whole answers over ASGI."""

import gzip
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Header = tuple[bytes, bytes]
_WORTH_COMPRESSING = 500


async def reply(send: Send, status: int, headers: Iterable[Header], body: bytes = b"") -> None:
    """One answer, all at once, with its length unless the headers state it or there is no body."""
    lines = list(headers)
    if status not in (204, 304) and not any(name == b"content-length" for name, _ in lines):
        lines.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": status, "headers": lines})
    await send({"type": "http.response.body", "body": body})


def compressed(headers: Iterable[Header], body: bytes, takes_gzip: bool) -> tuple[list[Header], bytes]:
    """Compress text for those who take it."""
    lines = [*headers, (b"vary", b"accept-encoding")]
    if not takes_gzip or len(body) < _WORTH_COMPRESSING or not is_text(dict(lines).get(b"content-type", b"")):
        return lines, body
    return [*lines, (b"content-encoding", b"gzip")], gzip.compress(body, 5, mtime=0)


def is_text(content_type: bytes) -> bool:
    """Whether compressing this kind of body saves anything."""
    kind = content_type.split(b";")[0].strip()
    return (
        kind.startswith(b"text/")
        or kind.endswith((b"json", b"xml", b"javascript"))
        or kind == b"image/svg+xml"
    )
