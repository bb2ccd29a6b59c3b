"""The one way out of the house: no address inside is ever asked, however it is written."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from kabar.fetching import Answer, Budget, Fetcher, FetchError, Refused, is_outside

INSIDE = (
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "::127.0.0.1", "fe80::1",
    "fe80::1%eth0",
    "fc00::1", "fd00::1", "ff02::1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1",
    "2002:7f00:1::",
    "2002:c0a8:101::1", "2001:0:4136:e378:8000:63bf:80ff:fffe", "2001:db8::1",
)  # fmt: skip
OUTSIDE = (
    "93.184.216.34",
    "8.8.8.8",
    "2606:2800:220:1:248:1893:25c8:1946",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
)


@pytest.mark.parametrize("number", INSIDE)
def test_an_address_inside_is_known_whatever_it_is_wrapped_in(number):
    assert not is_outside(number)


@pytest.mark.parametrize("number", OUTSIDE)
def test_an_address_outside_may_be_asked(number):
    assert is_outside(number)


class Door(BaseHTTPRequestHandler):
    """A small site outside, and what it was asked."""

    def do_GET(self) -> None:
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        path = self.path.partition("?")[0]
        if path == "/drip":
            self.send_response(200)
            self.end_headers()
            for _each in range(100):
                self.wfile.write(b".")
                self.wfile.flush()
                time.sleep(0.05)
            return
        if path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.server.onward)
            self.end_headers()
            return
        body = b"x" * 5000 if path == "/long" else b"Halo"
        self.send_response(404 if path == "/gone" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_POST = do_GET

    def log_message(self, *_words: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def site() -> Iterator[Any]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.asked, server.onward = [], ""  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


class Names:
    """A resolver that knows three names, one of which changes its mind."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, host: str, _port: int) -> list[str]:
        self.asked.append(host)
        if host == "berubah.example":
            return ["127.0.0.1"] if self.asked.count(host) == 1 else ["10.0.0.1"]
        known = {"luar.example": ["127.0.0.1"], "lain.example": ["127.0.0.1"], "dalam.example": ["10.0.0.7"]}
        known["dua.example"] = ["127.0.0.1", "169.254.169.254"]
        if host in known:
            return known[host]
        raise socket.gaierror("Name or service not known")


@pytest.fixture
def names() -> Names:
    return Names()


@pytest.fixture
def fetcher(names: Names) -> Fetcher:
    """For these tests this machine lies outside; nothing else inside does."""
    return Fetcher(names, allows=lambda number: number == "127.0.0.1" or is_outside(number))


def at(site: Any, path: str = "/", host: str = "luar.example") -> str:
    return f"http://{host}:{site.server_port}{path}"


def test_an_answer_comes_with_its_status_headers_and_bytes(site, fetcher):
    answer = fetcher.fetch(at(site, "/a?b=1"))
    assert isinstance(answer, Answer)
    assert (answer.status, answer.body, answer.headers["content-length"]) == (200, b"Halo", "4")
    assert site.asked[0][:2] == ("GET", "/a?b=1")
    assert site.asked[0][2]["Host"] == f"luar.example:{site.server_port}"
    assert fetcher.fetch(at(site), method="HEAD").body == b""
    assert fetcher.fetch(at(site, "/gone")).status == 404


@pytest.mark.parametrize(
    "url",
    [
        "ftp://luar.example/", "file:///etc/passwd", "gopher://luar.example:70/", "//luar.example/",
        "javascript:1",
        "http://", "http:///x", "http://rina:kata@luar.example/", "http://rina@luar.example/",
        "http://luar.example:22/",
        "http://luar.example:25/", "http://luar.example:99999/", "http://luar.example/a b",
        "http://luar.example/\r\nX: 1",
        "http://luar.example:abc/",
    ],
)  # fmt: skip
def test_what_is_not_plain_web_is_refused_before_anyone_is_asked(url, names, fetcher):
    with pytest.raises(Refused):
        fetcher.fetch(url)
    assert names.asked == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]",
        "0", "0x7f.1",
        "2130706433", "0177.0.0.1", "127.1", "169.254.169.254", "[fe80::1]", "localhost.", "１２７.0.0.1",
    ],
)  # fmt: skip
def test_this_machine_is_never_asked_however_it_is_spelled(site, host):
    with pytest.raises(FetchError):
        Fetcher().fetch(f"http://{host}:{site.server_port}/")
    assert site.asked == []


def test_a_name_that_leads_inside_is_refused(site, fetcher):
    for host in ("dalam.example", "dua.example"):
        with pytest.raises(Refused, match=host):
            fetcher.fetch(at(site, host=host))
    assert site.asked == []


def test_a_name_is_resolved_once_and_the_connection_goes_to_what_was_checked(site, names, fetcher):
    assert fetcher.fetch(at(site, host="berubah.example")).status == 200
    assert names.asked == ["berubah.example"]
    with pytest.raises(Refused):
        fetcher.fetch(at(site, host="berubah.example"))
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "onward",
    [
        "http://dalam.example/",
        "http://[::ffff:10.0.0.1]/",
        "file:///etc/passwd",
        "http://169.254.169.254/latest/",
    ],
)
def test_a_redirect_is_checked_like_any_address(site, onward):
    site.onward = onward
    asked: list[str] = []

    def names(host: str, _port: int) -> list[str]:
        asked.append(host)
        return {"luar.example": ["127.0.0.1"], "dalam.example": ["10.0.0.7"]}.get(host, [host])

    fetcher = Fetcher(names, allows=lambda number: number == "127.0.0.1" or is_outside(number))
    with pytest.raises(Refused):
        fetcher.fetch(at(site, "/to/"))
    assert len(site.asked) == 1


def test_redirects_end_and_do_not_carry_secrets_to_another_host(site, fetcher):
    site.onward = at(site, "/end", host="lain.example")
    assert fetcher.fetch(at(site, "/to/"), headers={"Authorization": "rahasia"}).url == site.onward
    assert "Authorization" in site.asked[0][2]
    assert "Authorization" not in site.asked[1][2]
    site.onward = at(site, "/to/")
    with pytest.raises(FetchError, match="sent on more than"):
        fetcher.fetch(at(site, "/to/"))


def test_no_more_comes_than_the_budget_allows(site, fetcher):
    with pytest.raises(FetchError, match="more than 1000 bytes"):
        fetcher.fetch(at(site, "/long"), budget=Budget(bytes=1000))


def test_a_site_that_drips_is_cut_off(site, fetcher):
    begun = time.monotonic()
    with pytest.raises(FetchError, match="no answer in time"):
        fetcher.fetch(at(site, "/drip"), budget=Budget(seconds=0.6))
    assert time.monotonic() - begun < 3


def test_a_resolver_that_sleeps_is_not_waited_for():
    def asleep(_host: str, _port: int) -> list[str]:
        time.sleep(5)
        return ["8.8.8.8"]

    begun = time.monotonic()
    with pytest.raises(FetchError, match="not resolved in time"):
        Fetcher(asleep).fetch("http://luar.example/", budget=Budget(seconds=0.3))
    assert time.monotonic() - begun < 3


def test_a_name_nobody_knows_is_one_line(fetcher):
    with pytest.raises(FetchError, match=r"^http://tiada\.example/: Name or service not known$"):
        fetcher.fetch("http://tiada.example/")
