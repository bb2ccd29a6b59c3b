"""Live stories at the stand: their pieces are handed on to every reader who follows, as they are printed."""

import asyncio
import contextlib
import json
import logging
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from kabar.newsstand.asking import Asking
from kabar.newsstand.copies import Copy
from kabar.newsstand.prints import Answer, NotPrinted
from kabar.newsstand.replying import Receive, Send, reply
from kabar.newsstand.stand import Stand
from kabar.plates import Address
from kabar.plates.generations import NOW

logger = logging.getLogger("kabar.newsstand")

_FOLLOWED = re.compile(r"/-/live/([0-9]{1,18})\Z")
#: How often we look whether anything was bumped, and how often a silent line is kept open.
_LOOK_SECONDS, _BEAT_SECONDS = 0.1, 20.0
#: So many readers are served before others of the stand have their turn.
_AT_ONCE = 100
_STREAM = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
)
#: Many readers ask after the same number: a shared cache may answer them for a moment.
_POLLED = ((b"content-type", b"application/json"), (b"cache-control", b"public, max-age=5"))
_ENDED = "gone"


def story_followed(path: str) -> int | None:
    """The number of the live story that an address follows."""
    found = _FOLLOWED.match(path)
    return int(found[1]) if found else None


@dataclass(eq=False, slots=True)
class Reader:
    """One open line, and the number up to which it was told."""

    send: Send
    number: int
    task: asyncio.Task[None] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether the last words are still being written: a slow reader catches up by itself."""
        return self.task is not None and not self.task.done()


@dataclass(eq=False, slots=True)
class LiveStory:
    """What was last printed of a live story, and who follows it."""

    address: Address
    copy: Copy | None = None
    state: str = ""
    number: int = 0
    pieces: list[dict[str, Any]] = field(default_factory=list)
    readers: set[Reader] = field(default_factory=set)
    behind: bool = False
    _told: dict[int, bytes] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.state != "open"

    def take(self, copy: Copy) -> bool:
        """Read a print; True when it says something that readers were not told."""
        if copy is self.copy:
            return False
        told = json.loads(copy.identity())
        news = bool(told["number"] > self.number or told["state"] != self.state)
        self.copy, self.state, self.number, self.pieces = copy, told["state"], told["number"], told["pieces"]
        self._told.clear()
        return news

    def end(self) -> None:
        """Readers can open the story no more."""
        self.copy, self.state, self.pieces, self.number = None, _ENDED, [], self.number + 1
        self._told.clear()

    def since(self, number: int) -> bytes:
        """Everything newer than a number, as data."""
        told = self._told.get(number)
        if told is None:
            newer = [piece for piece in self.pieces if piece["number"] > number]
            whole = {"state": self.state, "number": self.number, "pieces": newer}
            told = self._told[number] = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
        return told


class LiveDesk:
    """Everybody who follows a live story at this stand."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand
        self._stories: dict[Address, LiveStory] = {}
        self._watch: asyncio.Task[None] | None = None
        self._seen = -1
        self._readers = 0

    async def answer(self, asking: Asking, host: str, pk: int, receive: Receive, send: Send) -> bool:
        """Tell what is new in a live story, once or as it comes; False when there is none of that number."""
        address = Address(host, f"/.live/{pk}")
        story = self._stories.get(address) or LiveStory(address)
        await self._bring_up(story)
        if not story.state and story.behind:
            await reply(send, 503, ((b"retry-after", b"5"),))
            return True
        if not story.state or (story.state == _ENDED and not story.readers):
            return False
        after = _number_after(asking)
        streams = b"text/event-stream" in asking.headers.get(b"accept", b"") and asking.method == "GET"
        if not streams:
            await reply(send, 200, _POLLED, story.since(after))
        elif story.is_over and story.number <= after:
            # By this a browser knows that it need not come back.
            await reply(send, 204, ())
        elif self._readers >= self._stand.settings.limits.live_readers:
            await reply(send, 503, ((b"retry-after", b"30"),))
        else:
            await self._follow(self._stories.setdefault(address, story), after, receive, send)
        return True

    async def _follow(self, story: LiveStory, after: int, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _STREAM})
        # Whoever was cut off with all others does not come back with all others.
        await _write(send, b"retry: %d\n\n" % random.randint(2_000, 8_000))
        reader = Reader(send, after)
        story.readers.add(reader)
        self._readers += 1
        self._keep_watch()
        self._hand_on(story, reader)
        try:
            await receive()
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            self._readers -= 1
            story.readers.discard(reader)
            if not story.readers:
                self._stories.pop(story.address, None)

    def _hand_on(self, story: LiveStory, reader: Reader) -> None:
        if not reader.is_busy:
            reader.task = asyncio.ensure_future(_catch_up(story, reader))

    def _keep_watch(self) -> None:
        if self._watch is None or self._watch.done():
            self._watch = asyncio.ensure_future(self._look())

    async def _look(self) -> None:
        """As long as somebody follows anything: have what is stale printed anew, and hand it on."""
        loop = asyncio.get_running_loop()
        beat = loop.time() + _BEAT_SECONDS
        while self._stories:
            now = self._stand.generations.counters[NOW]
            if now != self._seen or any(story.behind for story in self._stories.values()):
                self._seen = now
                for story in list(self._stories.values()):
                    await self._renew(story)
            if loop.time() >= beat:
                beat = loop.time() + _BEAT_SECONDS
                await self._beat()
            await asyncio.sleep(_LOOK_SECONDS)

    async def _renew(self, story: LiveStory) -> None:
        if await self._bring_up(story):
            for bench in _benches(story):
                for reader in bench:
                    self._hand_on(story, reader)
                await asyncio.sleep(0)

    async def _bring_up(self, story: LiveStory) -> bool:
        """Have the newest print of a story; True when readers have something to be told."""
        try:
            handed = await self._stand.hand_out(story.address)
        except NotPrinted as error:
            story.behind = True
            logger.warning("%s: %s", story.address.path, error)
            return False
        if isinstance(handed, Answer):
            if story.copy is None:
                return False
            story.behind = False
            story.end()
            return True
        story.behind = handed.stale
        return story.take(handed.copy)

    async def _beat(self) -> None:
        for story in list(self._stories.values()):
            for bench in _benches(story):
                for reader in bench:
                    if not reader.is_busy:
                        reader.task = asyncio.ensure_future(_write(reader.send, b":\n\n"))
                await asyncio.sleep(0)

    def dismiss(self) -> None:
        """Send everybody away: the stand closes, and they will come back to the next one."""
        for story in list(self._stories.values()):
            for reader in list(story.readers):
                reader.task = asyncio.ensure_future(_write(reader.send, b"", more=False))


async def _catch_up(story: LiveStory, reader: Reader) -> None:
    """Write what a reader was not told yet, and what came while it was written."""
    while reader.number < story.number:
        number, told = story.number, story.since(reader.number)
        await _write(reader.send, b"id: %d\ndata: %s\n\n" % (number, told))
        reader.number = number
    if story.is_over:
        await _write(reader.send, b"", more=False)


async def _write(send: Send, data: bytes, *, more: bool = True) -> None:
    with contextlib.suppress(OSError, RuntimeError):
        await send({"type": "http.response.body", "body": data, "more_body": more})


def _benches(story: LiveStory) -> Iterator[list[Reader]]:
    readers = list(story.readers)
    return (readers[start : start + _AT_ONCE] for start in range(0, len(readers), _AT_ONCE))


def _number_after(asking: Asking) -> int:
    """The number up to which a reader was told: by the browser that comes back, or by the page it read."""
    asked = asking.headers.get(b"last-event-id", b"").decode("latin-1")
    if not asked:
        asked = parse_qs(asking.query).get("after", [""])[0]
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= 18 else 0
