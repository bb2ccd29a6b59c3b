"""Counts what pages say readers saw and clicked: looked at, added up in memory, on the disk within a second.

Nobody is recognised: of whom a message comes is asked only to count no more of it than people send.
"""

import asyncio
import logging
import re
from collections import Counter
from urllib.parse import urlsplit

from kabar.advertising.tags import Shown, TagOffice
from kabar.advertising.tally import FOLDER, Counted, Tally
from kabar.config import Paper
from kabar.newsstand.ticker import Ticker

logger = logging.getLogger("kabar.newsstand")

#: Pages send here; links to advertisers begin with the other.
SEEN, CLICK = b"/-/ads/seen", "/-/ads/go/"
#: Longer than any page has to say.
LONGEST = 2048
_LINES = 16
#: Messages and clicks one address may send in a minute: a telephone network has many behind one.
_A_MINUTE = 600
_VIEWS = 100_000
_TAGS = 20_000
_WHAT = {"s": "seen", "v": "viewed", "x": "closed"}
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
        self._tally = Tally(paper.var / FOLDER)
        self._counts: Counter[Counted] = Counter()
        self._known: dict[tuple[str, str], Shown | None] = {}
        self._papers: dict[bytes, str | None] = {}
        self._views: dict[str, set[str]] = {}
        self._senders: Counter[str] = Counter()
        self._minute = 0
        self._writing: asyncio.Task[None] | None = None
        self._machines: dict[bytes, bool] = {}

    def take(self, host: bytes, fields: Fields, client: str, body: bytes) -> bool:
        """Count what a page says; tell whether it may have said it."""
        paper = self._paper_of(host)
        if paper is None or len(body) > LONGEST or not self._is_a_reader(fields, client):
            return False
        if not _is_from_us(fields, host):
            return False
        try:
            view, *lines = body.decode("ascii").split("\n")
        except UnicodeDecodeError:
            return False
        if not _VIEW.match(view) or not 0 < len(lines) <= _LINES:
            return False
        taken = [self._line(paper, view, line) for line in lines]
        return all(taken)

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
            self._add(paper.key, shown, "clicked")
        return target

    def _paper_of(self, host: bytes) -> str | None:
        """The key of the paper a Host header names."""
        if host not in self._papers:
            if len(self._papers) >= _TAGS:
                self._papers.clear()
            paper = self._paper.for_host(host.decode("latin-1"))
            self._papers[host] = paper.key if paper else None
        return self._papers[host]

    def _line(self, paper: str, view: str, line: str) -> bool:
        """Count one line, `12.front-top.9f… sv`: each thing once for each view of a page."""
        tag, _, said = line.partition(" ")
        shown = self._shown(paper, tag)
        if shown is None or not said or set(said) - set(_WHAT):
            return False
        before = self._views.get(view)
        if before is None:
            if len(self._views) >= _VIEWS:
                self._views.clear()
            before = self._views[view] = set()
        for letter in said:
            key = tag + letter
            if key not in before:
                before.add(key)
                self._add(paper, shown, _WHAT[letter])
        return True

    def _shown(self, paper: str, tag: str) -> Shown | None:
        """What a tag stands for; signatures are looked at once."""
        key = paper, tag
        if key not in self._known:
            if len(self._known) >= _TAGS:
                self._known.clear()
            self._known[key] = self._office.read(paper, tag)
        return self._known[key]

    def _add(self, paper: str, shown: Shown, what: str) -> None:
        hour = int(self._ticker.second) // 3600 * 3600
        self._counts[Counted(paper, hour, shown.creative, shown.place, what)] += 1

    def _is_a_reader(self, fields: Fields, client: str) -> bool:
        """Whether this may be counted: no machine that says so, and no more than people send."""
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
        minute = int(self._ticker.second) // 60
        if minute != self._minute:
            self._minute = minute
            self._senders.clear()
        self._senders[client] += 1
        return self._senders[client] <= _A_MINUTE

    # --- onto the disk ------------------------------------------------------------------------------------

    def flush(self) -> None:
        """Have what was counted written down; the readers of this stand do not wait for the disk."""
        if self._counts and (self._writing is None or self._writing.done()):
            counts, self._counts = self._counts, Counter()
            self._writing = asyncio.ensure_future(self._write(counts))

    async def _write(self, counts: Counter[Counted]) -> None:
        try:
            await asyncio.to_thread(self._tally.append, counts)
        except OSError as error:
            logger.error("counts of advertising cannot be written: %s; they are kept in memory", error)
            self._counts.update(counts)

    async def close(self) -> None:
        """Write the last counts, before the stand goes home."""
        if self._writing is not None:
            await self._writing
        if self._counts:
            counts, self._counts = self._counts, Counter()
            await self._write(counts)
        self._tally.close()


def _is_from_us(fields: Fields, host: bytes) -> bool:
    """Whether one of our own pages sends this, as far as a browser says."""
    origin = fields.get(b"origin")
    own = origin is None or urlsplit(origin).netloc == host
    return own and fields.get(b"sec-fetch-site") in _OWN_SITE
