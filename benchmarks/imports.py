"""An archive of JSON lines taken in, beside Django's own bulk_create of the same rows and nothing else.

python -m benchmarks.imports [--databases postgres] [--stories 20000] [--ways ours peer] [--into FOLDER]

`--into` takes the archive into the largest paper that `benchmarks.growth --keep FOLDER` left: the rate among
a million stories is seen in a minute so, in the second round with nothing cold. What came in stays. There
the median of the tenths counts: the words of all stories are counted once at the end, however few came in.

What we do besides writing the rows: check each line, find section, source and date, settle addresses, resolve
pointers, remember what came in, audit, number the edition and index the words for search.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks import growth, measure, papers
from kabar.progress import Silent
from tools import postgres

DATABASES, WAYS = ("sqlite", "postgres"), ("ours", "peer")
#: What they have to reach: stories a second, and the memory of all processes that take an archive in.
WANTED, MEGABYTES = {"sqlite": 300.0, "postgres": 1000.0}, 300.0
#: How many stories lie between two looks at the clock.
PACE = 1000
#: What the archives of real papers have: paragraphs a story, words a paragraph.
PARAGRAPHS, WORDS = 10, 32
BATCH = 500


def write_archive(file: Path, stories: int, first: int = 0) -> None:
    """Write a made-up archive as long-winded as a real one, its stories numbered from one on."""
    chance = random.Random(2022)
    words = papers.vocabulary(chance)
    weights = [1 / (place + 10) for place in range(len(words))]
    with gzip.open(file, "wt", encoding="utf-8", compresslevel=1) as out:
        for number in range(first, first + stories):
            out.write(json.dumps(_line(number, chance, words, weights)) + "\n")


def _line(number: int, chance: random.Random, words: list[str], weights: list[float]) -> dict[str, Any]:
    text = chance.choices(words, weights, k=PARAGRAPHS * WORDS)
    body: list[Any] = [
        " ".join(text[at : at + WORDS]).capitalize() + "." for at in range(0, len(text), WORDS)
    ]
    if number % 5 == 0:
        body.insert(3, {"read_also": f"Berita {max(number - 40, 0)} dari arsip"})
    day, month, year = number % 28 + 1, number // 28 % 12 + 1, 2000 + number // 1000 % 25
    return {
        "id": f"a{number}",
        "site": f"kantor-{number % 5}.id",
        "channel": papers.SECTIONS[number % len(papers.SECTIONS)],
        "title": f"Berita {number} dari arsip {' '.join(text[:5])}",
        "published": f"{year}-{month:02d}-{day:02d}T{number % 24:02d}:00:00+07:00",
        "url": f"https://kantor-{number % 5}.id/{number}",
        "body": body,
    }


# --- inside a paper -----------------------------------------------------------------------------------------


class Paces(Silent):
    """Remembers when each story was looked at, a thousand at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.at = [time.monotonic()]

    def step(self, n: int = 1) -> None:
        """Count the stories."""
        super().step(n)
        if self.done >= len(self.at) * PACE:
            self.at.append(time.monotonic())

    def tenths(self) -> list[float]:
        """Return the rate of each tenth of the stories."""
        tenth = max((len(self.at) - 1) // 10, 1)
        looks = self.at[::tenth]
        return [tenth * PACE / (after - before) for before, after in pairwise(looks)]

    def slowing(self) -> float:
        """Return the rate of the last fifth of all stories, of that of the first."""
        fifth = (len(self.at) - 1) // 5
        if not fifth:
            return 1.0
        return (self.at[fifth] - self.at[0]) / (self.at[-1] - self.at[-1 - fifth])


def ours(file: Path, paces: Paces) -> int:
    """Take the archive in as a publisher does; return how many stories there are."""
    from django.conf import settings

    from kabar.wire.services import import_stories

    report = import_stories(settings.PAPER, file, paces)
    if not report.ok or report.created != report.total:
        sys.exit("\n".join(report.lines()))
    return report.created


def peer(file: Path, paces: Paces) -> int:
    """Write the same rows by Django's bulk_create, a batch a transaction; return how many."""
    from django.db import transaction

    from kabar.stories.models import Story

    written = 0
    for batch in _batches(_stories(file)):
        with transaction.atomic():
            Story.objects.bulk_create(batch, batch_size=BATCH)
        written += len(batch)
        paces.step(len(batch))
    return written


def _stories(file: Path) -> Iterator[Any]:
    from datetime import datetime

    from kabar.sections.models import Section
    from kabar.stories.models import State, Story

    section, _made = Section.objects.get_or_create(name="Arsip", slug="arsip-lama")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            said = json.loads(line)
            at = datetime.fromisoformat(said["published"])
            body = [("paragraph", f"<p>{text}</p>") for text in said["body"] if isinstance(text, str)]
            yield Story(
                section=section, headline=said["title"], body=body, state=State.LIVE, live=True,
                first_published_at=at, last_published_at=at, origin=said["url"], slug=said["id"],
                path=f"/arsip-lama/{at:%Y/%m/%d}/{said['id']}",
            )  # fmt: skip


def _batches(stories: Iterator[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for story in stories:
        batch.append(story)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def inside(way: str, file: Path) -> None:
    """Do one way's work in this process's paper and print what it took."""
    import django

    django.setup()
    papers.prefer_database()
    paces, begun = Paces(), time.monotonic()
    stories = {"ours": ours, "peer": peer}[way](file, paces)
    seconds = time.monotonic() - begun
    words = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        json.dumps(
            {
                "stories": stories,
                "rate": stories / seconds,
                "later": paces.slowing(),
                "tenths": paces.tenths(),
                "cpu_import": 1000 * time.process_time() / stories,
                "cpu_words": 1000 * (words.ru_utime + words.ru_stime) / stories,
            }
        )
    )


# --- outside ------------------------------------------------------------------------------------------------


def one(way: str, surroundings: dict[str, str], file: Path, postmaster: int) -> dict[str, Any]:
    """Measure one way in a paper: the rate, the memory of its processes and the CPU of each."""
    command = [sys.executable, "-m", "benchmarks.imports", "--inside", way, str(file)]
    before = measure.cpu_seconds_ever(postmaster)
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True) as process:
        most = max(measure.memory_until_it_ends(process))
        said = process.stdout.read() if process.stdout else ""
    if process.returncode:
        sys.exit(said)
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    spent = measure.cpu_seconds_ever(postmaster) - before
    return {**found, "megabytes": most, "cpu_database": 1000 * spent / found.pop("stories")}


@contextmanager
def grown(folder: Path) -> Iterator[tuple[postgres.Cluster, dict[str, str]]]:
    """Open the largest paper on PostgreSQL that an earlier run of `benchmarks.growth` kept."""
    sizes = [int(each.parent.name.partition("-")[2]) for each in folder.glob("postgres-*/seeded")]
    if not sizes:
        sys.exit(f"{folder}: no paper on PostgreSQL; python -m benchmarks.growth --keep {folder} fills one")
    with growth.cluster(folder / "postgres") as server:
        url = server.url(f"kabar_{max(sizes)}")
        yield server, papers.migrated(papers.environment(folder / f"postgres-{max(sizes)}", url))


@contextmanager
def founded(place: Path, name: str, cluster: postgres.Cluster) -> Iterator[dict[str, str]]:
    """Found an empty paper for one way on one database; its folder is gone afterwards."""
    url = cluster.make_database(name) if name.startswith("postgres") else ""
    yield papers.found(place / name, measure.free_port(), url)
    shutil.rmtree(place / name)


def rounds(
    place: Path, asked: argparse.Namespace, cluster: postgres.Cluster, paper: dict[str, str] | None
) -> dict[str, dict[str, list[float]]]:
    """Measure both ways on both databases, in turns."""
    seen: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for turn in range(asked.rounds):
        file = archive(place, asked.stories, first=0 if paper is None else time.time_ns() // 1000 % 10**9)
        for database in asked.databases:
            for way in reversed(asked.ways) if turn % 2 else asked.ways:
                new = founded(place, f"{database}_{way}_{turn}", cluster)
                with nullcontext(paper) if paper else new as surroundings:
                    found = one(way, surroundings, file, cluster.postmaster)
                tell(database, way, found)
                for figure, value in found.items():
                    seen[f"{database} {way}"][figure].append(value)
    return seen


def archive(place: Path, stories: int, first: int) -> Path:
    """Write the archive of a round."""
    file = place / "archive.jsonl.gz"
    write_archive(file, stories, first)
    print(f"  {stories:,} stories, {file.stat().st_size >> 20} MB gzipped", flush=True)
    return file


def tell(database: str, way: str, found: dict[str, Any]) -> None:
    """Print what one way took."""
    each = found.pop("tenths")
    found["flow"], tenths = measure.median(each), " ".join(f"{rate:,.0f}" for rate in each)
    print(
        f"  {database:<9}{way:<5}{found['rate']:>8,.0f}/s, the last fifth {found['later']:.2f} ×"
        f" the first; {found['megabytes']:.0f} MB; CPU seconds for 1,000 stories:"
        f" {found['cpu_import']:.2f} here, {found['cpu_words']:.2f} words,"
        f" {found['cpu_database']:.2f} in the database\n{'':<16}a second in each tenth: {tenths}",
        flush=True,
    )


def main(arguments: list[str]) -> int:
    """Measure, print each round and the verdict."""
    if arguments[:1] == ["--inside"]:
        inside(arguments[1], Path(arguments[2]))
        return 0
    parser = measure.rounds_parser(__doc__)
    parser.add_argument("--stories", type=int, default=20_000, help="stories of the archive")
    parser.add_argument(
        "--databases", nargs="+", choices=DATABASES, default=DATABASES, help="which of them; both as a rule"
    )
    parser.add_argument(
        "--ways", nargs="+", choices=WAYS, default=WAYS, help="Kabar's, and the peer's; both as a rule"
    )
    parser.add_argument("--into", type=Path, help="what benchmarks.growth --keep left: its largest paper")
    options = parser.parse_args(arguments)
    with ExitStack() as stack:
        place, paper = stack.enter_context(measure.workplace("imports")), None
        if options.into:
            options.databases = ["postgres"]
            cluster, paper = stack.enter_context(grown(options.into))
        else:
            cluster = stack.enter_context(postgres.running(durable=True))
        for process in (os.getpid(), cluster.postmaster):
            measure.prefer(process)
        seen = rounds(place, options, cluster, paper)
    return verdict(options, seen)


def verdict(options: argparse.Namespace, seen: dict[str, dict[str, list[float]]]) -> int:
    """Print the ratio to the peer and the last line."""
    bars, figure = [], "flow" if options.into else "rate"
    for database in options.databases:
        plain, rate = (measure.median(seen[f"{database} {way}"][figure] or [0.0]) for way in ("peer", "ours"))
        if plain and rate:
            print(f"  {database}: {rate / plain:.2f} × plain bulk_create of the same rows ({plain:,.0f}/s)")
        if rate:
            bars.append(measure.Bar(database, rate, WANTED[database]))
            most = max(seen[f"{database} ours"]["megabytes"])
            bars.append(measure.Bar(f"{database}_megabytes", most, MEGABYTES, at_least=False))
    return measure.verdict("imports", bars)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
