"""A mailbox: letters that came since the last one read, by IMAP; nothing in the box is changed."""

from __future__ import annotations

import imaplib
import re
import ssl
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from kabar.config import Feed
from kabar.wire.feeders.asking import Brought, FeedError

MOST = 100


def ask(feed: Feed, memory: Mapping[str, Any]) -> Brought:
    """Return the letters above the highest number read, oldest first."""
    parts = urlsplit(feed.address)
    box = unquote(parts.path.strip("/")) or "INBOX"
    try:
        with _opened(feed) as server:
            server.login(unquote(parts.username or ""), feed.password)
            server.select(f'"{box}"', readonly=True)
            return _letters(server, feed, memory)
    except (OSError, imaplib.IMAP4.error, ssl.SSLError, ValueError) as error:
        raise FeedError(f"{parts.hostname}: {' '.join(str(error).split())[:200]}") from None


def _opened(feed: Feed) -> imaplib.IMAP4:
    parts = urlsplit(feed.address)
    if parts.scheme == "imaps":
        return imaplib.IMAP4_SSL(
            parts.hostname or "",
            parts.port or 993,
            ssl_context=ssl.create_default_context(),
            timeout=feed.budget,
        )
    return imaplib.IMAP4(parts.hostname or "", parts.port or 143, timeout=feed.budget)


def _letters(server: imaplib.IMAP4, feed: Feed, memory: Mapping[str, Any]) -> Brought:
    validity = _first(server.response("UIDVALIDITY")[1])
    last = int(memory.get("last", 0)) if memory.get("validity") == validity else 0
    _answer, found = server.uid("SEARCH", f"UID {last + 1}:*")
    numbers = sorted(int(number) for number in (found[0] or b"").split() if int(number) > last)
    messages: list[tuple[str, bytes]] = []
    left, ends = feed.megabytes << 20, time.monotonic() + feed.budget
    for number in numbers[:MOST]:
        _answer, parts = server.uid("FETCH", str(number), "(BODY.PEEK[])")
        letter = next((part[1] for part in parts if isinstance(part, tuple)), b"")
        left -= len(letter)
        if messages and (left < 0 or time.monotonic() > ends):
            break
        messages.append((f"letter {number}", letter))
        last = number
    return Brought(tuple(messages), {"validity": validity, "last": last})


def _first(said: list[Any]) -> str:
    found = re.search(rb"\d+", said[0] or b"") if said else None
    return found[0].decode() if found else ""
