"""From the hour of an embargo to every surface, with the jobs process killed between; beside Wagtail's own.

python -m benchmarks.embargo [--lifts 200] [--kills 50] [--apart 1] [--databases sqlite postgresql]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import lifts, measure, papers
from benchmarks.lifts import Lift, Reader
from kabar import clock

STORIES = 200
#: Seconds from planning a story to its hour.
AHEAD = 5
#: Every so many lifts the story has a picture, and a colleague, the files and the log are looked at as well.
CLOSELY = 10
#: How many of Wagtail's own lifts stand beside ours.
PEERS = 20
BAR_MS = 2000


class Newsroom:
    """The process in the paper that does what a line of JSON tells it."""

    def __init__(self, surroundings: dict[str, str]) -> None:
        self._process = measure.talking([sys.executable, "-m", "benchmarks.embargoed"], surroundings)
        self._process.stdout.readline()

    def tell(self, do: str, **order: object) -> dict:
        """Give an order; return the answer."""
        self._process.stdin.write(json.dumps({"do": do, **order}) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        return json.loads(answer) if answer else sys.exit(f"the newsroom could not {do}")

    def close(self) -> None:
        """Send it home."""
        self._process.stdin.close()
        self._process.wait()


class Jobs:
    """The jobs process of a paper that runs, to be ended as `kill -9` does."""

    def __init__(self, supervisor: int) -> None:
        self._supervisor, self.kills = supervisor, 0
        self._web = min(self._forks())

    def kill(self) -> None:
        """End it, wherever it is in its work."""
        for pid in self._forks() - {self._web}:
            os.kill(pid, signal.SIGKILL)
            self.kills += 1

    def _forks(self) -> set[int]:
        """Return the supervisor's children that are forks of it: the web, started first, and the jobs."""
        found = set()
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    stat = (folder / "stat").read_text().rsplit(")", 1)[1].split()
                    command = (folder / "cmdline").read_text()
                except OSError:
                    continue
                if int(stat[1]) == self._supervisor and stat[0] != "Z" and "newsstand" not in command:
                    found.add(int(folder.name))
        return found


@dataclass
class Seen:
    """What came of one database."""

    done: list[Lift] = field(default_factory=list)
    stories: list[int] = field(default_factory=list)
    canaries: list[str] = field(default_factory=list)
    kills: int = 0
    stands: dict = field(default_factory=dict)
    peers: list[float] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """What never showed a story."""
        return [
            f"{lift.path}: {name}" for lift in self.done for name in lift.surfaces().keys() - lift.seen.keys()
        ]

    def took(self, name: str) -> list[float]:
        """Return the milliseconds from each hour to a surface."""
        return [1000 * lift.seen[name] for lift in self.done if name in lift.seen]


@dataclass
class Trial:
    """A paper that runs, and the people, readers and killers around it."""

    folder: Path
    port: int
    newsroom: Newsroom
    jobs: Jobs
    dice: random.Random
    seen: Seen = field(default_factory=Seen)

    def lift(self, due: int, *, doomed: bool, closely: bool) -> threading.Thread:
        """Have a story held back until an instant, perhaps have the jobs killed, and watch."""
        canary = f"{self.dice.getrandbits(48):012x}x"
        held = self.newsroom.tell("embargo", canary=canary, due=due, picture=closely)
        if doomed:
            moment = self.dice.uniform(time.time(), due + 0.2)
            threading.Timer(max(0.0, moment - time.time()), self.jobs.kill).start()
        day = clock.local(datetime.fromtimestamp(due, UTC), "Asia/Jakarta")
        lift = Lift(canary, f"/nasional/{day:%Y/%m/%d}/kanari-{canary}", due)
        self.seen.stories.append(held["story"])
        self.seen.done.append(lift)
        if closely:
            self._look_closely(lift, held)
        watcher = threading.Thread(target=lifts.watch, args=(lift, self.port))
        watcher.start()
        return watcher

    def _look_closely(self, lift: Lift, held: dict) -> None:
        """Look where readers cannot: a colleague's pages, files, the log; learn the picture's address."""
        var = self.folder / "paper" / "var"
        lift.picture = lifts.picture_of(var, held["picture"])
        found = [
            *self.newsroom.tell("told_to_colleague", pk=held["story"], canary=lift.canary),
            *lifts.files_naming(var, lift.canary),
            *lifts.log_lines_naming(self.folder / "log", lift.canary),
        ]
        if time.time() < lift.due:
            self.seen.canaries += found


