"""Proofs that the newsroom's door is passed through untouched, and closed calmly when nobody is in."""

import socket
import time
from contextlib import ExitStack

import pytest

from kabar.config import Newsstand, Paper
from kabar.newsstand.settings import Limits
from kabar.newsstand.testing import Reply, open_stand


def test_the_newsroom_answers_for_itself(stand):
    stand.web.replies["/redaksi/stories/?p=2"] = Reply(
        201, b"naskah", (("content-type", "text/plain"), ("set-cookie", "a=1"), ("set-cookie", "b=2"))
    )
    answer = stand.ask("/redaksi/stories/?p=2", cookie="sessionid=ayu", accept_language="id")
    assert (answer.status, answer.body) == (201, b"naskah")
    assert [value for name, value in answer.pairs if name == "set-cookie"] == ["a=1", "b=2"]
    request = stand.web.requests[0]
    assert (request.method, request.target) == ("GET", "/redaksi/stories/?p=2")
    assert request.header("cookie") == "sessionid=ayu"
    assert request.header("host") == stand.host


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_whatever_is_not_reading_goes_to_the_newsroom(stand, method):
    answer = stand.ask("/komentar/", method, b"teks")
    assert answer.body == b"newsroom says teks"
    assert stand.web.requests[0].method == method


def test_a_head_in_the_newsroom_has_no_body(stand):
    for _ in range(3):
        answer = stand.ask("/redaksi/", "HEAD")
        assert (answer.status, answer.body) == (200, b"")
        assert answer.headers["content-length"] == "14"


def test_the_client_cannot_say_who_it_is(stand):
    stand.ask(
        "/redaksi/",
        x_forwarded_for="1.2.3.4",
        x_forwarded_proto="https",
        x_forwarded_host="jahat.example",
        x_real_ip="1.2.3.4",
        forwarded="for=1.2.3.4",
        x_kabar_errand="print",
        connection="x-rahasia",
        x_rahasia="1",
    )
    request = stand.web.requests[0]
    assert request.header("x-forwarded-for") == "127.0.0.1"
    assert request.header("x-forwarded-proto") == "http"
    assert request.header("x-forwarded-host") == stand.host
    for name in ("x-real-ip", "forwarded", "x-kabar-errand", "x-rahasia", "connection"):
        assert request.header(name) is None


def test_headers_with_underscores_are_dropped(stand):
    lines = ["GET /redaksi/ HTTP/1.1", f"host: {stand.host}", "x_forwarded_for: 6.6.6.6", "connection: close"]
    stand.raw("\r\n".join([*lines, "", ""]).encode())
    assert stand.web.requests[0].header("x_forwarded_for") is None


def test_ones_own_front_proxy_is_believed(tmp_path):
    paper = Paper(folder=tmp_path, newsstand=Newsstand(trusted_proxies=("127.0.0.1",)))
    with open_stand(tmp_path, paper=paper) as stand:
        stand.ask("/redaksi/", x_forwarded_for="1.2.3.4", x_forwarded_proto="https")
        request = stand.web.requests[0]
        assert request.header("x-forwarded-for") == "1.2.3.4, 127.0.0.1"
        assert request.header("x-forwarded-proto") == "https"


def test_a_large_upload_arrives_whole(stand):
    picture = bytes(range(256)) * 20_000
    answer = stand.ask("/redaksi/pictures/", "POST", picture)
    assert answer.body == b"newsroom says " + picture
    assert stand.web.requests[0].body == picture


def test_an_upload_of_unknown_length_arrives_whole(stand):
    data = b"5\r\nsatu \r\n3\r\ndua\r\n0\r\n\r\n"
    lines = [
        "POST /redaksi/ HTTP/1.1",
        f"host: {stand.host}",
        "transfer-encoding: chunked",
        "connection: close",
    ]
    assert stand.raw("\r\n".join([*lines, "", ""]).encode() + data).endswith(b"newsroom says satu dua")


def test_who_waits_for_permission_to_send_gets_it(stand):
    head = (
        f"POST /redaksi/ HTTP/1.1\r\nhost: {stand.host}\r\ncontent-length: 4\r\n"
        "expect: 100-continue\r\nconnection: close\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", stand.port), 5) as line:
        line.sendall(head.encode())
        assert line.recv(100).startswith(b"HTTP/1.1 100 ")
        line.sendall(b"teks")
        answer = b""
        while more := line.recv(1000):
            answer += more
    assert answer.endswith(b"newsroom says teks")
    assert stand.web.requests[0].header("expect") is None


def test_lines_to_the_newsroom_are_kept_and_used_again(stand):
    for _ in range(20):
        assert stand.ask("/redaksi/").status == 200
    assert len(stand.stand.proxy_runner._idle) == 1


def test_a_kept_line_that_died_is_replaced_without_a_word(stand):
    stand.ask("/redaksi/")
    stand.web.kill()
    with stand.web.open():
        assert stand.ask("/redaksi/").status == 200


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_closed_newsroom_says_so_calmly(stand, method):
    stand.web.kill()
    answer = stand.ask("/redaksi/", method, b"teks" if method == "POST" else None)
    assert answer.status == 503
    assert b"Kabar Uji" in answer.body


def test_web_killed_in_the_middle_of_a_question_is_an_answer_too(stand):
    stand.web.pages["/"] = Reply(200, b"")
    stand.web.delay = 5
    with socket.create_connection(("127.0.0.1", stand.port), 5) as line:
        line.sendall(f"GET / HTTP/1.1\r\nhost: {stand.host}\r\nconnection: close\r\n\r\n".encode())
        time.sleep(0.3)
        stand.web.kill()
        assert line.recv(1000).startswith(b"HTTP/1.1 503 ")


def test_a_newsroom_that_does_not_answer_is_not_waited_for_forever(tmp_path):
    with open_stand(tmp_path, limits=Limits(proxy_seconds=0.5, print_seconds=0.5)) as stand:
        stand.web.kill()
        with ExitStack() as doors:
            for door in (stand.settings.socket, stand.settings.press_socket):
                silent = doors.enter_context(socket.socket(socket.AF_UNIX))
                silent.bind(str(door))
                silent.listen()
            assert stand.ask("/redaksi/").status == 504
            assert stand.ask("/").status == 503


def test_a_reader_who_leaves_in_the_middle_of_an_upload_harms_nobody(stand):
    with socket.create_connection(("127.0.0.1", stand.port), 5) as line:
        line.sendall(
            f"POST /redaksi/ HTTP/1.1\r\nhost: {stand.host}\r\ncontent-length: 1000\r\n\r\nteks".encode()
        )
        time.sleep(0.2)
    time.sleep(0.2)
    assert stand.ask("/redaksi/").status == 200
