"""A folder of an FTP server, plain or over TLS: files not read before, by name, size and time."""

from __future__ import annotations

import ftplib
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

from kabar.config import Feed
from kabar.wire.feeders.asking import Brought, FeedError, is_picture
from kabar.wire.feeders.files.listing import files_of, names_of

MOST, REMEMBERED = 200, 5000


def ask(feed: Feed, memory: Mapping[str, Any]) -> Brought:
    """Return the files that were not there last time."""
    with _opened(feed) as server:
        return _files(server, feed, memory)


def beside(feed: Feed, name: str) -> bytes | None:
    """Return a file of the folder."""
    with _opened(feed) as server:
        return _read(server, name, feed.megabytes << 20) if name in names_of(server) else None


@contextmanager
def _opened(feed: Feed) -> Iterator[ftplib.FTP]:
    """Give the server, in the folder; what goes wrong is said in one line."""
    parts = urlsplit(feed.address)
    try:
        with _signed_in(feed) as server:
            if parts.path.strip("/"):
                server.cwd(unquote(parts.path))
            yield server
    except (OSError, ftplib.Error, EOFError, ValueError) as error:
        raise FeedError(f"{parts.hostname}: {' '.join(str(error).split())[:200]}") from None


def _signed_in(feed: Feed) -> ftplib.FTP:
    parts = urlsplit(feed.address)
    secure = parts.scheme == "ftps"
    server = ftplib.FTP_TLS(context=ssl.create_default_context()) if secure else ftplib.FTP()
    server.connect(parts.hostname or "", parts.port or 21, timeout=feed.budget)
    server.login(unquote(parts.username or "anonymous"), feed.password)
    if isinstance(server, ftplib.FTP_TLS):
        server.prot_p()
    return server


def _files(server: ftplib.FTP, feed: Feed, memory: Mapping[str, Any]) -> Brought:
    known = list(memory.get("known", []))
    messages: list[tuple[str, bytes]] = []
    seen, left, ends = set(known), feed.megabytes << 20, time.monotonic() + feed.budget
    for file in files_of(server):
        if file.name.startswith(".") or is_picture(file.name) or file.mark in seen:
            continue
        if len(messages) >= MOST or time.monotonic() > ends:
            break
        data = _read(server, file.name, left)
        left -= len(data)
        messages.append((file.name, data))
        known.append(file.mark)
    return Brought(tuple(messages), {"known": known[-REMEMBERED:]})


def _read(server: ftplib.FTP, name: str, most: int) -> bytes:
    pieces: list[bytes] = []
    held = 0

    def keep(piece: bytes) -> None:
        nonlocal held
        held += len(piece)
        if held > most:
            raise FeedError(f"{name}: more than the feed's megabytes in one asking")
        pieces.append(piece)

    server.retrbinary(f"RETR {name}", keep)
    return b"".join(pieces)
