"""Asking the press for a print: one errand for an address and its question, however many readers wait."""

import asyncio
import json
import time
from dataclasses import dataclass

from kabar.newsstand.errands import PRINT_TARGET, AnswerCutOff, Runner, WebDown
from kabar.plates import Address, Generations, Plate, PlateError, Rack

PLATE_TYPE = b"application/x-kabar-plate"
_DOWN_SECONDS = 1.0
_REMEMBERED_FAILURES = 10_000
# Answers after which an older print of the same page must not be read any more.
_TAKES_DOWN = frozenset({200, 301, 302, 303, 307, 308, 404, 410, 451})
_PASSED_ON = frozenset(
    {
        b"allow",
        b"cache-control",
        b"content-language",
        b"content-security-policy",
        b"content-type",
        b"cross-origin-opener-policy",
        b"last-modified",
        b"link",
        b"location",
        b"permissions-policy",
        b"referrer-policy",
        b"retry-after",
        b"strict-transport-security",
        b"surrogate-key",
        b"tdm-reservation",
        b"x-content-type-options",
        b"x-frame-options",
        b"x-robots-tag",
    }
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What web said instead of a plate: gone, moved, never here, or made for this one question."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


class NotPrinted(Exception):
    """Web is down, failed or was too slow; whoever has an older plate serves that."""


class WebClosed(NotPrinted):
    """Web cannot be reached at all, which is quick to find out again."""


@dataclass(frozen=True, slots=True)
class _Flight:
    task: "asyncio.Task[Plate | Answer]"
    begun: float


class PrintDesk:
    """Gets plates printed, each once."""

    def __init__(self, runner: Runner, rack: Rack, generations: Generations, seconds: float) -> None:
        self._runner = runner
        self._rack = rack
        self._generations = generations
        self._seconds = seconds
        self._flights: dict[tuple[Address, str], _Flight] = {}
        self._failed: dict[tuple[Address, str], float] = {}
        self._down_until = 0.0
        self.asked = 0

    async def print(self, address: Address, query: str) -> Plate | Answer:
        """A print of the page, shared by everybody who asks meanwhile; NotPrinted when there is none."""
        if time.monotonic() < self._failed.get((address, query), 0.0):
            raise NotPrinted("the print failed a moment ago")
        return await asyncio.shield(self._flight(address, query).task)

    async def print_within(self, address: Address, query: str, patience: float) -> Plate | Answer:
        """The same for a reader who could also have an older plate: wait no longer than patience."""
        now = time.monotonic()
        if now < self._down_until or now < self._failed.get((address, query), 0.0):
            raise NotPrinted("web was down a moment ago")
        flight = self._flight(address, query)
        left = max(0.0, flight.begun + patience - now)
        try:
            return await asyncio.wait_for(asyncio.shield(flight.task), left)
        except TimeoutError:
            raise NotPrinted("the print takes longer than the reader waits") from None

    def _flight(self, address: Address, query: str) -> _Flight:
        key = (address, query)
        flight = self._flights.get(key)
        if flight is None:
            task = asyncio.ensure_future(self._fly(address, query))
            flight = self._flights[key] = _Flight(task, time.monotonic())
            task.add_done_callback(lambda done: self._land(key, done))
        return flight

    def _land(self, key: tuple[Address, str], task: "asyncio.Task[Plate | Answer]") -> None:
        del self._flights[key]
        if task.cancelled() or task.exception() is None or isinstance(task.exception(), WebClosed):
            return
        if len(self._failed) >= _REMEMBERED_FAILURES:
            self._failed.clear()
        self._failed[key] = time.monotonic() + _DOWN_SECONDS

    async def _fly(self, address: Address, query: str) -> Plate | Answer:
        """Look on the rack again first: somebody may have printed it while this flight was called."""
        hanging = self._rack.take(address) if query == address.query else None
        if hanging is not None and self._generations.fresh(hanging):
            return hanging
        ticket = self._generations.begin()
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._ask(address, query)
        except WebDown as error:
            self._down_until = time.monotonic() + _DOWN_SECONDS
            raise WebClosed(str(error)) from None
        except (AnswerCutOff, TimeoutError, PlateError) as error:
            raise NotPrinted(str(error) or "web took too long") from None
        if isinstance(answer, Answer):
            if answer.status >= 500 or address.is_fragment:
                raise NotPrinted(f"web answered {answer.status} for {address.path}")
            if query == address.query and answer.status in _TAKES_DOWN:
                self._rack.remove(address, ticket)
        return answer

    async def _ask(self, address: Address, query: str) -> Plate | Answer:
        self.asked += 1
        question = {"host": address.host, "path": address.path, "query": query, "variant": address.variant}
        data = json.dumps(question).encode()
        headers = [
            (b"host", address.host.encode()),
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(data)),
            (b"x-kabar-errand", b"print"),
        ]
        async with self._runner.ask(b"POST", PRINT_TARGET, headers, data) as line:
            body = b"".join([chunk async for chunk in line.chunks()])
            fields = dict(line.headers)
            if fields.get(b"content-type", b"").startswith(PLATE_TYPE):
                return Plate.from_bytes(body)
            passed = tuple(pair for pair in line.headers if pair[0] in _PASSED_ON)
            return Answer(line.status, passed, body)
