"""Doubles for proofs: a web process that prints what it is told, and a stand open for a test."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, BinaryIO

from kabar.config import Paper
from kabar.newsstand.server import listen, make_server
from kabar.newsstand.settings import NewsstandSettings
from kabar.plates import Address, Generations, MemoryGenerations, MemoryRack, Plate, Rack, Variant, engrave

Question = dict[str, str]
HTML = ("content-type", "text/html; charset=utf-8")


@dataclass(slots=True)
class Page:
    """What the fake web prints at a path."""

    html: bytes
    keys: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = (HTML, ("cache-control", "public, max-age=0, must-revalidate"))


@dataclass(slots=True)
class Request:
    """What reached the fake web."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """The value of the last header of that name."""
        return dict(self.headers).get(name)


@dataclass(slots=True)
class Reply:
    """An ordinary HTTP answer of the fake web."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = (HTML,)


@dataclass
class FakeWeb:
    """Listens on web's sockets in a thread of its own; prints pages, answers everything else as told."""

    socket: Path
    generations: Generations
    rack: Rack
    pages: dict[str, Page | Reply] = field(default_factory=dict)
    replies: dict[str, Reply] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    prints: list[Question] = field(default_factory=list)
    delay: float = 0.0
    during_print: Callable[[Question], None] | None = None
    _loop: asyncio.AbstractEventLoop | None = None

    @contextmanager
    def open(self) -> Iterator["FakeWeb"]:
        """Answer until the end of the block or until `kill`."""
        ready = threading.Event()
        thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        thread.start()
        ready.wait(5)
        try:
            yield self
        finally:
            self.kill()
            thread.join(5)

    def kill(self) -> None:
        """Go away at once: connections are cut, the socket is gone."""
        loop, self._loop = self._loop, None
        if loop is not None:
            loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(loop)])
            while any(door.exists() for door in self._doors()):
                time.sleep(0.01)

    async def _serve(self, ready: threading.Event) -> None:
        self.socket.parent.mkdir(parents=True, exist_ok=True)
        servers = [
            await asyncio.start_unix_server(self._connected, str(door), backlog=1024)
            for door in self._doors()
        ]
        self._loop = asyncio.get_running_loop()
        ready.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            for server in servers:
                server.close()
        finally:
            for door in self._doors():
                door.unlink(missing_ok=True)

    def _doors(self) -> tuple[Path, Path]:
        return self.socket, self.socket.with_name("press.sock")

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await _read_request(reader)
                self.requests.append(request)
                writer.write(await self._answer(request))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            writer.transport.abort()

    async def _answer(self, request: Request) -> bytes:
        if request.target == "/.press/print":
            return await self._print(json.loads(request.body))
        reply = self.replies.get(request.target, Reply(200, b"newsroom says " + request.body))
        return _to_bytes(reply, with_body=request.method != "HEAD")

    async def _print(self, question: Question) -> bytes:
        self.prints.append(question)
        ticket = self.generations.begin()
        page = self.pages.get(question["path"], Reply(404, b"<h1>tidak ada</h1>"))
        await asyncio.sleep(self.delay)
        if self.during_print is not None:
            self.during_print(question)
        if isinstance(page, Reply):
            return _to_bytes(page)
        plate = engrave(
            page.html, headers=page.headers, keys=page.keys, generations=self.generations, ticket=ticket
        )
        query = question["query"] if question["query"].startswith("halaman=") else ""
        self.rack.hang(
            Address(question["host"], question["path"], query, Variant(question["variant"])), plate
        )
        return _to_bytes(Reply(200, plate.to_bytes(), (("content-type", "application/x-kabar-plate"),)))


