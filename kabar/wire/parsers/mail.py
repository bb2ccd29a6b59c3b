"""Plain mail: a press office's release, or an agency that sends letters."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import Message
from email.policy import Policy
from email.utils import getaddresses
from urllib.parse import unquote

from kabar.wire.parsers import bodies
from kabar.wire.parsers.in_text import FILE
from kabar.wire.parsers.item import PLACE_OF_PICTURE, Block, Link, WireItem, WirePicture
from kabar.wire.parsers.refusals import Malformed
from kabar.wire.parsers.times import instant

FORMAT = "mail"
#: One of these begins a letter.
HEADERS = re.compile(
    rb"\s*(?:Return-Path|Received|Delivered-To|From|To|Subject|Date|Message-ID|MIME-Version|X-[\w-]+|Reply-To):",
    re.I,
)
HELD = frozenset(
    [
        "subject", "from", "date", "message-id", "in-reply-to", "references", "content-language",
        "importance", "x-priority", "content-type", "content-transfer-encoding", "mime-version",
    ]
)  # fmt: skip
#: How a letter came here is of no use to a desk.
ROUTES = re.compile(
    r"received|x-received|dkim-|x-google-|arc-|authentication-results|x-gm-|return-path|received-spf|x-ms-|x-forefront",
    re.I,
)
MOST_PARTS, MOST_HEADERS = 200, 1000
MOST_LINES, MOST_BOUNDARIES, MOST_COMPARED = 400_000, 60, 2_500_000
BOUNDARY = re.compile(rb"boundary[*\d\s]{0,40}=", re.I)
LONGEST_LINE, LONGEST_HEAD = 8000, 128 << 10
LONGEST_HEADER = 2000


def items(data: bytes) -> Iterator[WireItem]:
    """Yield the one item of a letter."""
    try:
        yield _item(_letter(data))
    except Malformed:
        raise
    except Exception as error:  # The library's parsers of headers fail in many ways on what is no mail.
        raise Malformed(
            f"not a letter: {type(error).__name__}: {' '.join(str(error).split())[:100]}"
        ) from None


class Part(Message):
    """A part of a letter; a head that is none is refused while it is read, before anything looks into it."""

    def set_raw(self, name: str, value: str) -> None:
        """Keep a line of the head."""
        if len(value) > LONGEST_LINE and name.lower().startswith("content-"):
            raise Malformed(f"a letter whose {name[:40]} is longer than {LONGEST_LINE:,} signs")
        if len(self) >= MOST_HEADERS:
            raise Malformed(f"a letter with more than {MOST_HEADERS} lines in a head")
        super().set_raw(name, value)  # type: ignore[misc]


def _letter(data: bytes) -> Message:
    """Return a letter with its parts; one of too many is refused at the first that is too many."""
    count = 0

    def part(policy: Policy = email.policy.compat32) -> Part:
        nonlocal count
        count += 1
        # One more is made and thrown away by the library, to see whether it may be given a policy.
        if count > MOST_PARTS + 1:
            raise Malformed(f"a letter of more than {MOST_PARTS} parts")
        return Part(policy)

    data = data.lstrip()
    if len(data) > LONGEST_HEAD and not re.search(rb"\n\r?\n|\r\r", data[:LONGEST_HEAD]):
        raise Malformed(f"a letter whose head is longer than {LONGEST_HEAD >> 10} kB")
    # Every line is held against the boundary of every part it may end: many lines bear few boundaries.
    lines = max(data.count(b"\n"), data.count(b"\r"))
    if lines > MOST_LINES:
        raise Malformed(f"a letter of {lines:,} lines")
    bounds = len(BOUNDARY.findall(data)) if b"boundary" in data.lower() else 0
    if bounds > MOST_BOUNDARIES or lines * bounds > MOST_COMPARED:
        raise Malformed(f"a letter of {lines:,} lines with {bounds} boundaries")
    return email.message_from_bytes(data, part, policy=email.policy.compat32)


def _item(letter: Message) -> WireItem:
    subject, sender = _header(letter, "subject"), _header(letter, "from")
    if not subject and not sender:
        raise Malformed("a letter without From and Subject", "1")
    names = [(name, address) for name, address in getaddresses([sender]) if name or address]
    name, address = names[0] if names else ("", "")
    blocks, pictures, others = _parts(letter)
    key = _header(letter, "message-id").strip("<> ")
    replied = re.findall(r"<([^<>\s]+)>", f"{_header(letter, 'in-reply-to')} {_header(letter, 'references')}")
    urgent = (
        _header(letter, "x-priority")[:1] in ("1", "2") or _header(letter, "importance").lower() == "high"
    )
    return WireItem(
        format=FORMAT,
        key=key or f"{address} {subject}".strip(),
        provider=name or address.partition("@")[2] or address,
        headline=" ".join(subject.split()),
        language=_header(letter, "content-language")[:20],
        bylines=(name,) if name else (),
        priority=2 if urgent else None,
        updated=instant(_header(letter, "date")),
        blocks=blocks,
        pictures=pictures,
        links=tuple(Link("reply", each) for each in dict.fromkeys(replied)),
        extra={**_rest(letter), **({"attachments": others} if others else {}), "sender": address},
    )


def _header(letter: Message, name: str) -> str:
    """Return a header decoded; one that cannot be is returned as it was sent."""
    return _decoded(str(letter.get(name) or ""))


def _decoded(raw: str) -> str:
    said = " ".join(raw[:LONGEST_HEADER].split())
    try:
        return str(make_header(decode_header(said)))
    except (ValueError, LookupError, UnicodeError):
        return said


def _rest(letter: Message) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, _value in letter.raw_items():
        if name.lower() not in HELD and not ROUTES.match(name) and len(found) < 100:
            found[name] = _header(letter, name.lower())[:1000]
    return found


def _parts(letter: Message) -> tuple[tuple[Block, ...], tuple[WirePicture, ...], list[str]]:
    """Return the text, HTML before plain, the pictures, and what else is attached."""
    html: tuple[Block, ...] = ()
    plain: tuple[Block, ...] = ()
    others = []
    attached = _pictures(letter)
    inside = {id(part) for part in attached.values()}
    for part in letter.walk():
        kind, name = part.get_content_type(), _decoded(part.get_filename() or "")
        if part.is_multipart() or id(part) in inside:
            continue
        if part.get_content_disposition() == "attachment":
            others.append(name or kind)
        elif kind == "text/html":
            html = html or bodies.of_html(_text(part))
        elif kind.startswith("text/"):
            plain = (*plain, *bodies.of_plain(_text(part)))
        else:
            others.append(name or kind)
    pictures = [WirePicture(key=key, media_type=_picture_type(part)) for key, part in attached.items()]
    html = _with_attached(html, attached)
    worded = any(block["type"] != PLACE_OF_PICTURE for block in html)
    return html if worded else (*plain, *html), tuple(pictures), others


def _pictures(letter: Message) -> dict[str, Message]:
    """Return the parts of a letter that are pictures, each under a name of its own."""
    found: dict[str, Message] = {}
    for part in letter.walk():
        if not part.is_multipart() and _picture_type(part):
            name = _decoded(part.get_filename() or "") or _content_id(part) or "picture"
            key = name if name not in found else f"{len(found) + 1}-{name}"
            found[key] = part
    return found


def _picture_type(part: Message) -> str:
    """Return the type of a picture; some letters send one as a file of no type."""
    kind = part.get_content_type()
    if kind == "application/octet-stream" and FILE.search(part.get_filename() or ""):
        return "image/" + (part.get_filename() or "").rpartition(".")[2].lower().replace("jpg", "jpeg")
    return kind if kind.startswith("image/") else ""


def _content_id(part: Message) -> str:
    return str(part.get("content-id") or "").strip("<> ")[:200]


def _with_attached(blocks: tuple[Block, ...], attached: dict[str, Message]) -> tuple[Block, ...]:
    """Return a text whose pictures have our names for them instead of their ids in the letter."""
    named = {f"cid:{cid}": key for key, part in attached.items() if (cid := _content_id(part))}

    def own(block: Block) -> Block:
        said = block["value"]
        if block["type"] != PLACE_OF_PICTURE or not said.url.startswith("cid:"):
            return block
        return {**block, "value": replace(said, url="", key=named.get(unquote(said.url), ""))}

    return tuple(own(block) for block in blocks)


def attached(data: bytes, key: str) -> bytes | None:
    """Return a picture that a letter carries, by the name its item knows it by."""
    try:
        part = _pictures(_letter(data)).get(key)
        found = part.get_payload(decode=True) if part is not None else None
    except Exception:  # As below: what was a letter once is one still, but its parts may be broken.
        return None
    return found if isinstance(found, bytes) else None


def _text(part: Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return str(part.get_payload() or "")
    named = part.get_content_charset() or "utf-8"
    try:
        return data.decode(named)
    except (LookupError, UnicodeDecodeError):
        return data.decode("utf-8", "replace") if _is_utf8(data) else data.decode("cp1252", "replace")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
