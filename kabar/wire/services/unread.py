"""What no reader of copy knows: text becomes an item, all else is named for the desk, with what it is."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from kabar.wire.models import Feed, Health
from kabar.wire.parsers import plain
from kabar.wire.parsers.item import WireItem
from kabar.wire.parsers.reading import BINARY
from kabar.wire.parsers.refusals import Unread

#: Feeds of files, in which people put what they like.
OF_FILES = ("folder", "files", "sftp")
#: Pictures lie beside the copy that names them.
PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"II*\x00", b"MM\x00*")
PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?(?:<!doctype\s+html|<html)", re.I | re.S)
TITLE = re.compile(rb"<title[^>]*>([^<]{1,200})", re.I)


def is_beside(data: bytes) -> bool:
    """Tell what needs no word: an empty file, or a picture that lies beside copy."""
    return not data.strip() or data.startswith(PICTURES)


def as_text(feed: Feed, name: str, data: bytes, agency: str) -> WireItem | None:
    """Return the item of a text somebody put among a feed's files; None where it is none."""
    if feed.kind not in OF_FILES or data.startswith(BINARY) or PAGE.match(data[:4096]):
        return None
    return plain.item_of(name, data, agency or feed.name)


def instead(name: str, data: bytes, why: Unread) -> str:
    """Return what came instead of copy, in words for the desk."""
    if PAGE.match(data[:4096]):
        found = TITLE.search(data[:20_000])
        title = " ".join(found[1].decode("utf-8", "replace").split()) if found else ""
        return (
            _("%(name)s: a web page came instead of copy: “%(title)s”") % {"name": name, "title": title}
            if title
            else _("%s: a web page came instead of copy") % name
        )
    if data.startswith(b"%PDF"):
        return _("%s: a PDF, of which no text is read; open it where it lies") % name
    if data.startswith(b"PK\x03\x04"):
        return _("%s: a packed file or an office document; open it where it lies") % name
    return why.line(name)


def is_known_to_fail(feed: Feed | None) -> bool:
    """Tell whether the desk has been told already: a page that is asked every minute fills no list."""
    return feed is not None and feed.kind in ("web", "push") and feed.health == Health.FAILING
