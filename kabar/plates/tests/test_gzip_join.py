"""Proofs that pieces deflated apart make one sound gzip member."""

import gzip
import zlib

from hypothesis import given, settings
from hypothesis import strategies as st

from kabar.plates import Piece, splice
from kabar.plates.gzip_join import crc32_combine, deflate, inflate


def piece(text: bytes) -> Piece:
    return Piece(deflate(text), len(text), zlib.crc32(text))


@given(st.binary(max_size=5000), st.binary(max_size=5000))
def test_combined_crcs_equal_the_crc_of_the_whole(first, second):
    assert crc32_combine(zlib.crc32(first), zlib.crc32(second), len(second)) == zlib.crc32(first + second)


def test_a_crc_can_be_moved_past_more_than_four_gigabytes():
    zeros = zlib.crc32(bytes(1 << 16))
    crc, length = zeros, 1 << 16
    for _ in range(18):
        crc, length = crc32_combine(crc, crc, length), length * 2
    half = crc32_combine(0, 0, 1 << 33)
    assert length == 1 << 34
    assert crc32_combine(crc32_combine(0, crc, 1 << 34), half, 1 << 33) == crc32_combine(crc, 0, 1 << 33)


@given(st.lists(st.binary(max_size=2000), max_size=8))
@settings(max_examples=100)
def test_spliced_pieces_read_as_one_gzip_member_of_the_whole(texts):
    joined = splice(piece(text) for text in texts)
    reader = zlib.decompressobj(31)
    assert reader.decompress(joined) == b"".join(texts)
    assert reader.eof
    assert reader.unused_data == b""
    assert gzip.decompress(joined) == b"".join(texts)


@given(st.binary(max_size=5000))
def test_a_piece_can_be_read_alone(text):
    assert inflate(deflate(text)) == text
