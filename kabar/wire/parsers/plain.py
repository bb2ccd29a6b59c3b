"""Plain text that somebody put into a watched folder: a release whose first line is its headline."""

from __future__ import annotations

import re
from hashlib import blake2b

from kabar.wire.parsers import acts, bodies
from kabar.wire.parsers.iptc_7901 import decoded
from kabar.wire.parsers.item import WireItem

FORMAT = "plain"
#: A first line that is longer is a paragraph: its beginning is the headline, and it stays in the text.
LONGEST = 160
#: Signs that no text has.
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]")


def item_of(name: str, data: bytes, provider: str) -> WireItem | None:
    """Return the item of a text, or None for what is no text."""
    text = _text(data).replace("\r\n", "\n").replace("\r", "\n").strip("\ufeff\x1a \t\n\f")
    if not text or NO_TEXT.search(text):
        return None
    first, _, rest = text.partition("\n")
    short = len(first) <= LONGEST
    headline = bodies.one_line(first) if short else first[:LONGEST].rsplit(" ", 1)[0] + "…"
    mark = blake2b(data, digest_size=6).hexdigest()
    said = WireItem(
        format=FORMAT,
        key=f"{name}:{mark}",
        provider=provider,
        headline=headline,
        blocks=bodies.of_plain(rest if short else text),
        extra={"file": name},
    )
    return acts.marked(said)


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    return decoded(data)
