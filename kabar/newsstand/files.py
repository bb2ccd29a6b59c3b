"""Files that go out as they lie: styles, scripts and fonts, and the pictures of live stories."""

import asyncio
import gzip
import re
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from kabar.newsstand.asking import Asking
from kabar.newsstand.replying import Header, Send, is_text, reply

#: What a file is, by the end of its name.
TYPES = {
    ".avif": b"image/avif",
    ".css": b"text/css; charset=utf-8",
    ".gif": b"image/gif",
    ".html": b"text/html; charset=utf-8",
    ".ico": b"image/x-icon",
    ".jpeg": b"image/jpeg",
    ".jpg": b"image/jpeg",
    ".js": b"text/javascript; charset=utf-8",
    ".json": b"application/json",
    ".m4a": b"audio/mp4",
    ".map": b"application/json",
    ".mjs": b"text/javascript; charset=utf-8",
    ".mp3": b"audio/mpeg",
    ".mp4": b"video/mp4",
    ".pdf": b"application/pdf",
    ".png": b"image/png",
    ".svg": b"image/svg+xml",
    ".ttf": b"font/ttf",
    ".txt": b"text/plain; charset=utf-8",
    ".vtt": b"text/vtt; charset=utf-8",
    ".webm": b"video/webm",
    ".webmanifest": b"application/manifest+json",
    ".webp": b"image/webp",
    ".woff": b"font/woff",
    ".woff2": b"font/woff2",
    ".xml": b"application/xml; charset=utf-8",
}
_HASHED = re.compile(r"\.[0-9a-f]{8,}\.(?:[a-z0-9.-]+\.)?[a-z0-9]+$")
_RANGE = re.compile(rb"bytes=(\d*)-(\d*)\Z")
_FOREVER = b"public, max-age=31536000, immutable"
_A_WHILE = b"public, max-age=300"
_KEPT_BYTES = 24 * 1024 * 1024
_KEPT_FILE = 512 * 1024
_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    size: int
    etag: bytes
    content_type: bytes


class Folder:
    """One folder of files, with the small texts among them kept compressed in memory."""

    def __init__(self, root: Path, extra_headers: tuple[Header, ...] = ()) -> None:
        self._root = root
        self._extra = ((b"x-content-type-options", b"nosniff"), *extra_headers)
        self._packed: dict[bytes, bytes] = {}
        self._packed_size = 0

    async def answer(self, asking: Asking, relative: str, send: Send, more: tuple[Header, ...] = ()) -> bool:
        """Send the file of that name, with more headers; False when there is none."""
        file = await asyncio.to_thread(self._find, relative)
        if file is None:
            return False
        headers = [*self._headers(file), *more]
        if _knows(asking, file.etag):
            await reply(send, 304, headers)
        elif is_text(file.content_type) and asking.takes_gzip and file.size <= _KEPT_FILE:
            body = await self._pack(file)
            await reply(send, 200, [*headers, (b"content-encoding", b"gzip")], body)
        else:
            await _send_bytes(asking, file, headers, send)
        return True

    def _find(self, relative: str) -> _File | None:
        """A plain file inside the folder, links followed only if they stay inside."""
        try:
            path = (self._root / relative).resolve(strict=True)
            status = path.stat()
            if not path.is_relative_to(self._root.resolve()) or not S_ISREG(status.st_mode):
                return None
        except (OSError, ValueError):
            return None
        etag = b'W/"%x-%x"' % (status.st_mtime_ns, status.st_size)
        return _File(path, status.st_size, etag, TYPES.get(path.suffix.lower(), b"application/octet-stream"))

    def _headers(self, file: _File) -> list[Header]:
        hashed = _HASHED.search(file.path.name)
        headers = [
            (b"content-type", file.content_type),
            (b"etag", file.etag),
            (b"cache-control", _FOREVER if hashed else _A_WHILE),
            *self._extra,
        ]
        if is_text(file.content_type):
            headers.append((b"vary", b"accept-encoding"))
        else:
            headers.append((b"accept-ranges", b"bytes"))
        return headers

    async def _pack(self, file: _File) -> bytes:
        key = b"%s %s" % (str(file.path).encode(), file.etag)
        packed = self._packed.get(key)
        if packed is None:
            packed = await asyncio.to_thread(lambda: gzip.compress(file.path.read_bytes(), 6, mtime=0))
            if self._packed_size + len(packed) > _KEPT_BYTES:
                self._packed.clear()
                self._packed_size = 0
            self._packed[key] = packed
            self._packed_size += len(packed)
        return packed


def _knows(asking: Asking, etag: bytes) -> bool:
    """Whether the reader holds this very file."""
    known = asking.headers.get(b"if-none-match")
    return known is not None and (etag.removeprefix(b"W/") in known or known.strip() == b"*")


async def _send_bytes(asking: Asking, file: _File, headers: list[Header], send: Send) -> None:
    """The file or the one part of it that was asked for, piece by piece."""
    start, stop, status = 0, file.size, 200
    wanted = _RANGE.match(asking.headers.get(b"range", b""))
    if (
        wanted
        and asking.method == "GET"
        and not is_text(file.content_type)
        and b"if-range" not in asking.headers
    ):
        part = _part(wanted, file.size)
        if part is None:
            await reply(send, 416, [*headers, (b"content-range", b"bytes */%d" % file.size)])
            return
        start, stop, status = *part, 206
        headers = [*headers, (b"content-range", b"bytes %d-%d/%d" % (start, stop - 1, file.size))]
    headers = [*headers, (b"content-length", b"%d" % (stop - start))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    if asking.method == "HEAD":
        await send({"type": "http.response.body"})
        return
    await _send_pieces(file.path, start, stop, send)


def _part(wanted: re.Match[bytes], size: int) -> tuple[int, int] | None:
    """Start and stop of a byte range; None when it lies outside the file."""
    first, last = wanted.groups()
    if not first and not last:
        return None
    if not first:
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(size, int(last) + 1) if last else size
    return (start, stop) if start < stop else None


async def _send_pieces(path: Path, start: int, stop: int, send: Send) -> None:
    with await asyncio.to_thread(path.open, "rb") as file:
        file.seek(start)
        left = stop - start
        while left > 0:
            data = await asyncio.to_thread(file.read, min(left, _CHUNK))
            if not data:
                raise OSError(f"{path} became shorter while it was sent")
            left -= len(data)
            await send({"type": "http.response.body", "body": data, "more_body": left > 0})
        if stop == start:
            await send({"type": "http.response.body"})
