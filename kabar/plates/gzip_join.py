"""Pieces deflated apart, joined into one gzip member."""

import struct
import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LAST_BLOCK = b"\x03\x00"
_TRAILER = struct.Struct("<II")
_CRC_POLYNOMIAL = 0xEDB88320
_HIGH_BIT = 1 << 31


class Deflated(Protocol):
    """Anything that carries deflated bytes with the length and the CRC of the plain ones."""

    @property
    def deflated(self) -> bytes: ...
    @property
    def length(self) -> int: ...
    @property
    def crc(self) -> int: ...


def deflate(plain: bytes, level: int = 6) -> bytes:
    """Raw deflate, flushed to a byte boundary and not final, so that more may follow."""
    machine = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
    return machine.compress(plain) + machine.flush(zlib.Z_FULL_FLUSH)


def inflate(deflated: bytes) -> bytes:
    """The plain bytes of one deflated piece."""
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(deflated)


def splice(pieces: Iterable[Deflated]) -> bytes:
    """One gzip member made of the pieces; browsers cut off a second member, so there is only one."""
    return b"".join(sheets_of(pieces))


def sheets_of(pieces: Iterable[Deflated]) -> tuple[bytes, ...]:
    """The same member not yet joined, which shares its bytes with the pieces."""
    body = [GZIP_HEADER]
    crc = length = 0
    for piece in pieces:
        body.append(piece.deflated)
        crc = crc32_combine(crc, piece.crc, piece.length) if length else piece.crc
        length += piece.length
    body.append(_LAST_BLOCK)
    body.append(_TRAILER.pack(crc, length & 0xFFFFFFFF))
    return tuple(body)


def crc32_combine(first: int, second: int, second_length: int) -> int:
    """The CRC-32 of two texts one after the other, from their CRCs and the length of the second."""
    return _multiply(_shift_by(second_length), first) ^ second


def _multiply(a: int, b: int) -> int:
    """a times b modulo the CRC polynomial, bits reflected as zlib keeps them."""
    product = 0
    bit = _HIGH_BIT
    while a:
        if a & bit:
            product ^= b
            a ^= bit
        bit >>= 1
        b = (b >> 1) ^ _CRC_POLYNOMIAL if b & 1 else b >> 1
    return product


def _squares() -> list[int]:
    """x to the powers 1, 2, 4, 8 … modulo the polynomial: enough for any length of 64 bits."""
    powers = [1 << 30]
    while len(powers) < 72:
        powers.append(_multiply(powers[-1], powers[-1]))
    return powers


_SQUARES = _squares()


@lru_cache(maxsize=4096)
def _shift_by(length: int) -> int:
    """The operator that moves a CRC past that many bytes."""
    operator = _HIGH_BIT
    for place in range(length.bit_length()):
        if length >> place & 1:
            operator = _multiply(_SQUARES[place + 3], operator)
    return operator
