"""Errands to the newsroom: HTTP to web over its unix socket, on a few connections that are kept."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import httptools

Headers = list[tuple[bytes, bytes]]
Body = bytes | AsyncIterator[bytes]
PRINT_TARGET = b"/.press/print"
_SAFE = (b"GET", b"HEAD", b"OPTIONS")
_HIGH_WATER = 256 * 1024
_KEPT_SECONDS = 20.0
_CONNECT_SECONDS = 5.0


class WebDown(Exception):
    """Web cannot be reached, or went away before it answered."""


class AnswerCutOff(Exception):
    """Web went away in the middle of an answer."""


class Line(asyncio.Protocol):
    """One connection to web, with one question at a time on it."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._writable = asyncio.Event()
        self._writable.set()
        self._news = asyncio.Event()
        self.idle_since = 0.0
        self._begin(headless=False)

    def _begin(self, headless: bool) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._headless = headless
        self._chunks: list[bytes] = []
        self._waiting = 0
        self.status = 0
        self.headers: Headers = []
        self.head_complete = self.complete = self.touched = False
        self.reusable = False
        self._error: Exception | None = None

    # asyncio's side

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the transport."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Feed the parser; rubbish ends the connection."""
        self.touched = True
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._fail(AnswerCutOff(str(error)))
            self.close()

    def connection_lost(self, error: Exception | None) -> None:
        """Wake whoever waits; an answer without a length ends here, any other was cut off."""
        self._transport = None
        self._writable.set()
        if not self.complete:
            if self.head_complete and self._ends_with_connection():
                self.complete = True
            else:
                self._error = self._error or AnswerCutOff("web closed the connection")
        self._news.set()

    def pause_writing(self) -> None:
        """Web reads slower than we write."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """Web caught up."""
        self._writable.set()

    # the parser's side

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header of the answer."""
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """The head is known."""
        self.status = self._parser.get_status_code()
        if self.status < 200:
            self.headers = []
            return
        self.head_complete = True
        self.reusable = self._parser.should_keep_alive() and not self._headless
        if self._headless:
            self.complete = True
        self._news.set()

    def on_body(self, body: bytes) -> None:
        """A part of the body; stop reading while the reader is slower than web."""
        if self._headless:
            return
        self._chunks.append(body)
        self._waiting += len(body)
        if self._waiting > _HIGH_WATER and self._transport is not None:
            self._transport.pause_reading()
        self._news.set()

    def on_message_complete(self) -> None:
        """The answer is whole."""
        if self.status >= 200:
            self.complete = True
            self._news.set()

    # our side

    @property
    def alive(self) -> bool:
        """Whether a question can still be asked here."""
        return self._transport is not None and not self._transport.is_closing()

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.abort()

    def start(self, method: bytes, head: bytes) -> None:
        """Ask, up to and including the empty line."""
        self._begin(headless=method == b"HEAD")
        if self._transport is None:
            raise WebDown("the connection is closed")
        self._transport.write(head)

    async def write(self, data: bytes) -> None:
        """Send a part of the question's body."""
        await self._writable.wait()
        if data and self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    async def read_head(self) -> None:
        """Wait until status and headers are there."""
        while not self.head_complete:
            if self._error is not None:
                raise self._error
            self._news.clear()
            await self._news.wait()

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body as it comes."""
        while True:
            if self._chunks:
                data = b"".join(self._chunks)
                self._chunks.clear()
                self._waiting = 0
                if self._transport is not None:
                    self._transport.resume_reading()
                yield data
            elif self.complete:
                return
            elif self._error is not None:
                raise self._error
            else:
                self._news.clear()
                await self._news.wait()

    def _ends_with_connection(self) -> bool:
        names = {name for name, _ in self.headers}
        return b"content-length" not in names and b"transfer-encoding" not in names

    def _fail(self, error: Exception) -> None:
        self._error = error
        self._news.set()


class Runner:
    """Runs errands to web, so many at once."""

    def __init__(self, socket: Path, at_once: int) -> None:
        self._socket = str(socket)
        self._places = asyncio.Semaphore(at_once)
        self._idle: list[Line] = []

    @asynccontextmanager
    async def ask(
        self, method: bytes, target: bytes, headers: Headers, body: Body = b""
    ) -> AsyncIterator[Line]:
        """Ask and give the line when status and headers are there; the body is read by the caller."""
        async with self._places:
            line = await self._answered(method, target, headers, body)
            try:
                yield line
            finally:
                self._hand_back(line)

    async def _answered(self, method: bytes, target: bytes, headers: Headers, body: Body) -> Line:
        """An answered line; a kept one found dead is replaced once, if the question can be repeated."""
        head = _head(method, target, headers)
        repeatable = isinstance(body, bytes) and (method in _SAFE or target == PRINT_TARGET)
        for attempt in (1, 2):
            line, kept = await self._line()
            try:
                line.start(method, head)
                await self._exchange(line, body)
                return line
            except (AnswerCutOff, WebDown) as error:
                line.close()
                if not (kept and repeatable and not line.touched and attempt == 1):
                    raise WebDown(str(error)) from None
            except BaseException:
                line.close()
                raise
        raise WebDown("web closed two connections in a row")

    async def _exchange(self, line: Line, body: Body) -> None:
        """Send the body while watching for an answer: web may refuse before it has read everything."""
        if isinstance(body, bytes):
            await line.write(body)
            await line.read_head()
            return
        sending = asyncio.ensure_future(_send(line, body))
        reading = asyncio.ensure_future(line.read_head())
        try:
            await asyncio.wait({sending, reading}, return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
            await reading
            line.reusable = line.reusable and sending.done()
        finally:
            sending.cancel()
            reading.cancel()

    async def _line(self) -> tuple[Line, bool]:
        now = asyncio.get_running_loop().time()
        while self._idle:
            line = self._idle.pop()
            if line.alive and now - line.idle_since < _KEPT_SECONDS:
                return line, True
            line.close()
        return await self._connect(), False

    async def _connect(self) -> Line:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(_CONNECT_SECONDS):
                _, line = await loop.create_unix_connection(Line, self._socket)
        except (OSError, TimeoutError) as error:
            raise WebDown(f"{self._socket}: {error}") from None
        return line

    def _hand_back(self, line: Line) -> None:
        if line.alive and line.complete and line.reusable:
            line.idle_since = asyncio.get_running_loop().time()
            self._idle.append(line)
        else:
            line.close()

    def close(self) -> None:
        """Hang up all kept lines."""
        while self._idle:
            self._idle.pop().close()


async def _send(line: Line, body: AsyncIterator[bytes]) -> None:
    async for chunk in body:
        await line.write(chunk)


def _head(method: bytes, target: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    lines = [b"%s %s HTTP/1.1\r\n" % (method, target)]
    lines += [b"%s: %s\r\n" % pair for pair in headers]
    lines.append(b"\r\n")
    return b"".join(lines)
