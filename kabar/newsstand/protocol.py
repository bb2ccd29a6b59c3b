"""The door readers come through: warm copies are handed out here, before any task or scope is made."""

import logging
from collections.abc import Iterable
from typing import Any, ClassVar

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kabar.newsstand.asking import takes_gzip
from kabar.newsstand.counting import LONGEST, SEEN
from kabar.newsstand.stand import Stand
from kabar.plates.generations import NOW

Fields = dict[bytes, bytes]

logger = logging.getLogger("kabar.newsstand")

# With one of these in a request, the warm path steps aside.
_NEEDS_MORE = frozenset(
    {b"content-length", b"transfer-encoding", b"upgrade", b"expect", b"authorization", b"range"}
)
# The most that arrives at once, in which a head may begin behind the end of a body.
_CHUNK = 256 * 1024
_UNTOLD = _NEEDS_MORE - {b"content-length"}
_COUNTED = b"HTTP/1.1 204 No Content\r\ncache-control: no-store\r\n"
_NOT_COUNTED = b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\ncache-control: no-store\r\n"
_METHOD, _VERSION, _END = b"GET ", b" HTTP/1.1\r\n", b"\r\n\r\n"
_KEPT_OPEN = (None, b"keep-alive", b"Keep-Alive")
_ONE_LINE = (
    b"HTTP/1.1 %d %s\r\ncontent-type: text/plain; charset=utf-8\r\n"
    b"content-length: %d\r\nconnection: close\r\n%s%s\n"
)