def crowd(port: int, stop: threading.Event) -> None:
    """Let readers ask for pages all the time."""

    def read() -> None:
        reader = Reader(port)
        while not stop.is_set():
            for page in ("/", "/nasional/", "/rss.xml"):
                reader.read(page)
                time.sleep(0.05)

    threading.Thread(target=read, daemon=True).start()


def tried(folder: Path, database: str, count: int, kills: int, apart: int) -> Seen:
    """Serve a paper, lift its embargoes under readers and kills, and then let Wagtail publish in it."""
    dice, port, stop = random.Random(5), measure.free_port(), threading.Event()
    surroundings = papers.found(folder / "paper", port, database)
    papers.fill(surroundings, STORIES)
    with papers.served(folder / "paper", port, surroundings, log=folder / "log") as process:
        trial = Trial(folder, port, Newsroom(surroundings), Jobs(process.pid), dice)
        crowd(port, stop)
        doomed = set(dice.sample(range(count), min(kills, count)))
        first, watchers = int(time.time()) + AHEAD + 1, []
        for number in range(count):
            due = max(first + number * apart, int(time.time()) + AHEAD)
            time.sleep(max(0.0, due - AHEAD - time.time()))
            closely = number % CLOSELY == 0
            watchers.append(trial.lift(due, doomed=number in doomed, closely=closely))
        for watcher in watchers:
            watcher.join()
        seen = trial.seen
        seen.stands, seen.kills = trial.newsroom.tell("how_all_stand", stories=seen.stories), trial.jobs.kills
        begin = int(time.time()) + AHEAD
        seen.peers = trial.newsroom.tell("let_wagtail", hours=[begin + each for each in range(PEERS)])["took"]
        stop.set()
        trial.newsroom.close()
    return seen


def p99(values: Sequence[float]) -> float:
    """Return the 99th percentile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))] if ordered else float("inf")


def report(database: str, seen: Seen) -> list[measure.Bar]:
    """Print what was seen on one database; return its bars."""
    worst = [1000 * max(lift.seen.values()) for lift in seen.done if lift.seen]
    early = [place for lift in seen.done for place in lift.early]
    print(f"{database}: {len(seen.done)} lifts, {seen.kills} kills, plans {seen.stands['states']}")
    for name in dict.fromkeys(name for lift in seen.done for name in lift.surfaces()):
        took = seen.took(name)
        middle = measure.median(took) if took else float("inf")
        print(f"  {name:<14} p50 {middle:6.0f}, p99 {p99(took):6.0f}, worst {max(took, default=0):6.0f} ms")
    peers = [1000 * each for each in seen.peers]
    print(
        "  its row alone, by Wagtail's publish_scheduled each second: "
        f"p50 {measure.median(peers):.0f}, p99 {p99(peers):.0f} ms"
    )
    for what, found in (("early", early), ("canaries", seen.canaries), ("never shown", seen.missing)):
        if found:
            print(f"  {what}: {found[:5]}")
    lost = len(seen.stories) - seen.stands["live"] + len(seen.missing)
    counted = {
        "early": len(early),
        "canaries": len(seen.canaries),
        "lost": lost,
        "twice": seen.stands["twice"],
    }
    return [
        measure.Bar(f"{database}_p99_ms", p99(worst), BAR_MS, at_least=False),
        *(measure.Bar(f"{database}_{what}", value, 0, at_least=False) for what, value in counted.items()),
    ]


def main() -> int:
    """Measure on each database and print the verdict."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lifts", type=int, default=200)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--apart", type=int, default=1, help="seconds from one hour to the next")
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    options = parser.parse_args()
    bars: list[measure.Bar] = []
    for name in options.databases:
        with measure.workplace("embargo") as folder, papers.database_of(name) as url:
            bars += report(name, tried(folder, url, options.lifts, options.kills, options.apart))
    return measure.verdict("embargo", bars)


if __name__ == "__main__":
    sys.exit(main())
