"""The plate: a page printed once, compressed, with what it depends on, as an object and as bytes."""

import re
import struct
import zlib
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from kabar import clock
from kabar.plates.gzip_join import deflate, inflate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kabar.plates.generations import Generations

_MAGIC = b"KPL1"
_HEAD = struct.Struct("<4sQdHHHHHI")
_PART = struct.Struct("<III")
_TICKET = struct.Struct("<Q")
_MARKER = re.compile(rb"<!--kabar:fragment ([a-z0-9][a-z0-9._-]*)-->")
_SEPARATOR = "\n"


class PlateError(ValueError):
    """These bytes are not a plate, or this page may not become one."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Fixed text of a page: raw deflate that is not final, with the length and CRC of the plain bytes."""

    deflated: bytes
    length: int
    crc: int

    @property
    def plain(self) -> bytes:
        """The text before it was compressed."""
        return inflate(self.deflated)


@dataclass(frozen=True, slots=True)
class Slot:
    """A hole in a page where a fragment is set when the page is served."""

    fragment: str


@dataclass(frozen=True, slots=True)
class Plate:
    """A printed page; it is fresh while none of its generation slots was bumped after its ticket."""

    status: int
    headers: tuple[tuple[str, str], ...]
    parts: tuple[Piece | Slot, ...]
    etag: str
    keys: tuple[str, ...]
    slots: tuple[int, ...]
    ticket: int
    printed_at: float

    @property
    def fragments(self) -> tuple[str, ...]:
        """The names of the fragments to be set, in order."""
        return tuple(part.fragment for part in self.parts if isinstance(part, Slot))

    def to_bytes(self) -> bytes:
        """The plate as the rack and the newsstand's wire carry it."""
        fragments = self.fragments
        text = _SEPARATOR.join(
            [self.etag, *(field for pair in self.headers for field in pair), *self.keys, *fragments]
        ).encode()
        head = _HEAD.pack(
            _MAGIC,
            self.ticket,
            self.printed_at,
            self.status,
            len(self.headers),
            len(self.keys),
            len(self.slots),
            len(self.parts),
            len(text),
        )
        table = b"".join(_row(part) for part in self.parts)
        slots = struct.pack(f"<{len(self.slots)}I", *self.slots)
        bodies = [part.deflated for part in self.parts if isinstance(part, Piece)]
        return b"".join([head, text, slots, table, *bodies])

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> "Plate":
        """Read a plate back; PlateError for anything torn or foreign."""
        try:
            return _read(memoryview(data))
        except (struct.error, UnicodeDecodeError, IndexError) as error:
            raise PlateError(f"a plate of {len(data)} bytes cannot be read: {error}") from None


def _row(part: Piece | Slot) -> bytes:
    """One line of the table of parts; a slot has no CRC, no length and all bits set where a size would be."""
    if isinstance(part, Slot):
        return _PART.pack(_IS_SLOT, 0, 0)
    return _PART.pack(len(part.deflated), part.length, part.crc)


_IS_SLOT = 0xFFFFFFFF


def _read(data: memoryview) -> Plate:
    magic, ticket, printed_at, status, headers, keys, slots, parts, text_size = _HEAD.unpack_from(data)
    if magic != _MAGIC:
        raise PlateError("these bytes do not begin like a plate")
    at = _HEAD.size
    words = str(data[at : at + text_size], "utf-8").split(_SEPARATOR)
    at += text_size
    slot_numbers = struct.unpack_from(f"<{slots}I", data, at)
    at += 4 * slots
    fields = words[1 : 1 + 2 * headers]
    keys_from = 1 + 2 * headers
    return Plate(
        status=status,
        headers=tuple(zip(fields[::2], fields[1::2], strict=True)),
        parts=_read_parts(data, at, parts, words[keys_from + keys :]),
        etag=words[0],
        keys=tuple(words[keys_from : keys_from + keys]),
        slots=slot_numbers,
        ticket=ticket,
        printed_at=printed_at,
    )


def _read_parts(data: memoryview, at: int, count: int, fragments: list[str]) -> tuple[Piece | Slot, ...]:
    body = at + _PART.size * count
    names = iter(fragments)
    parts: list[Piece | Slot] = []
    for size, length, crc in _PART.iter_unpack(data[at:body]):
        if size == _IS_SLOT:
            parts.append(Slot(next(names, "")))
            continue
        deflated = bytes(data[body : body + size])
        if len(deflated) != size:
            raise PlateError(f"a piece of {size} bytes is cut off after {len(deflated)}")
        parts.append(Piece(deflated, length, crc))
        body += size
    if len(parts) != count:
        raise PlateError(f"{count} parts were promised, {len(parts)} found")
    return tuple(parts)


def ticket_of(data: bytes | memoryview) -> int:
    """The ticket of a plate in bytes, without reading the rest; 0 for anything else."""
    if len(data) < _HEAD.size or bytes(data[:4]) != _MAGIC:
        return 0
    ticket: int = _TICKET.unpack_from(data, 4)[0]
    return ticket


def engrave(
    html: bytes,
    *,
    headers: "Iterable[tuple[str, str]]",
    keys: "Iterable[str]",
    generations: "Generations",
    ticket: int,
    status: int = 200,
    level: int = 6,
) -> Plate:
    """Make a plate of a rendered page; the ticket was taken by `generations.begin()` before the render."""
    if not 200 <= status < 400:
        raise PlateError(f"a page with status {status} is never printed")
    keys = tuple(dict.fromkeys(keys))
    headers = tuple((name.lower(), value) for name, value in headers)
    _refuse_line_breaks(*keys, *(field for pair in headers for field in pair))
    parts = tuple(_cut(html, level))
    return Plate(
        status=status,
        headers=headers,
        parts=parts,
        etag=_etag(status, headers, html),
        keys=keys,
        slots=generations.slots(keys),
        ticket=ticket,
        printed_at=clock.now().timestamp(),
    )


def _refuse_line_breaks(*fields: str) -> None:
    for field in fields:
        if "\n" in field or "\r" in field or "\0" in field:
            raise PlateError(f"a key or header with a line break in it: {field!r}")


def _cut(html: bytes, level: int) -> "Iterable[Piece | Slot]":
    """Pieces and slots by turns; the odd members of the split are the names of fragments."""
    for number, text in enumerate(_MARKER.split(html)):
        if number % 2:
            yield Slot(text.decode())
        elif text:
            yield Piece(deflate(text, level), len(text), zlib.crc32(text))


def _etag(status: int, headers: tuple[tuple[str, str], ...], html: bytes) -> str:
    """A validator of the text and the headers; two printings of the same page share it."""
    digest = blake2b(html, digest_size=9)
    digest.update(repr((status, headers)).encode())
    return digest.hexdigest()