def _to_bytes(reply: Reply, *, with_body: bool = True) -> bytes:
    lines = [f"HTTP/1.1 {reply.status} Reason", f"content-length: {len(reply.body)}"]
    lines += [f"{name}: {value}" for name, value in reply.headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + (reply.body if with_body else b"")


async def _read_request(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head[:-4].split("\r\n")
    method, target, _ = first.split(" ")
    request = Request(
        method, target, [(line.split(": ", 1)[0].lower(), line.split(": ", 1)[1]) for line in lines]
    )
    if request.header("transfer-encoding") == "chunked":
        request.body = await _read_chunks(reader)
    else:
        request.body = await reader.readexactly(int(request.header("content-length") or 0))
    return request


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int((await reader.readline()).strip(), 16):
        body += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return body


@dataclass
class OpenStand:
    """A stand on a real port, with its counters and rack in memory and the fake web behind it."""

    port: int
    settings: NewsstandSettings
    generations: Generations
    rack: Rack
    web: FakeWeb
    stand: Any

    @property
    def host(self) -> str:
        """The paper's own name in addresses."""
        return self.settings.paper.host

    def ask(self, target: str, method: str = "GET", body: bytes | None = None, **headers: str) -> "Seen":
        """Ask on a connection of its own; header names are written with underscores."""
        lines = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, target, body, {"host": self.host, **lines})
            response = connection.getresponse()
            pairs = [(name.lower(), value) for name, value in response.getheaders()]
            return Seen(response.status, pairs, response.read())
        finally:
            connection.close()

    def raw(self, data: bytes, seconds: float = 5.0) -> bytes:
        """Everything that comes back for these bytes until the connection is closed or silent."""
        with socket.create_connection(("127.0.0.1", self.port), seconds) as line:
            line.sendall(data)
            received = b""
            try:
                while more := line.recv(65536):
                    received += more
            except TimeoutError:
                pass
            return received

    def converse(self, *chunks: bytes) -> list[bytes]:
        """The answers to requests that are sent on one connection, each chunk after the last was answered."""
        answers = []
        with socket.create_connection(("127.0.0.1", self.port), 5.0) as line, line.makefile("rb") as heard:
            for chunk in chunks:
                line.sendall(chunk)
                answers += [_read_answer(heard) for _ in range(chunk.count(b"\r\n\r\n"))]
        return answers

    def hang(self, path: str, page: Page, variant: Variant = Variant.ADS, query: str = "") -> Plate:
        """Print a page without asking the fake web."""
        ticket = self.generations.begin()
        plate = engrave(
            page.html, headers=page.headers, keys=page.keys, generations=self.generations, ticket=ticket
        )
        self.rack.hang(Address(self.host, path, query, variant), plate)
        return plate


def _read_answer(heard: BinaryIO) -> bytes:
    """One answer to a GET on a connection that stays open."""
    lines = [heard.readline()]
    while lines[-1] != b"\r\n":
        lines.append(heard.readline())
    lengths = [int(line[15:]) for line in lines if line.startswith(b"content-length:")]
    return b"".join(lines) + heard.read(sum(lengths))


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader got."""

    status: int
    pairs: list[tuple[str, str]]
    body: bytes

    @property
    def headers(self) -> dict[str, str]:
        """Headers by name."""
        return dict(self.pairs)


@contextmanager
def open_stand(folder: Path, **settings: Any) -> Iterator[OpenStand]:
    """A paper's newsstand, answering on a port of its own until the end of the block."""
    paper = settings.pop("paper", None) or Paper(folder=folder, name="Kabar Uji", secret_key="rahasia")
    chosen = NewsstandSettings(paper, **settings)
    generations, rack = MemoryGenerations(), MemoryRack()
    listener = listen("127.0.0.1", 0)
    server = make_server(chosen, generations, rack)
    thread = threading.Thread(target=lambda: server.run(sockets=[listener]), daemon=True)
    web = FakeWeb(chosen.socket, generations, rack)
    with web.open():
        thread.start()
        _wait_until(lambda: server.started)
        port: int = listener.getsockname()[1]
        protocol: Any = server.config.http_protocol_class
        try:
            yield OpenStand(port, chosen, generations, rack, web, protocol.stand)
        finally:
            server.should_exit = True
            thread.join(15)


def _wait_until(happened: Callable[[], bool], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            raise TimeoutError("it did not happen")
        time.sleep(0.01)


async def ask_many(port: int, host: str, targets: list[str]) -> list[bytes]:
    """Ask for all targets at the same time, each on its own connection; the whole answers."""

    async def ask(target: str) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n".encode())
        answer = await reader.read()
        writer.close()
        return answer

    asking: list[Awaitable[bytes]] = [ask(target) for target in targets]
    return list(await asyncio.gather(*asking))
