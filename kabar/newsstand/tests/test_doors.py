"""Proofs that the door opens for readers and for nobody who wants one page taken for another."""

import re
import socket
import time

import pytest

from kabar.newsstand.settings import Limits
from kabar.newsstand.testing import Page, Reply, open_stand

SECRET_PAGE = Page(b"<h1>Halaman akun</h1>")
IMPATIENT = Limits(head_seconds=1, idle_seconds=2, stalled_seconds=2)


def head(target: str, *lines: str) -> bytes:
    return "\r\n".join([f"GET {target} HTTP/1.1", *lines, "", ""]).encode()


def statuses(answer: bytes) -> list[int]:
    return [int(code) for code in re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)]


@pytest.mark.parametrize(
    "host", ["jahat.example", "", "localhost.jahat.example", "localhost:8000@jahat.example"]
)
def test_a_paper_that_is_not_ours_is_not_sold_here(stand, host):
    stand.hang("/", Page(b"depan"))
    answer = stand.raw(head("/", f"host: {host}", "connection: close"))
    assert statuses(answer) == [421]
    assert b"depan" not in answer
    assert stand.web.prints == []


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("host: localhost:8000", "host: localhost:8000"),
        ("host: localhost:8000", "Host: jahat.example"),
    ],
)
def test_a_request_names_exactly_one_host(stand, lines):
    stand.hang("/", Page(b"depan"))
    stand.ask("/")
    answer = stand.raw(head("/", *lines))
    assert statuses(answer) == [400]
    assert b"connection: close" in answer


def test_all_names_of_a_paper_share_one_print(stand):
    stand.web.pages["/"] = Page(b"depan")
    for host in ("localhost:8000", "LOCALHOST:8000", "127.0.0.1:1234", "localhost"):
        assert stand.ask("/", host=host).body == b"depan"
    assert [question["host"] for question in stand.web.prints] == ["localhost:8000"]


@pytest.mark.parametrize(
    "target",
    [
        "/akun/;x.js",
        "/akun;x.css",
        "/akun%2fx.css",
        "/akun%2Fx.css",
        "//akun/",
        "//jahat.example/%2e%2e",
        "/akun//x.css",
        "/akun/%2e%2e/x",
        "/akun/../x",
        "/akun%5cx.css",
        "/akun%00.css",
        "/akun%3fx.css",
        "/akun%23x.css",
        "/.env",
        "/.git/config",
        "/.press/print",
        "/%2epress/print",
        "*",
    ],
)
def test_an_address_that_could_be_read_in_two_ways_is_no_address(stand, target):
    stand.web.pages["/akun/"] = SECRET_PAGE
    for method in ("GET", "POST"):
        answer = stand.raw(
            head(target, f"host: {stand.host}", "connection: close").replace(b"GET", method.encode(), 1)
        )
        assert statuses(answer)[0] in (400, 404)
        assert SECRET_PAGE.html not in answer
    assert stand.web.requests == []


def test_a_file_name_behind_a_private_page_is_a_page_of_its_own_and_not_stored(stand):
    stand.web.replies["/akun/x.css"] = Reply(404, b"tidak ada")
    for _ in range(2):
        assert stand.ask("/akun/x.css", cookie="kabar_reader=rahasia").status == 404
    assert [request.target for request in stand.web.requests] == ["/akun/x.css"] * 2
    assert stand.web.prints == []
    for disguised in ("/akun;x.css", "/akun%2fx.css", "//akun/", "/akun/..%2f"):
        stand.ask(disguised, cookie="kabar_reader=rahasia")
    assert not any(request.header("cookie") for request in stand.web.requests if "print" in request.target)
    assert len(stand.rack) == 0


def test_the_printing_machine_cannot_be_reached_from_the_street(stand):
    for target in ("/.press/print", "//.press/print", "/redaksi/..//.press/print", "/./.press/print"):
        stand.ask(target, "POST", b'{"host":"localhost:8000","path":"/","query":"","variant":"ads"}')
    assert stand.web.prints == []


def test_nothing_a_reader_carries_reaches_a_print(stand):
    stand.web.pages["/"] = Page(b"depan")
    stand.ask(
        "/",
        cookie="sessionid=budi; kabar_pass=member.99999999999.palsu",
        authorization="Bearer rahasia",
        x_forwarded_host="jahat.example",
        x_forwarded_proto="javascript",
        x_kabar_errand="print",
        accept_language="xx",
        user_agent="canary-agent",
        referer="https://canary.example/",
    )
    request = stand.web.requests[0]
    assert {name for name, _ in request.headers} == {
        "host",
        "content-type",
        "content-length",
        "x-kabar-errand",
    }
    assert request.header("host") == stand.host
    assert b"canary" not in request.body


def test_no_parameter_but_the_known_reaches_a_print(stand):
    stand.web.pages["/"] = Page(b"depan")
    stand.ask("/?q=canary&halaman=2&next=//jahat.example")
    assert stand.web.prints[0]["query"] == "halaman=2"


