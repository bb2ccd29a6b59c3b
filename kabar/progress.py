"""Long work says how far it is: a line with what is done, the rate and what is left."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from time import monotonic
from types import MappingProxyType
from typing import Protocol, TextIO

#: Seconds between two lines: on a terminal one line is rewritten, in a log each stays.
ON_A_TERMINAL, IN_A_LOG = 0.2, 5.0


class Progress(Protocol):
    """Whatever long work tells how far it is."""

    def begin(self, what: str, total: int | None = None) -> None:
        """Start a piece of work, of so many steps when that is known."""

    def step(self, n: int = 1) -> None:
        """Say that n more steps are done."""

    def also(self, what: str) -> None:
        """Say that one more of something was done on the way, such as a picture fetched."""

    def end(self) -> None:
        """Say that the piece of work is over."""


class Silent:
    """Says nothing, for tests and for work inside other work; remembers what it was told."""

    def __init__(self, total: int | None = None) -> None:
        self.total, self.done = total, 0

    def begin(self, what: str, total: int | None = None) -> None:
        """Start counting from nothing."""
        self.total, self.done = total, 0

    def step(self, n: int = 1) -> None:
        """Count n more steps."""
        self.done += n

    def also(self, what: str) -> None:
        """Say nothing of it."""

    def end(self) -> None:
        """Keep the count."""


class Printed:
    """Prints one line, rewritten in place on a terminal and repeated every few seconds in a log."""

    def __init__(self, total: int | None = None, what: str = "", stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.rewrites = self.stream.isatty()
        self.every = ON_A_TERMINAL if self.rewrites else IN_A_LOG
        self.begin(what, total)

    def begin(self, what: str, total: int | None = None) -> None:
        """Start a piece of work; the rate is counted from here."""
        self.what, self.total, self.done = what, total, 0
        self.beside: Counter[str] = Counter()
        self.began = self.printed = monotonic()

    def step(self, n: int = 1) -> None:
        """Count n more steps, and print when it is time."""
        self.done += n
        self._print_in_time()

    def also(self, what: str) -> None:
        """Count one of something beside the steps, and print when it is time: a step may take long."""
        self.beside[what] += 1
        self._print_in_time()

    def _print_in_time(self) -> None:
        if monotonic() - self.printed >= self.every:
            self._print("\r" if self.rewrites else "\n")

    def end(self) -> None:
        """Print the last line."""
        if self.done or self.total:
            self._print("\n")

    def _print(self, ending: str) -> None:
        self.printed = monotonic()
        text = describe(self.what, self.done, self.total, self.printed - self.began, self.beside)
        self.stream.write(f"\r{text:<78}{ending}" if self.rewrites else f"{text}\n")
        self.stream.flush()


def describe(
    what: str, done: int, total: int | None, seconds: float, beside: Mapping[str, int] = MappingProxyType({})
) -> str:
    """Return the line for so much work done in so many seconds."""
    rate = done / seconds if seconds > 0 else 0.0
    parts = [f"{done:,} of {total:,} ({done * 100 // total} %)" if total else f"{done:,}", f"{rate:,.0f}/s"]
    parts += [f"{count:,} {name}" for name, count in beside.items()]
    if total and rate and done < total:
        parts.append(f"{_duration((total - done) / rate)} left")
    return (f"{what}: " if what else "") + " · ".join(parts)


def _duration(seconds: float) -> str:
    whole = int(seconds + 0.5)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest:02d} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"
