"""Counts what pages say readers saw and clicked: looked at, added up in memory, on the disk within a second.

Nobody is recognised: of whom a message comes is asked only to count no more of it than people send.
"""

import asyncio
import logging
import re
from collections import Counter
from functools import lru_cache

from kabar.advertising.tags import Shown, TagOffice
from kabar.tally.files import FOLDER, READS, Counted, Read, Tally
from kabar.config import Paper
from kabar.newsstand.ticker import Ticker

logger = logging.getLogger("kabar.newsstand")

#: Pages send here; links to advertisers begin with the other.
SEEN, CLICK = b"/-/ads/seen", "/-/ads/go/"
#: A page whose story was read says so here.
READ = "/-/read"
#: So many stories are told apart in a second; who sends made-up addresses fills no memory.
_STORIES = 2_000
_PATH = re.compile(r"/[a-z0-9_/-]{1,254}\Z")
#: Longer than any page has to say.
LONGEST = 2048
_LINES = 16
#: Messages and clicks one address may send in a minute: a telephone network has many behind one.
_A_MINUTE = 600
_VIEWS = 100_000
_TAGS = 20_000
_WHAT = {"s": "seen", "v": "viewed", "x": "closed"}
#: What each set of these letters counts; the set's place in the list is its bits.
_MEANING = [[what for place, what in enumerate(_WHAT.values()) if bits >> place & 1] for bits in range(8)]
_VIEW = re.compile(r"[0-9a-f]{18}\Z")
_MACHINES = re.compile(
    rb"bot|crawl|spider|slurp|headless|preview|monitor|curl|wget|python|java/|go-http|okhttp|lighthouse|scrap",
    re.IGNORECASE,
)
_OWN_SITE = (None, b"same-origin")

Fields = dict[bytes, bytes]


class CountingDesk:
    """One newsstand's counts: those of this second, and the file they go to."""

    def __init__(self, paper: Paper, ticker: Ticker, trusted: frozenset[str]) -> None:
        self._paper, self._ticker, self._trusted = paper, ticker, trusted
        self._office = TagOffice(paper.secret_key)
        self._tally, self._reading = Tally(paper.var / FOLDER), Tally(paper.var / READS)
        self._reads: Counter[Read] = Counter()
        self._counts: Counter[Counted] = Counter()
        self._known: dict[tuple[str, str], list[list[Counted]] | None] = {}
        self._papers: dict[bytes, str | None] = {}
        self._views: dict[str, dict[str, int]] = {}
        self._senders: dict[str, int] = {}
        self._tick, self._minute, self._hour = -1, 0, 0
        self._writing: asyncio.Task[None] | None = None
        self._machines: dict[bytes, bool] = {}

    def take(self, host: bytes, fields: Fields, client: str, body: bytes) -> bool:
        """Count what a page says; tell whether it may have said it."""
        paper = self._paper_of(host)
        if paper is None or len(body) > LONGEST or not self._is_a_reader(fields, client):
            return False
        if not _is_from_us(fields, host):
            return False
        view, *lines = body.decode("latin-1").split("\n")
        if not _VIEW.match(view) or not 0 < len(lines) <= _LINES:
            return False
        before = self._views.get(view)
        if before is None:
            if len(self._views) >= _VIEWS:
                self._views.clear()
            before = self._views[view] = {}
        taken = True
        for line in lines:
            taken = self._line(paper, before, line) and taken
        return taken

    def take_read(self, host: bytes, fields: Fields, client: str, body: bytes) -> bool:
        """Count that the story at an address was read; tell whether that may have been said."""
        paper = self._paper_of(host)
        if paper is None or not self._is_a_reader(fields, client) or not _is_from_us(fields, host):
            return False
        path = body[:LONGEST].decode("latin-1")
        if not _PATH.match(path):
            return False
        read = Read(paper, self._hour, path)
        if read in self._reads or len(self._reads) < _STORIES:
            self._reads[read] += 1
        return True

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
            counted = self._counted(paper.key, shown, "clicked")
            self._counts[counted] += 1
        return target

    def _paper_of(self, host: bytes) -> str | None:
        """The key of the paper a Host header names."""
        if host not in self._papers:
            if len(self._papers) >= _TAGS:
                self._papers.clear()
            paper = self._paper.for_host(host.decode("latin-1"))
            self._papers[host] = paper.key if paper else None
        return self._papers[host]

    def _line(self, paper: str, before: dict[str, int], line: str) -> bool:
        """Count one line, `12.front-top.9f… sv`: each thing once for each view of a page."""
        tag, _, said = line.partition(" ")
        bits, countings = _bits_of(said), self._countings(paper, tag)
        if not bits or countings is None:
            return False
        told = before.get(tag, 0)
        if bits & ~told:
            before[tag] = told | bits
            for counted in countings[bits & ~told]:
                self._counts[counted] += 1
        return True

    def _countings(self, paper: str, tag: str) -> list[list[Counted]] | None:
        """What a tag has counted this hour for each set of letters; signatures are looked at once an hour."""
        key = paper, tag
        try:
            return self._known[key]
        except KeyError:
            pass
        shown = self._office.read(paper, tag)
        if len(self._known) >= _TAGS:
            self._known.clear()
        countings = None
        if shown is not None:
            countings = [[self._counted(paper, shown, what) for what in meaning] for meaning in _MEANING]
        self._known[key] = countings
        return countings

    def _counted(self, paper: str, shown: Shown, what: str) -> Counted:
        return Counted(paper, self._hour, shown.creative, shown.place, what)

    def _look_at_the_clock(self) -> None:
        """Begin a new minute, in which everybody may send again, and a new hour, to which counts belong."""
        self._tick = self._ticker.tick
        second = int(self._ticker.second)
        minute, hour = second // 60, second // 3600 * 3600
        if minute != self._minute:
            self._minute = minute
            self._senders.clear()
        if hour != self._hour:
            self._hour = hour
            self._known.clear()

    def _is_a_reader(self, fields: Fields, client: str) -> bool:
        """Whether this may be counted: no machine that says so, and no more than people send."""
        if self._tick != self._ticker.tick:
            self._look_at_the_clock()
        agent = fields.get(b"user-agent", b"")
        machine = self._machines.get(agent)
        if machine is None:
            if len(self._machines) >= _TAGS:
                self._machines.clear()
            machine = self._machines[agent] = not agent or bool(_MACHINES.search(agent))
        if machine:
            return False
        if client in self._trusted:
            client = fields.get(b"x-forwarded-for", b"").rpartition(b",")[2].strip().decode("latin-1")
        sent = self._senders[client] = self._senders.get(client, 0) + 1
        return sent <= _A_MINUTE

    # --- onto the disk ------------------------------------------------------------------------------------

    def flush(self) -> None:
        """Have what was counted written down; the readers of this stand do not wait for the disk."""
        if (self._counts or self._reads) and (self._writing is None or self._writing.done()):
            self._writing = asyncio.ensure_future(self._write())

    async def _write(self) -> None:
        """Write what was counted; what cannot be written is kept in memory."""
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


@lru_cache(maxsize=256)
def _bits_of(said: str) -> int:
    """The letters of a line as bits; 0 when one of them says nothing."""
    letters = list(_WHAT)
    return 0 if set(said) - set(letters) else sum(1 << letters.index(letter) for letter in set(said))


def _is_from_us(fields: Fields, host: bytes) -> bool:
    """Whether one of our own pages sends this, as far as a browser says."""
    origin = fields.get(b"origin")
    own = origin is None or origin.partition(b"://")[2] == host
    return own and fields.get(b"sec-fetch-site") in _OWN_SITE
