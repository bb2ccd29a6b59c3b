"""A paper of a thousand stories beside one of many more: what readers and editors wait for may not grow."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import measure, papers
from benchmarks.chores import WARMING
from tools import postgres

#: Chores whose cost may grow no further than this.
CHORES = ("front", "section", "story", "list", "form", "save", "publish")
GROWTH, SEARCH_P95 = 1.30, 50.0
ROUNDS, QUESTIONS = 31, 36
#: What readers search for, in turn. Only a common word fills a first page in every paper: a rare one is in
#: none of a thousand stories, and a page of nothing is no peer.
ASKED = ("common word", "rare word", "two words")
#: Each chore, how often it is done before it counts, and how often then. Every question is asked once before,
#: as a database that was just started reads its index from the disk.
TURNS = (*((chore, WARMING, ROUNDS) for chore in CHORES), ("search", QUESTIONS, QUESTIONS))
ANALYSE = "from django.db import connection as c\nc.cursor().execute('ANALYZE')"


@dataclass(slots=True)
class Grown:
    """A paper of some size with its chores process, and the milliseconds it took for each."""

    stories: int
    process: subprocess.Popen[str]
    seen: dict[str, list[float]] = field(default_factory=dict)

    def do(self, chore: str, *, counts: bool = True) -> None:
        """Have a chore done once."""
        self.process.stdin.write(f"{chore}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"{chore} failed with {self.stories:,} stories")
        if counts:
            self.seen.setdefault(chore, []).append(float(answer))
            if chore == "search":
                kind = ASKED[(len(self.seen[chore]) - 1) % len(ASKED)]
                self.seen.setdefault(kind, []).append(float(answer))

    def median(self, chore: str) -> float:
        """Return the median milliseconds of a chore."""
        return statistics.median(self.seen[chore])

    def p95(self, chore: str) -> float:
        """Return the milliseconds within which nineteen of twenty were done."""
        return statistics.quantiles(self.seen[chore], n=20)[-1]


def seed(folder: Path, stories: int, database: str, *, shuffled: bool = False) -> dict[str, str]:
    """Found a paper of this size, or bring one of an earlier run up to date; return its environment.

    Its stories are of made-up words or, `shuffled`, of the paragraphs of printed news.
    """
    if (folder / "seeded").exists():
        return papers.migrated(papers.environment(folder, database))
    surroundings = papers.found(folder, measure.free_port(), database)
    papers.fill(surroundings, stories, shuffled=shuffled)
    # What autovacuum does by itself within a minute.
    subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{ANALYSE}"], env=surroundings, check=True
    )
    (folder / "seeded").touch()
    return surroundings


@contextmanager
def at_work(stories: int, surroundings: dict[str, str]) -> Iterator[Grown]:
    """Open a paper's chores process; it ends with the block."""
    process = measure.talking([sys.executable, "-m", "benchmarks.chores"], surroundings)
    try:
        process.stdout.readline()
        yield Grown(stories, process)
    finally:
        process.stdin.close()
        process.wait()


@contextmanager
def databases(kind: str, folder: Path, sizes: Sequence[int]) -> Iterator[dict[int, str]]:
    """Give each size a database: a file of the paper's own, or one of a durable cluster."""
    if kind == "sqlite":
        yield dict.fromkeys(sizes, "")
        return
    with cluster(folder / "postgres") as server:
        for size in sizes:
            if not (folder / f"postgres-{size}" / "seeded").exists():
                server.make_database(f"kabar_{size}")
        yield {size: server.url(f"kabar_{size}") for size in sizes}


@contextmanager
def cluster(folder: Path) -> Iterator[postgres.Cluster]:
    """Start a durable cluster in a folder, made now or in an earlier run."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.parent.chmod(0o755)
    server = postgres.Cluster(folder, durable=True)
    if not server.data.exists():
        server.create()
    server.start()
    try:
        yield server
    finally:
        server.stop()


def measured(kind: str, folder: Path, sizes: Sequence[int]) -> list[Grown]:
    """Grow a paper to each size and do every chore in all of them, taking turns."""
    print(f"{kind}:")
    with ExitStack() as stack:
        found = stack.enter_context(databases(kind, folder, sizes))
        ready = [(size, seed(folder / f"{kind}-{size}", size, found[size])) for size in sizes]
        grown = [stack.enter_context(at_work(size, surroundings)) for size, surroundings in ready]
        for chore, warming, rounds in TURNS:
            for number in range(warming + rounds):
                for paper in grown:
                    paper.do(chore, counts=number >= warming)
    return grown


def report(kind: str, grown: Sequence[Grown]) -> list[measure.Bar]:
    """Print the table of one database; return its bars."""
    smallest, largest = grown[0], grown[-1]
    print("  " + " " * 12 + "".join(f"{paper.stories:>20,}" for paper in grown) + "   largest / smallest")
    for chore in (*CHORES, "search", *ASKED):
        cells = "".join(f"{paper.median(chore):>10.2f} ({paper.p95(chore):6.1f})" for paper in grown)
        print(f"  {chore:<12}{cells}   {largest.median(chore) / smallest.median(chore):.2f}")
    print("  median (p95) milliseconds", flush=True)
    bars = []
    for chore in (*CHORES, ASKED[0]):
        grew = largest.median(chore) / smallest.median(chore)
        bars.append(measure.Bar(f"{kind}_{chore.replace(' ', '_')}", grew, GROWTH, at_least=False))
    return [*bars, measure.Bar(f"{kind}_search_p95_ms", largest.p95("search"), SEARCH_P95, at_least=False)]


def main(arguments: list[str] | None = None) -> int:
    """Measure on each database and print the verdict."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--stories", type=int, nargs="+", default=[1000, 100_000], help="sizes, smallest first"
    )
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--keep", type=Path, help="a folder in which the papers stay for the next run")
    options = parser.parse_args(arguments)
    kinds = ("sqlite", "postgres") if options.database == "both" else (options.database,)
    bars = []
    with ExitStack() as stack:
        temporary = stack.enter_context(measure.workplace("growth"))
        folder = options.keep or temporary
        for kind in kinds:
            bars += report(kind, measured(kind, folder, sorted(options.stories)))
    return measure.verdict("growth", bars)


if __name__ == "__main__":
    sys.exit(main())
