"""A process of its own that lays out entries, so that the words of an archive cost its import no time.

`python -m kabar.archive.search.apart`: work comes in on one pipe and goes out on the other, until the first
ends. It knows neither Django nor the database.
"""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class Apart:
    """The process, from the first piece of work to `close`; threads wait for one another."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def for_each(self, work: Callable[[T], Any], things: Sequence[T]) -> list[Any]:
        """Return what `work`, a function of a module without Django, makes of each thing."""
        with self._lock:
            self._process = self._process or _start()
            assert self._process.stdin and self._process.stdout
            pickle.dump((work, things), self._process.stdin)
            self._process.stdin.flush()
            done: list[Any] = pickle.load(self._process.stdout)
            return done

    def close(self) -> None:
        """Let the process end."""
        if self._process:
            self._process.communicate()
            self._process = None


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "kabar.archive.search.apart"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def main() -> None:
    """Do what comes in until nothing more can come."""
    # Whoever interrupts the import ends it; the pipe then ends this.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            work, things = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        pickle.dump([work(thing) for thing in things], sys.stdout.buffer)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