def test_every_reader_without_a_pass_gets_the_same_bytes(stand):
    stand.hang("/", Page(b"depan"))
    plain = stand.ask("/", accept_encoding="identity").body
    for name in (
        "cookie",
        "authorization",
        "x-forwarded-host",
        "x-original-url",
        "x-rewrite-url",
        "accept",
        "save-data",
    ):
        assert stand.ask("/", **{name.replace("-", "_"): "on"}).body == plain


@pytest.mark.parametrize("size", [40_000, 120_000])
def test_an_oversized_head_is_refused(stand, size):
    stand.hang("/", Page(b"depan"))
    stand.ask("/", accept_encoding="gzip")
    answer = stand.raw(head("/", f"host: {stand.host}", "accept-encoding: gzip", f"x-besar: {'a' * size}"))
    assert statuses(answer) == [431]


def test_many_small_headers_are_counted_too(stand):
    lines = [f"x-{number}: {'a' * 50}" for number in range(1000)]
    assert statuses(stand.raw(head("/", f"host: {stand.host}", *lines))) == [431]


@pytest.mark.parametrize(
    "data", [b"bukan http\r\n\r\n", b"GET / HTTP/1.1\r\nhost localhost\r\n\r\n", b"\x16\x03\x01\x02\x00"]
)
def test_rubbish_gets_one_line(stand, data):
    answer = stand.raw(data)
    assert statuses(answer) == [400]
    assert answer.endswith(b"This is not a sound HTTP request.\n")


@pytest.mark.parametrize("method", ["TRACE", "CONNECT"])
def test_methods_nobody_needs_are_refused(stand, method):
    answer = stand.raw(head("/", f"host: {stand.host}").replace(b"GET", method.encode(), 1), 2)
    assert statuses(answer)[0] in (400, 405)
    assert stand.web.requests == []


def test_questions_sent_at_once_are_answered_in_their_order(stand):
    stand.hang("/a", Page(b"[satu]"))
    stand.web.pages["/b"] = Page(b"[dua]")
    stand.web.delay = 0.2
    stand.ask("/a", accept_encoding="gzip")
    lines = (f"host: {stand.host}", "accept-encoding: identity")
    warm = (f"host: {stand.host}", "accept-encoding: gzip")
    answer = stand.raw(head("/b", *lines) + head("/a", *warm) + head("/a", *lines, "connection: close"))
    assert statuses(answer) == [200, 200, 200]
    first, second, third = answer.split(b"HTTP/1.1 ")[1:]
    assert first.endswith(b"[dua]")
    assert b"content-encoding: gzip" in second
    assert third.endswith(b"[satu]")


def test_an_old_client_is_answered_and_the_connection_closed(stand):
    stand.hang("/", Page(b"depan"))
    stand.ask("/", accept_encoding="gzip")
    answer = stand.raw(head("/", f"host: {stand.host}", "accept-encoding: gzip").replace(b"1.1", b"1.0", 1))
    assert statuses(answer) == [200]
    assert b"connection: close" in answer


def test_a_head_that_comes_in_drips_is_ended(tmp_path):
    with open_stand(tmp_path, limits=IMPATIENT) as stand:
        start = time.monotonic()
        answer = stand.raw(b"GET / HTTP/1.1\r\nhost: loc", 8)
        assert statuses(answer) == [408]
        assert time.monotonic() - start < 6


def test_a_drip_each_half_second_does_not_help(tmp_path):
    with (
        open_stand(tmp_path, limits=IMPATIENT) as stand,
        socket.create_connection(("127.0.0.1", stand.port), 5) as line,
        pytest.raises(OSError),
    ):
        for letter in "GET / HTTP/1.1\r\nhost: localhost":
            line.sendall(letter.encode())
            time.sleep(0.5)


def test_a_silent_connection_is_closed(tmp_path):
    with (
        open_stand(tmp_path, limits=IMPATIENT) as stand,
        socket.create_connection(("127.0.0.1", stand.port), 10) as new,
        socket.create_connection(("127.0.0.1", stand.port), 10) as kept,
    ):
        stand.hang("/", Page(b"depan"))
        kept.sendall(head("/", f"host: {stand.host}"))
        answer = kept.recv(4096)
        while not answer.endswith(b"depan"):
            answer += kept.recv(4096)
        assert statuses(new.recv(4096)) in ([408], [])
        assert kept.recv(4096) == b""


def test_a_reader_who_waits_for_a_slow_print_is_not_silent(tmp_path):
    with open_stand(tmp_path, limits=IMPATIENT) as stand:
        stand.web.pages["/lambat"] = Page(b"lambat")
        stand.web.delay = 4
        assert stand.ask("/lambat").body == b"lambat"


def test_thousands_of_idle_connections_do_not_keep_readers_out(stand):
    stand.hang("/", Page(b"depan"))
    idle = [socket.create_connection(("127.0.0.1", stand.port), 5) for _ in range(500)]
    try:
        assert stand.ask("/").status == 200
    finally:
        for line in idle:
            line.close()