class ReaderProtocol(HttpToolsProtocol):
    """uvicorn's protocol with a warm path in front and timers for the slow and the silent.

    `stand` is set on a subclass by the server, as uvicorn makes one of these for each connection.
    """

    stand: ClassVar[Stand]

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._ticker = self.stand.ticker
        self._head_limit = self.stand.settings.limits.header_bytes
        self._copies = self.stand.shelf.copies
        self._host_names = self.stand.hosts
        self._judged = self.stand.judged
        self._generations = self.stand.generations
        self._only_ads = len(self.stand.settings.variants) == 1
        self.url = b""
        self.headers = []
        self._handed = False
        self._said = b""
        self._teller: Fields = {}
        self._between = True
        self._in_head = True
        self._head_size = 0
        self._chunk = self._lines = b""
        self._last_lines: bytes | None = None
        self._last_fields: Fields | None = None
        self._last_lead: bytes | None = None
        self._lead_tick = -1
        self._last_heard = self._head_begun = self._stalled_since = self._ticker.tick

    def data_received(self, data: bytes) -> None:
        """Hand out at once what is asked for under a known head; else feed the parser."""
        if self.timeout_keep_alive_task is not None:
            self._unset_keepalive_if_required()
        self._last_heard = self._ticker.tick
        if self._between and self._hand_out_again(data):
            self._in_head = False
            return
        self._chunk = data
        self._parse(data)
        self._chunk = self._lines = b""

    def _parse(self, data: bytes) -> None:
        """Feed the parser, keeping count of a head that comes in drips."""
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            if self.cycle is not None:
                self.cycle.keep_alive = False
        except httptools.HttpParserError as error:
            if _is_our_fault(error):
                logger.error("a request broke the newsstand", exc_info=error.__context__)
            self._refuse(400, b"This is not a sound HTTP request.")
        if self._in_head:
            self._head_size += len(data)
            if self._head_size > self._head_limit + _CHUNK:
                self._refuse(431, b"The head of this request is too large.")

    def on_message_begin(self) -> None:
        """A new request; the scope is made only if the warm path steps aside."""
        self.url = b""
        self.headers = []
        self._handed = self._between = False
        self._in_head = True
        self._head_size = 0
        self._head_begun = self._last_heard

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header line."""
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """Hand out a warm copy, or walk the whole way."""
        self._in_head = False
        fields = dict(self.headers)
        # A header said twice may be two hosts; the whole way looks at it closely.
        if len(fields) != len(self.headers) or not self._is_free() or not self._serve(fields):
            self._walk()
        else:
            self.headers.clear()

    def on_body(self, body: bytes) -> None:
        """A part of a request's body."""
        if not self._handed:
            super().on_body(body)
        else:
            self._said += body

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._between = True
        if not self._handed:
            super().on_message_complete()
        elif self._said:
            self._count()

    def _serve(self, fields: Fields) -> bool:
        """Answer from the shelf, or listen to what a page says; False leaves it to the whole way."""
        if self.url != SEEN:
            self._handed = self._hand_out(fields)
        elif self._is_told(fields):
            self._handed, self._teller = True, fields
        return self._handed

    def _is_told(self, fields: Fields) -> bool:
        """Whether a page says on a free line, in few words, what its reader saw."""
        size = fields.get(b"content-length", b"")
        return (
            self.parser.get_method() == b"POST"
            and size.isdigit()
            and 0 < int(size) <= LONGEST
            and _UNTOLD.isdisjoint(fields)
            and fields.get(b"connection") in _KEPT_OPEN
            and self.parser.should_keep_alive()
            and fields.get(b"host") in self._host_names
        )

    def _count(self) -> None:
        """Count it before any task or scope is made: as many pages say something as are handed out."""
        client = self.client[0] if self.client else ""
        taken = self.stand.counting.take(self._teller[b"host"], self._teller, client, self._said)
        self._said = b""
        self.transport.write((_COUNTED if taken else _NOT_COUNTED) + self._ticker.end_of_head)

    def _hand_out_again(self, chunk: bytes) -> bool:
        """Answer a request that differs from the last only in its target: the same bytes mean the same."""
        asked, _, self._lines = chunk.partition(_VERSION)
        fields = self._last_fields
        if fields is None or self._lines != self._last_lines or asked[:4] != _METHOD or not self._is_free():
            return False
        if self._lead_tick != self._ticker.tick:
            self._lead_tick, self._last_lead = self._ticker.tick, self._lead(fields)
        return self._write(self._last_lead, asked[4:], fields)

    def _hand_out(self, fields: Fields) -> bool:
        """Answer from the shelf if this is a plain question for a warm copy."""
        if self._head_size + len(self._chunk) > self._head_limit or not self._is_plain(fields):
            return False
        lead = self._lead(fields)
        if not self._write(lead, self.url, fields):
            return False
        self._keep(fields, lead)
        return True

    def _keep(self, fields: Fields, lead: bytes | None) -> None:
        """Keep a head that came twice on this line; what comes once is let go while it is at hand."""
        lines = self._lines
        if lines != self._last_lines:
            self._last_lines, self._last_fields = lines, None
        elif self._is_alone(lines):
            self._last_fields, self._last_lead, self._lead_tick = fields, lead, self._ticker.tick

    def _is_alone(self, lines: bytes) -> bool:
        """Whether a chunk is this one request and nothing else."""
        whole = len(_METHOD) + len(self.url) + len(_VERSION) + len(lines)
        return len(self._chunk) == whole and lines.find(_END) + len(_END) == len(lines)

    def _is_free(self) -> bool:
        """Whether no answer is still under way on this connection."""
        cycle = self.cycle
        return (cycle is None or cycle.response_complete) and not self.flow.write_paused

    def _is_plain(self, fields: Fields) -> bool:
        """Whether nothing is asked for but a copy in gzip on a line that is kept open."""
        parser = self.parser
        return (
            parser.get_method() == b"GET"
            and _NEEDS_MORE.isdisjoint(fields)
            and fields.get(b"connection") in _KEPT_OPEN
            and takes_gzip(fields.get(b"accept-encoding", b""))
            and parser.should_keep_alive()
            and (b"connection" not in fields or parser.get_http_version() == "1.1")
        )

    def _lead(self, fields: Fields) -> bytes | None:
        """What leads the keys of this reader's copies: variant and host; None when web has to say which."""
        host = self._host_names.get(fields.get(b"host", b""))
        cookies, saving = fields.get(b"cookie"), fields.get(b"save-data")
        if host is None or self._only_ads or not (cookies or saving):
            return host
        prefix = self._judged.get(cookies) if cookies and not saving else None
        if prefix is None:
            prefix = self.stand.judge(cookies, saving)
        return None if prefix is None else prefix + host

    def _write(self, lead: bytes | None, target: bytes, fields: Fields) -> bool:
        """The warm copy at a target, or what there is to say of one that the reader holds."""
        if lead is None:
            return False
        key = lead + target
        copy = self._copies.get(key)
        if copy is not None and copy.checked != self._generations.counters[NOW]:
            copy = self.stand.brought_up(key, copy)
        if copy is None:
            return False
        copy.used = True
        known = fields.get(b"if-none-match")
        if known is not None and copy.is_known_to(known):
            self.transport.write(copy.head_unchanged + self._ticker.end_of_head)
        else:
            self.transport.write(copy.answer(self._ticker.end_of_head))
        return True

    def _walk(self) -> None:
        """Let uvicorn make scope and task of what was read."""
        url, headers = self.url, self.headers
        super().on_message_begin()
        self.url = url
        self.headers.extend(headers)
        self.expect_100_continue = any(
            name == b"expect" and value.lower() == b"100-continue" for name, value in headers
        )
        super().on_headers_complete()

    def _refuse(self, status: int, text: bytes) -> None:
        """One line and a closed connection; while an answer is being written, only the latter."""
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete:
            phrase = {400: b"Bad Request", 408: b"Request Timeout"}.get(
                status, b"Request Header Fields Too Large"
            )
            self.transport.write(_ONE_LINE % (status, phrase, len(text) + 1, self._ticker.end_of_head, text))
        self.transport.close()

    def pause_writing(self) -> None:
        """The reader takes what is written slower than it comes."""
        self._stalled_since = self._ticker.tick
        super().pause_writing()

    def look_after(self) -> None:
        """Called each second: end heads that drip, silent connections and readers who do not read."""
        limits, tick = self.stand.settings.limits, self._ticker.tick
        silent = tick - self._last_heard
        busy = self.cycle is not None and not self.cycle.response_complete
        if self.flow.write_paused:
            if tick - self._stalled_since > limits.stalled_seconds:
                self.transport.abort()
        elif busy:
            if self.cycle.more_body and not self.flow.read_paused and silent > limits.stalled_seconds:
                self.transport.abort()
        elif self._in_head:
            if tick - self._head_begun > limits.head_seconds:
                self._refuse(408, b"The head of this request took too long.")
        elif silent > limits.idle_seconds:
            self.transport.close()


def _is_our_fault(error: httptools.HttpParserError) -> bool:
    """Whether a callback failed for another reason than what the client sent."""
    cause = error.__context__
    return cause is not None and not isinstance(cause, (ValueError, httptools.HttpParserError))


def look_after_all(connections: Iterable[Any]) -> None:
    """Look after every connection of a server."""
    for connection in list(connections):
        connection.look_after()
