"""Proofs about the newsstand as a process: what it imports, how it starts, how it ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from kabar.newsstand.testing import FakeWeb, Page
from kabar.plates import Address, engrave, open_plates


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A paper's folder."""
    (tmp_path / "kabar.toml").write_text('[paper]\nname = "Kabar Desa"\naddress = "http://localhost:8000"\n')
    return tmp_path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def command(folder: Path, port: int, *more: str) -> list[str]:
    return [sys.executable, "-m", "kabar.newsstand", "--paper", str(folder), "--port", str(port), *more]


@contextmanager
def newsstand(folder: Path, port: int, *more: str) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(command(folder, port, *more), stderr=subprocess.PIPE)
    try:
        end = time.monotonic() + 15
        while time.monotonic() < end and process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield process
    finally:
        process.kill()
        process.communicate()


def ask(port: int, target: str) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", target, headers={"host": "localhost:8000"})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body


def hang(folder: Path, path: str, html: bytes, key: str) -> None:
    generations, rack = open_plates(folder / "var/plates", 16)
    plate = engrave(html, headers=(), keys=[key], generations=generations, ticket=generations.begin())
    rack.hang(Address("localhost:8000", path), plate)
    rack.close()


def test_the_newsstand_never_imports_django():
    code = "import kabar.newsstand.__main__, sys; print({name.split('.')[0] for name in sys.modules})"
    imported = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
    assert "'kabar'" in imported
    assert not {"django", "wagtail"} & set(imported.replace("'", " ").split())


def test_a_process_serves_what_another_hung_and_sees_its_bump(folder):
    port = free_port()
    hang(folder, "/", b"depan", "front:main")
    with newsstand(folder, port):
        assert ask(port, "/") == (200, b"depan")
        generations, rack = open_plates(folder / "var/plates", 16)
        web = FakeWeb(folder / "var/run/web.sock", generations, rack)
        web.pages["/"] = Page(b"baru", keys=("front:main",))
        with web.open():
            generations.bump(["front:main"])
            assert ask(port, "/") == (200, b"baru")
            (folder / "var/plates/generations").unlink()
            time.sleep(1.5)
            assert ask(port, "/") == (200, b"baru")
        rack.close()


def test_a_paper_that_cannot_be_read_is_one_line(tmp_path):
    result = subprocess.run(command(tmp_path, free_port()), capture_output=True, text=True)
    assert result.returncode == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert "kabar.toml" in result.stderr


def test_a_taken_port_is_one_line(folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = subprocess.run(command(folder, port), capture_output=True, text=True)
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert str(port) in result.stderr


def test_several_processes_may_share_a_port_when_told_so(folder):
    port = free_port()
    hang(folder, "/", b"depan", "front:main")
    with newsstand(folder, port, "--share-port"), newsstand(folder, port, "--share-port") as second:
        assert second.poll() is None
        assert {ask(port, "/") for _ in range(20)} == {(200, b"depan")}


def test_at_sigterm_an_answer_under_way_is_finished_and_the_door_closed(folder):
    port = free_port()
    generations, rack = open_plates(folder / "var/plates", 16)
    web = FakeWeb(folder / "var/run/web.sock", generations, rack)
    web.pages["/"], web.delay = Page(b"pelan"), 1.0
    with web.open(), newsstand(folder, port) as process:
        with (
            socket.create_connection(("127.0.0.1", port), 5) as line,
            socket.create_connection(("127.0.0.1", port)),
        ):
            line.sendall(b"GET / HTTP/1.1\r\nhost: localhost:8000\r\n\r\n")
            time.sleep(0.4)
            process.send_signal(signal.SIGTERM)
            answer = b""
            while more := line.recv(4096):
                answer += more
        assert answer.startswith(b"HTTP/1.1 200 OK")
        assert answer.endswith(b"pelan")
        assert process.wait(10) in (0, -signal.SIGTERM)
        with pytest.raises(OSError):
            socket.create_connection(("127.0.0.1", port), 1)
    rack.close()


def test_a_reader_killed_while_reading_the_rack_does_not_fill_it(folder):
    port = free_port()
    hang(folder, "/", b"depan", "front:main")
    for _ in range(3):
        with newsstand(folder, port) as process:
            assert ask(port, "/")[0] == 200
            os.kill(process.pid, signal.SIGKILL)
    hang(folder, "/", b"lagi", "front:main")
    with newsstand(folder, port):
        assert ask(port, "/") == (200, b"lagi")
