"""What one paper's pages said of advertising and of reading, line by line, until it is written down."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from kabar.advertising.tags import Shown, TagOffice
from kabar.tally.files import Counted, Read

#: So many stories are told apart in a second; who sends made-up addresses fills no memory.
_STORIES = 2_000
_KNOWN = 20_000
_PATH = re.compile(rb"/[a-z0-9_/-]{1,254}\Z")
_WHAT = {"s": "seen", "v": "viewed", "x": "closed"}


class Slate:
    """How often each line was said of a paper; what it means is asked when it is written down."""

    def __init__(self, paper: str, office: TagOffice) -> None:
        self._paper, self._office = paper, office
        self._numbers: dict[bytes, int] = {}
        self._stories = 0
        #: Lines whose signature was looked at, and what they count.
        self._known: dict[bytes, tuple[Shown, tuple[str, ...]]] = {}

    def __bool__(self) -> bool:
        return bool(self._numbers)

    def enter(self, line: bytes) -> bool:
        """Count a line, `12.front-top.9f… sv` or a story's address; tell whether it may have been said."""
        numbers = self._numbers
        if line in numbers:
            numbers[line] += 1
            return True
        if line in self._known or self._is_ours(line):
            numbers[line] = 1
            return True
        if not _PATH.match(line):
            return False
        if self._stories < _STORIES:
            self._stories += 1
            numbers[line] = 1
        return True

    def _is_ours(self, line: bytes) -> bool:
        """Whether a line says something of an ad that was handed out here."""
        if line.startswith(b"/"):
            return False
        tag, _, letters = line.decode("latin-1").partition(" ")
        what, shown = _meaning(letters), self._office.read(self._paper, tag)
        if shown is None or not what:
            return False
        if len(self._known) >= _KNOWN:
            self._known.clear()
        self._known[line] = shown, what
        return True

    def settle(self, hour: int) -> tuple[Counter[Counted], Counter[Read]]:
        """Give what was entered, as the counts of an hour, and begin a new page."""
        numbers, self._numbers, self._stories = self._numbers, {}, 0
        counts: Counter[Counted] = Counter()
        reads: Counter[Read] = Counter()
        for line, number in numbers.items():
            if line.startswith(b"/"):
                reads[Read(self._paper, hour, line.decode("ascii"))] += number
            elif line in self._known or self._is_ours(line):
                shown, what = self._known[line]
                for each in what:
                    counts[Counted(self._paper, hour, shown.creative, shown.place, each)] += number
        return counts, reads


@lru_cache(maxsize=64)
def _meaning(letters: str) -> tuple[str, ...]:
    """What the letters behind a tag count; nothing when one of them says nothing."""
    return tuple(_WHAT[letter] for letter in dict.fromkeys(letters)) if set(letters) <= set(_WHAT) else ()
