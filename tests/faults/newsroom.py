"""The tests' side of the house: a migrated paper whose acts run in processes that may be ended any time."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools import tables

SERVER = "KABAR_DATABASE_URL"


class NotAsExpected(AssertionError):
    """A child failed where it was not to."""


@dataclass(frozen=True)
class Child:
    """An act under way."""

    newsroom: Newsroom
    pid: int
    answer: str

    def end(self) -> None:
        """End it as `kill -9` does."""
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> dict[str, Any]:
        """Wait for its end; say its exit code, and its result or error."""
        return self.newsroom.order({"order": "wait", "pid": self.pid, "answer": self.answer})


@dataclass
class Newsroom:
    """A paper and the house in which its acts are done."""

    folder: Path
    environment: dict[str, str]
    house: subprocess.Popen[str] = field(init=False)

    def open(self) -> None:
        """Start the house."""
        answers = self.folder / "answers"
        answers.mkdir()
        self.house = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.house", str(answers)],
            env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def close(self) -> None:
        """Let the house end."""
        assert self.house.stdin
        self.house.stdin.close()
        self.house.wait(30)
        assert self.house.stdout
        self.house.stdout.close()

    def order(self, order: dict[str, Any]) -> dict[str, Any]:
        """Give the house an order and return its answer."""
        assert self.house.stdin and self.house.stdout
        self.house.stdin.write(json.dumps(order) + "\n")
        self.house.stdin.flush()
        return json.loads(self.house.stdout.readline())

    def start(self, act: str, *args: Any, crash_at: str = "") -> Child:
        """Begin an act and go on."""
        begun = self.order({"order": "start", "act": act, "args": args, "crash_at": crash_at})
        return Child(self, begun["pid"], begun["answer"])

    def do(self, act: str, *args: Any) -> Any:
        """Do an act to its end and return its result."""
        ended = self.start(act, *args).wait()
        if ended["code"]:
            raise NotAsExpected(f"{act}{args}: {ended}")
        return ended["result"]

    def crash(self, act: str, *args: Any, at: str) -> int:
        """Do an act that is to end at a label; return its exit code."""
        return int(self.start(act, *args, crash_at=at).wait()["code"])


@contextmanager
def migrated(folder: Path, server: str | None) -> Iterator[Newsroom]:
    """A newsroom on a database of its own, gone afterwards: on PostgreSQL's server, or else on SQLite."""
    with tables.sample(folder, server) as environment:
        newsroom = Newsroom(folder, environment)
        newsroom.open()
        try:
            yield newsroom
        finally:
            newsroom.close()
            shutil.rmtree(folder / "var", ignore_errors=True)
