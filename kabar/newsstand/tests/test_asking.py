"""Proofs that what a request says of itself is read as HTTP means it."""

import pytest

from kabar.newsstand.asking import takes_gzip
from kabar.newsstand.settings import is_answered_anew, is_newsroom
from kabar.newsstand.shelf import Shelf


@pytest.mark.parametrize(
    "value", [b"gzip", b"br, gzip", b"GZIP", b"gzip;q=0.1", b"*", b"x-gzip", b"deflate, gzip;q=1.0"]
)
def test_who_takes_gzip(value):
    assert takes_gzip(value)


@pytest.mark.parametrize(
    "value", [b"", b"identity", b"br", b"gzip;q=0", b"gzip; q=0.0", b"*;q=0", b"*, gzip;q=0", b"gzipx"]
)
def test_who_does_not(value):
    assert not takes_gzip(value)


def test_the_newsroom_is_its_word_and_what_lies_under_it(stand):
    paper = stand.settings.paper
    assert is_newsroom(paper, "/redaksi")
    assert is_newsroom(paper, "/redaksi/stories/")
    assert not is_newsroom(paper, "/redaksional/")
    assert is_answered_anew(paper, "/cari/")
    assert is_answered_anew(paper, "/", "p=17")
    assert is_answered_anew(paper, "/", "utm_source=wa&p=17")
    assert not is_answered_anew(paper, "/", "page=17")
    assert not is_answered_anew(paper, "/global/", "p=17")
    assert not is_answered_anew(paper, "/carilah/")


class Thing:
    def __init__(self, size: int) -> None:
        self.size = size
        self.used = False


def test_a_full_shelf_lets_go_of_what_nobody_asked_for():
    shelf = Shelf(30)
    for name in (b"a", b"b", b"c"):
        shelf.put(name, Thing(10))
    shelf.copies[b"a"].used = True
    shelf.put(b"d", Thing(10))
    assert set(shelf.copies) == {b"a", b"c", b"d"}
    assert shelf.size == 30


def test_a_copy_laid_out_again_is_counted_once_and_one_too_large_not_at_all():
    shelf = Shelf(30)
    for _ in range(5):
        shelf.put(b"a", Thing(10))
    shelf.put(b"besar", Thing(31))
    assert (set(shelf.copies), shelf.size) == ({b"a"}, 10)
    shelf.drop(b"a")
    shelf.drop(b"a")
    assert shelf.size == 0
