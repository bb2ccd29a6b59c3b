"""Proofs that a request whose head came before on its line is answered as if read for the first time."""

import re
import socket
import time
from contextlib import suppress

import pytest

from kabar.newsstand.testing import Page, open_stand
from kabar.plates import Variant

PLAIN = ("host: localhost:8000", "accept-encoding: gzip")


def request(target: str, *lines: str) -> bytes:
    return "\r\n".join([f"GET {target} HTTP/1.1", *lines, "", ""]).encode()


FRONT = request("/", *PLAIN)


def answers(stand, *requests: bytes) -> list[bytes]:
    """The answers on one connection to requests sent one after the other, without their dates."""
    return [re.sub(rb"\r\ndate: [^\r]*", b"", answer) for answer in stand.converse(*requests)]


def test_the_page_that_is_asked_for_is_handed_out(stand):
    stand.hang("/satu", Page(b"<p>satu</p>"))
    stand.hang("/dua", Page(b"<p>dua</p>"))
    one, other = request("/satu", *PLAIN), request("/dua", *PLAIN)
    first = [answers(stand, one)[0], answers(stand, other)[0]]
    assert first[0] != first[1]
    assert answers(stand, *[one, other] * 3) == first * 3


def test_a_reader_is_still_told_that_he_holds_it(stand):
    stand.hang("/", Page(b"depan"))
    held = request("/", *PLAIN, f"if-none-match: {stand.ask('/').headers['etag']}")
    kinds = [answer[9:12] for answer in answers(stand, held, held, held, FRONT, held)]
    assert kinds == [b"304", b"304", b"304", b"200", b"304"]


def test_a_changed_page_is_fresh(stand):
    stand.web.pages["/"] = Page(b"lama", keys=("front:main",))
    with_old = answers(stand, FRONT, FRONT, FRONT)
    stand.web.pages["/"] = Page(b"baru", keys=("front:main",))
    stand.generations.bump(["front:main"])
    with_new = answers(stand, FRONT, FRONT, FRONT)
    assert with_old[0] == with_old[-1] != with_new[0] == with_new[-1]


def test_two_requests_in_one_breath_are_two_answers(stand):
    stand.hang("/", Page(b"depan"))
    once = answers(stand, FRONT, FRONT)
    assert answers(stand, FRONT, FRONT + FRONT, FRONT) == once + once


def test_a_pass_that_expires_on_an_open_line_brings_the_ads_back(tmp_path):
    with open_stand(tmp_path, variants=(Variant.ADS, Variant.MEMBER)) as stand:
        stand.hang("/", Page(b"dengan iklan"))
        stand.hang("/", Page(b"tanpa iklan"), Variant.MEMBER)
        ads = answers(stand, FRONT)[0]
        expiry = int(time.time()) + 2
        token = stand.stand.gate.office.issue(Variant.MEMBER, expiry)
        member = request("/", *PLAIN, f"cookie: kabar_pass={token}")
        before = answers(stand, member, member, member)
        assert before[0] == before[-1] != ads
        while stand.stand.ticker.second < expiry:
            time.sleep(0.05)
        assert answers(stand, member, member, member) == [ads] * 3


@pytest.mark.parametrize(
    "hidden",
    [
        b"GET / HTTP/1.1\nhost: localhost:8000\r\nx: y HTTP/1.1\r\naccept-encoding: gzip\r\n\r\n",
        b"GET  / HTTP/1.1\r\naccept-encoding: gzip\r\nhost: localhost:8000\r\n\r\n",
    ],
)
def test_no_line_is_taken_for_the_beginning_of_a_head(stand, hidden):
    """Whatever the parser makes of the first request, the second names no host."""
    stand.hang("/", Page(b"depan"))
    answers(stand, FRONT)
    with socket.create_connection(("127.0.0.1", stand.port), 5.0) as line:
        line.sendall(hidden)
        line.recv(65536)
        # A line that was closed after the first is as good an answer to the second.
        with suppress(ConnectionError):
            line.sendall(b"GET / HTTP/1.1\r\naccept-encoding: gzip\r\n\r\n")
            assert not line.recv(65536).startswith(b"HTTP/1.1 200")


def test_a_head_that_comes_in_two_parts_is_answered_whole(stand):
    stand.hang("/", Page(b"depan"))
    once = answers(stand, FRONT)
    assert answers(stand, FRONT, FRONT[:30], FRONT[30:], FRONT) == once * 3
