"""What an editor waits for on a busy day, in small papers and in large ones: the form, a save, the desk."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks import measure
from benchmarks.chores import WARMING
from benchmarks.growth import GROWTH, Grown, databases, seed

#: Each chore and the milliseconds within which nineteen of twenty must be done.
BARS = {"form": 400.0, "save": 250.0, "desk": 300.0}
ALSO = ("again",)
ROUNDS = 60


@contextmanager
def at_work(stories: int, surroundings: dict[str, str]) -> Iterator[Grown]:
    """Open the process of a paper's day; it ends with the block."""
    process = measure.talking([sys.executable, "-m", "benchmarks.day"], surroundings)
    try:
        process.stdout.readline()
        yield Grown(stories, process)
    finally:
        process.stdin.close()
        process.wait()


def measured(kind: str, folder: Path, sizes: Sequence[int], rounds: int) -> list[Grown]:
    """Grow a paper to each size and do every chore in all of them, taking turns."""
    print(f"{kind}:")
    with ExitStack() as stack:
        found = stack.enter_context(databases(kind, folder, sizes))
        ready = [(size, seed(folder / f"{kind}-{size}", size, found[size])) for size in sizes]
        grown = [stack.enter_context(at_work(size, surroundings)) for size, surroundings in ready]
        for chore in (*BARS, *ALSO):
            for number in range(WARMING + rounds):
                for paper in grown:
                    paper.do(chore, counts=number >= WARMING)
    return grown


def report(kind: str, grown: Sequence[Grown]) -> list[measure.Bar]:
    """Print the table of one database; return its bars."""
    smallest, largest = grown[0], grown[-1]
    print("  " + " " * 10 + "".join(f"{paper.stories:>20,}" for paper in grown) + "   largest / smallest")
    bars = []
    for chore in (*BARS, *ALSO):
        growth = largest.median(chore) / smallest.median(chore)
        cells = "".join(f"{paper.median(chore):>10.2f} ({paper.p95(chore):6.1f})" for paper in grown)
        print(f"  {chore:<10}{cells}   {growth:.2f}")
        if chore in BARS:
            bars += [
                measure.Bar(f"{kind}_{chore}_p95_ms", largest.p95(chore), BARS[chore], at_least=False),
                measure.Bar(f"{kind}_{chore}_growth", growth, GROWTH, at_least=False),
            ]
    print("  median (p95) milliseconds", flush=True)
    return bars


def main(arguments: list[str] | None = None) -> int:
    """Measure on each database and print the verdict."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--stories", type=int, nargs="+", default=[1000, 100_000], help="sizes, smallest first"
    )
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each chore is done")
    parser.add_argument("--keep", type=Path, help="a folder in which the papers stay for the next run")
    options = parser.parse_args(arguments)
    kinds = ("sqlite", "postgres") if options.database == "both" else (options.database,)
    bars: list[measure.Bar] = []
    with measure.workplace("newsroom") as temporary:
        folder = options.keep or temporary
        folder.mkdir(parents=True, exist_ok=True)
        for kind in kinds:
            bars += report(kind, measured(kind, folder, sorted(options.stories), options.rounds))
    return measure.verdict("newsroom", bars)


if __name__ == "__main__":
    sys.exit(main())
