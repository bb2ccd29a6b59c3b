"""What the newsroom acknowledged and what is found after kill -9: saves, publications, plans, withdrawals.

python -m benchmarks.durability [--kills N] [--databases sqlite postgresql]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import measure
from tests.faults.newsroom import Child, Newsroom, migrated
from tools import postgres

WRITERS, STORIES_EACH = 4, 3
#: What a ledger's line names, and where it has to be found.
KINDS = ("revision", "edition", "planned", "cancelled")
SOME = 20


@dataclass(frozen=True)
class Seen:
    """What came of one database."""

    acknowledged: Counter[str]
    lost: list[dict]
    revived: int
    kills: int
    syncs_each: float | None


class Storm:
    """Editors and a scheduler on the same stories, each ended and replaced at random moments."""

    def __init__(self, newsroom: Newsroom, folder: Path, dice: random.Random) -> None:
        self.newsroom, self.dice = newsroom, dice
        self.ledgers = [folder / f"ledger-{number}" for number in range(WRITERS)]
        self.stories = newsroom.do("prepare", WRITERS * STORIES_EACH)
        self.workers = [self._send(number) for number in range(WRITERS + 1)]

    def _send(self, number: int) -> Child:
        if number == WRITERS:
            return self.newsroom.start("keep_the_schedule", 3600.0)
        self.ledgers[number].touch()
        ledger, seed = str(self.ledgers[number]), self.dice.getrandbits(32)
        return self.newsroom.start("keep_editing", self.stories, ledger, seed)

    def rage(self, kills: int) -> None:
        """End one worker after the other, each replaced at once; the last ones are not replaced."""
        for _ in range(kills):
            self._wait_for_an_acknowledgement()
            time.sleep(self.dice.uniform(0.0, 0.15))
            number = self.dice.randrange(WRITERS + 1)
            self._end(number)
            self.workers[number] = self._send(number)
        for number in range(WRITERS + 1):
            self._end(number)

    def _end(self, number: int) -> None:
        self.workers[number].end()
        ended = self.workers[number].wait()
        if ended["code"] != -9:
            raise SystemExit(f"a worker ended by itself: {ended}")

    def _wait_for_an_acknowledgement(self) -> None:
        before, deadline = self._written(), time.monotonic() + 60
        while self._written() == before:
            if time.monotonic() > deadline:
                raise SystemExit("nobody gets anything done")
            time.sleep(0.002)

    def _written(self) -> int:
        return sum(ledger.stat().st_size for ledger in self.ledgers)

    def acknowledged(self) -> list[dict]:
        """Return every act whose line reached the disk whole."""
        lines = [line for ledger in self.ledgers for line in ledger.read_bytes().split(b"\n")[:-1]]
        return [json.loads(line) for line in lines]


def syncs_of_a_writer(newsroom: Newsroom, folder: Path) -> float | None:
    """Return how often the disk is forced for one acknowledged act; None where nobody can count."""
    story, ledger = newsroom.do("prepare", 1), folder / "watched"
    before = newsroom.do("syncs")
    strace = shutil.which("strace")
    if before < 0 and strace is None:
        return None
    worker = newsroom.start("keep_editing", story, str(ledger), 1)
    calls = folder / "calls"
    watcher = _watch(strace, worker.pid, calls) if before < 0 and strace else None
    while not ledger.exists() or ledger.read_bytes().count(b"\n") < SOME:
        time.sleep(0.01)
    worker.end()
    worker.wait()
    done = ledger.read_bytes().count(b"\n")
    if before >= 0:
        time.sleep(1.0)
        return (newsroom.do("syncs") - before) / done
    if watcher:
        watcher.wait(20)
    forced = len(re.findall(r"fdatasync|fsync", calls.read_text())) if calls.exists() else 0
    # One of them is the ledger's own.
    return max(0.0, forced / done - 1) if forced else None


def _watch(strace: str, pid: int, calls: Path) -> subprocess.Popen[bytes]:
    command = [strace, "-f", "-p", str(pid), "-e", "trace=fsync,fdatasync", "-o", str(calls)]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


def weather(newsroom: Newsroom, folder: Path, kills: int) -> Seen:
    """Let it storm, and look for what was acknowledged."""
    storm = Storm(newsroom, folder, random.Random(19))
    storm.rage(kills)
    promised, found = storm.acknowledged(), newsroom.do("everything")
    there = {kind: set(found[kind]) for kind in KINDS}
    lost = [act for act in promised for kind in KINDS if kind in act and act[kind] not in there[kind]]
    stands = newsroom.do("look_at_all")
    revived = sum(1 for seen in stands.values() if seen["audit"] != [kind for _, kind in seen["editions"]])
    each = syncs_of_a_writer(newsroom, folder)
    return Seen(Counter(act["act"] for act in promised), lost, revived, kills, each)


@contextmanager
def newsroom_on(database: str, folder: Path) -> Iterator[Newsroom]:
    """A newsroom on SQLite, or on a PostgreSQL of its own."""
    if database == "sqlite":
        with migrated(folder, "", "") as newsroom:
            yield newsroom
        return
    with (
        postgres.running(durable=True) as cluster,
        migrated(folder, cluster.url("postgres"), "durability") as newsroom,
    ):
        yield newsroom


def main() -> int:
    """Storm on each database and print the verdict."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    options = parser.parse_args()
    bars = []
    for database in options.databases:
        with tempfile.TemporaryDirectory(prefix="kabar-durability-") as place:
            folder = Path(place) / "paper"
            folder.mkdir()
            with newsroom_on(database, folder) as newsroom:
                seen = weather(newsroom, Path(place), options.kills)
        told = ", ".join(f"{act} {count}" for act, count in sorted(seen.acknowledged.items()))
        print(f"  {database}: {sum(seen.acknowledged.values())} acts acknowledged ({told})")
        print(f"  {database}: {seen.kills} kills; lost {seen.lost[:3]}")
        each = "not counted: no strace here" if seen.syncs_each is None else f"{seen.syncs_each:.1f}"
        print(f"  {database}: the disk was forced for one acknowledged act: {each} times")
        bars.append(measure.Bar(f"{database}_lost", len(seen.lost), 0, at_least=False))
        bars.append(measure.Bar(f"{database}_torn", seen.revived, 0, at_least=False))
    return measure.verdict("durability", bars)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kabar.settings")
    raise SystemExit(main())
