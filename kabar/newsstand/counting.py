"""Counts what pages say readers saw, read and clicked: added up in memory, on the disk within a second.

Nobody is recognised: of whom a message comes is asked only to count no more of it than people send.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections import Counter

from kabar.advertising.tags import TagOffice
from kabar.config import Paper
from kabar.newsstand.slate import Slate
from kabar.newsstand.ticker import Ticker
from kabar.tally.files import FOLDER, READS, Counted, Read, Tally

logger = logging.getLogger("kabar.newsstand")

#: Pages send here; links to advertisers begin with the other.
SEEN, CLICK = b"/-/seen", "/-/ads/go/"
#: More than pages send at once; `reading/telling.js` keeps to the same.
LONGEST = 4096
LINES = 32
#: Messages and clicks one address may send in a minute: a telephone network has many behind one.
_A_MINUTE = 600
_MESSAGES = 100_000
_REMEMBERED = 20_000
_MESSAGE = re.compile(rb"[0-9a-f]{18}\Z")
_MACHINES = re.compile(
    rb"bot|crawl|spider|slurp|headless|preview|monitor|curl|wget|python|java/|go-http|okhttp|lighthouse|scrap",
    re.IGNORECASE,
)
_OWN_SITE = (None, b"same-origin")

Fields = dict[bytes, bytes]


class CountingDesk:
    """One newsstand's counts: what pages said since the last second, and the files it goes to."""

    def __init__(self, paper: Paper, ticker: Ticker, trusted: frozenset[str]) -> None:
        self._paper, self._ticker = paper, ticker
        self._trusted = frozenset(trusted)
        self._office = TagOffice(paper.secret_key)
        self._tally, self._reading = Tally(paper.var / FOLDER), Tally(paper.var / READS)
        self._counts: Counter[Counted] = Counter()
        self._reads: Counter[Read] = Counter()
        self._slates: dict[str, Slate] = {}
        self._at: dict[bytes, Slate | None] = {}
        #: The messages of this minute, and those of the minute before.
        self._taken: set[bytes] = set()
        self._taken_before: set[bytes] = set()
        self._senders: dict[str | bytes, int] = {}
        self._machines: dict[bytes, bool] = {}
        self._tick, self._minute, self._hour = -1, 0, 0
        self._writing: asyncio.Task[None] | None = None

    def take(self, host: bytes, fields: Fields, client: str, body: bytes) -> bool:
        """Count a message of a visit, once however often it comes; tell whether that may have been said."""
        slate = self._at[host] if host in self._at else self._slate_at(host)
        if slate is None or len(body) > LONGEST or not self._is_a_reader(fields, client):
            return False
        message, *lines = body.split(b"\n")
        if not 0 < len(lines) <= LINES or not _is_from_us(fields, host) or not _MESSAGE.match(message):
            return False
        if message in self._taken or message in self._taken_before:
            return True
        self._taken.add(message)
        taken = True
        for line in lines:
            taken = slate.enter(line) and taken
        return taken

    def click(self, host: str, fields: Fields, client: str, last: str) -> str | None:
        """Count a click, and say where it leads; None for an address that was not made here.

        Whoever may not be counted is led there all the same.
        """
        paper = self._paper.for_host(host) or self._paper
        clicked = self._office.read_click(paper.key, last)
        if clicked is None:
            return None
        shown, target = clicked
        purpose = fields.get(b"sec-purpose", b"") + fields.get(b"purpose", b"")
        if self._is_a_reader(fields, client) and b"prefetch" not in purpose:
            self._counts[Counted(paper.key, self._hour, shown.creative, shown.place, "clicked")] += 1
        return target

    def _slate_at(self, host: bytes) -> Slate | None:
        """The slate of the paper that a Host header names."""
        if len(self._at) >= _REMEMBERED:
            self._at.clear()
        paper = self._paper.for_host(host.decode("latin-1"))
        if paper is not None and paper.key not in self._slates:
            self._slates[paper.key] = Slate(paper.key, self._office)
        self._at[host] = found = self._slates[paper.key] if paper else None
        return found

    def _look_at_the_clock(self) -> None:
        """Begin a new minute, in which everybody may send again, and a new hour, to which counts belong."""
        self._tick = self._ticker.tick
        second = int(self._ticker.second)
        minute, hour = second // 60, second // 3600 * 3600
        if minute != self._minute or len(self._taken) >= _MESSAGES:
            self._taken_before, self._taken = self._taken, set()
        if minute != self._minute:
            self._minute = minute
            self._senders.clear()
        if hour != self._hour:
            self._settle()
            self._hour = hour

    def _is_a_reader(self, fields: Fields, client: str) -> bool:
        """Whether this may be counted: no machine that says so, and no more than people send."""
        if self._tick != self._ticker.tick:
            self._look_at_the_clock()
        agent = fields.get(b"user-agent", b"")
        if self._machines[agent] if agent in self._machines else self._is_a_machine(agent):
            return False
        sender: str | bytes = client
        if client in self._trusted:
            sender = fields.get(b"x-forwarded-for", b"").rpartition(b",")[2].strip()
        sent = self._senders[sender] = self._senders.get(sender, 0) + 1
        return sent <= _A_MINUTE

    def _is_a_machine(self, agent: bytes) -> bool:
        if len(self._machines) >= _REMEMBERED:
            self._machines.clear()
        machine = self._machines[agent] = not agent or bool(_MACHINES.search(agent))
        return machine

    # --- onto the disk ------------------------------------------------------------------------------------

    @property
    def waits(self) -> bool:
        """Whether something was counted that is not on the disk yet."""
        writing = self._writing is not None and not self._writing.done()
        return writing or bool(self._counts or self._reads) or any(self._slates.values())

    def flush(self) -> None:
        """Have what was counted written down; the readers of this stand do not wait for the disk."""
        if self.waits and (self._writing is None or self._writing.done()):
            self._writing = asyncio.ensure_future(self._write())

    def _settle(self) -> None:
        """Make counts of what was said."""
        for slate in self._slates.values():
            counts, reads = slate.settle(self._hour)
            self._counts.update(counts)
            self._reads.update(reads)

    async def _write(self) -> None:
        """Write what was counted; what cannot be written is kept in memory."""
        self._settle()
        counts, self._counts = self._counts, Counter()
        reads, self._reads = self._reads, Counter()
        try:
            if counts:
                await asyncio.to_thread(self._tally.append, counts)
                counts = Counter()
            if reads:
                await asyncio.to_thread(self._reading.append, reads)
                reads = Counter()
        except OSError as error:
            logger.error("counts cannot be written: %s; they are kept in memory", error)
            self._counts.update(counts)
            self._reads.update(reads)

    async def close(self) -> None:
        """Write the last counts, before the stand goes home."""
        if self._writing is not None:
            await self._writing
        await self._write()
        self._tally.close()
        self._reading.close()


def _is_from_us(fields: Fields, host: bytes) -> bool:
    """Whether one of our own pages sends this, as far as a browser says."""
    origin = fields.get(b"origin")
    own = origin is None or origin.partition(b"://")[2] == host
    return own and fields.get(b"sec-fetch-site") in _OWN_SITE
