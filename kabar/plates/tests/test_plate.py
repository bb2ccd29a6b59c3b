"""Proofs that a plate carries a page whole, through bytes and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kabar.plates import MemoryGenerations, Piece, Plate, PlateError, Slot, engrave
from kabar.plates.plate import ticket_of

HEADERS = (("content-type", "text/html; charset=utf-8"), ("surrogate-key", "story:1 front:kabar"))
words = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
pieces = st.builds(Piece, st.binary(max_size=200), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
plates = st.builds(
    Plate,
    status=st.sampled_from([200, 301]),
    headers=st.lists(st.tuples(words, words), max_size=5).map(tuple),
    parts=st.lists(pieces | st.builds(Slot, words), max_size=6).map(tuple),
    etag=words,
    keys=st.lists(words, max_size=5).map(tuple),
    slots=st.lists(st.integers(0, 2**32 - 1), max_size=6).map(tuple),
    ticket=st.integers(0, 2**63),
    printed_at=st.floats(allow_nan=False),
)


def engraved(html: bytes, keys=("story:1",), **more) -> Plate:
    generations = MemoryGenerations()
    options = {"headers": HEADERS, "keys": keys, "generations": generations, "ticket": generations.begin()}
    return engrave(html, **{**options, **more})


def text_of(plate: Plate) -> bytes:
    return b"".join(
        part.plain if isinstance(part, Piece) else b"[%s]" % part.fragment.encode() for part in plate.parts
    )


@given(plates)
def test_a_plate_comes_back_from_its_bytes_unchanged(plate):
    assert Plate.from_bytes(plate.to_bytes()) == plate
    assert Plate.from_bytes(memoryview(plate.to_bytes())) == plate
    assert ticket_of(plate.to_bytes()) == plate.ticket


@given(plates, st.data())
def test_a_torn_plate_is_refused_and_never_half_read(plate, data):
    whole = plate.to_bytes()
    torn = whole[: data.draw(st.integers(0, len(whole) - 1))]
    with pytest.raises(PlateError):
        Plate.from_bytes(torn)


def test_foreign_bytes_are_refused():
    with pytest.raises(PlateError):
        Plate.from_bytes(b"GIF89a" + bytes(200))
    assert ticket_of(b"GIF89a" + bytes(200)) == 0


def test_a_page_is_cut_at_its_fragments():
    plate = engraved(b"<p>a</p><!--kabar:fragment latest--><p>b</p><!--kabar:fragment banner-->")
    assert plate.fragments == ("latest", "banner")
    assert text_of(plate) == b"<p>a</p>[latest]<p>b</p>[banner]"


def test_two_printings_of_the_same_page_share_an_etag_and_another_page_does_not():
    assert engraved(b"satu").etag == engraved(b"satu").etag
    assert engraved(b"satu").etag != engraved(b"dua").etag
    assert engraved(b"satu").etag != engraved(b"satu", headers=(("content-type", "text/plain"),)).etag


@pytest.mark.parametrize("status", [100, 404, 410, 500])
def test_an_error_page_is_never_printed(status):
    with pytest.raises(PlateError):
        engraved(b"hilang", status=status)


def test_a_header_that_could_split_an_answer_is_refused():
    with pytest.raises(PlateError):
        engraved(b"", headers=(("location", "/a\r\nset-cookie: x=1"),))
    with pytest.raises(PlateError):
        engraved(b"", keys=("story:1\nstory:2",))
