"""Questions that only the newsroom can answer, passed through untouched in both directions."""

import asyncio
from collections.abc import AsyncIterator

from kabar.newsstand.asking import Asking, Scope
from kabar.newsstand.errands import Body, Headers, Line, Runner, WebDown
from kabar.newsstand.replying import Receive, Send

_HOP_BY_HOP = frozenset(
    {
        b"connection",
        b"expect",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    }
)
_OURS_TO_SAY = (b"x-forwarded-", b"x-kabar-", b"x-real-ip", b"forwarded")


class NewsroomClosed(Exception):
    """Web did not answer; nothing was sent to the reader yet."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class ReaderLeft(Exception):
    """The client went away in the middle of its question."""


class Errand:
    """One question and its answer, both passed on as they come."""

    def __init__(
        self, asking: Asking, scope: Scope, receive: Receive, trusted: frozenset[str], seconds: float
    ) -> None:
        self._asking = asking
        self._receive = receive
        self._seconds = seconds
        self._patience = asyncio.timeout(seconds)
        self._target: bytes = scope["raw_path"]
        if scope["query_string"]:
            self._target += b"?" + scope["query_string"]
        self._headers = _request_headers(asking, scope["headers"], trusted)

    async def run(self, runner: Runner, send: Send) -> None:
        """Ask web; NewsroomClosed if it cannot answer, AnswerCutOff if it stopped in the middle."""
        body = self._framed_body()
        method = self._asking.method.encode()
        try:
            async with self._patience, runner.ask(method, self._target, self._headers, body) as line:
                self._patience.reschedule(None)
                await _hand_on(line, send)
        except WebDown:
            raise NewsroomClosed(503) from None
        except TimeoutError:
            raise NewsroomClosed(504) from None

    def _framed_body(self) -> Body:
        if b"transfer-encoding" in self._asking.headers:
            self._headers.append((b"transfer-encoding", b"chunked"))
            return _chunked(self._body())
        return b"" if self._asking.headers.get(b"content-length", b"0") == b"0" else self._body()

    def _wait_on(self) -> None:
        """Each sign of life of the client gives web its whole time again."""
        self._patience.reschedule(asyncio.get_running_loop().time() + self._seconds)

    async def _body(self) -> AsyncIterator[bytes]:
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ReaderLeft
            self._wait_on()
            if message.get("body"):
                yield message["body"]
            if not message.get("more_body"):
                return


async def _hand_on(line: Line, send: Send) -> None:
    await send({"type": "http.response.start", "status": line.status, "headers": _answered(line.headers)})
    async for chunk in line.chunks():
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _chunked(body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    async for data in body:
        yield b"%x\r\n%s\r\n" % (len(data), data)
    yield b"0\r\n\r\n"


def _request_headers(asking: Asking, pairs: Headers, trusted: frozenset[str]) -> Headers:
    """The client's headers without what it may not say, and what the newsstand says of the client."""
    named = {token.strip().lower() for token in asking.headers.get(b"connection", b"").split(b",")}
    dropped = _HOP_BY_HOP | named
    kept = [
        (name, value)
        for name, value in pairs
        if name not in dropped and b"_" not in name and not name.startswith(_OURS_TO_SAY)
    ]
    believed = asking.headers if asking.client in trusted else {}
    before = believed.get(b"x-forwarded-for")
    client = asking.client.encode()
    return [
        *kept,
        (b"x-forwarded-for", before + b", " + client if before else client),
        (b"x-forwarded-proto", believed.get(b"x-forwarded-proto", asking.scheme.encode())),
        (b"x-forwarded-host", asking.headers.get(b"host", b"")),
    ]


def _answered(pairs: Headers) -> Headers:
    """Web's headers without what concerns only the line to it."""
    dropped = _HOP_BY_HOP | {b"date", b"server"}
    return [(name, value) for name, value in pairs if name not in dropped]
