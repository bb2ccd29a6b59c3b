"""The source book while somebody types, at 100,000 sources, on SQLite and on PostgreSQL.

python -m benchmarks.sources

The peer is what a newsroom would write first: whatever contains the words, in the order of use.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import measure, papers
from tools import postgres

SOURCES = 100_000
TYPED = ("a", "s", "bu", "kir", "john k", "wir", "menteri", "juru bic", "kusum", "zz", "ketua umum an", "dr")
SYLLABLES = [
    "an",
    "bu",
    "dar",
    "e",
    "fa",
    "gus",
    "har",
    "i",
    "jo",
    "ka",
    "la",
    "mi",
    "no",
    "o",
    "pra",
    "ra",
    "sa",
    "ti",
    "u",
    "wi",
    "ya",
    "zul",
    "kir",
    "men",
    "ton",
]
ROLES = ("ketua umum", "juru bicara", "menteri", "kepala dinas", "warga", "direktur utama", "peneliti", "")


def measure_here() -> dict[str, float]:
    """Fill the book of the paper and ask it each question three times; milliseconds."""
    import django

    django.setup()
    from kabar.sources import queries
    from kabar.sources.models import Source

    fill()
    ours = [timed(lambda typed=typed: queries.suggest(typed)) for typed in TYPED * 3]
    theirs = [
        timed(lambda typed=typed: list(Source.objects.filter(names(typed)).order_by("-uses", "id")[:8]))
        for typed in TYPED
    ]
    named = [timed(lambda: queries.named_in("Itu tidak benar, kata juru bicara Kirton Wiyan di Jakarta."))]
    return {
        "p50": statistics.median(ours),
        "worst": max(*ours, *named),
        "peer": statistics.median(theirs),
    }


def names(typed: str) -> object:
    """Return the peer's question."""
    from django.db.models import Q

    asked = Q()
    for word in typed.split():
        asked &= Q(public_label__icontains=word) | Q(role__icontains=word)
    return asked


def fill() -> None:
    """Enter sources with names of two or three made-up words; few are used often."""
    from kabar.sources.models import Kind, Source, SourceWord
    from kabar.sources.words import folded

    random.seed(7)
    made = [
        Source(kind=Kind.PERSON, public_label=label, role=random.choice(ROLES), uses=uses)
        for label, uses in zip(labels(), used(), strict=False)
    ]
    for source in made:
        source.folded = "".join(f" {word}" for word in folded(source.names()))
    Source.objects.bulk_create(made, batch_size=2_000)
    words = [
        SourceWord(source=source, word=word) for source in made for word in sorted(set(source.folded.split()))
    ]
    SourceWord.objects.bulk_create(words, batch_size=5_000)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def labels() -> Iterator[str]:
    """Yield as many names as the book holds."""
    for _ in range(SOURCES):
        words = (
            "".join(random.choices(SYLLABLES, k=random.randint(1, 3))) for _ in range(random.randint(2, 3))
        )
        yield " ".join(word.capitalize() for word in words)


def used() -> Iterator[int]:
    """Yield how often each is used: most never."""
    while True:
        yield int(random.paretovariate(1.2)) - 1


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds something takes."""
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


def main() -> int:
    """Measure on both databases, each in a process of its own."""
    seen = {}
    with measure.workplace("sources") as folder, postgres.running() as cluster:
        databases = {"sqlite": "", "postgresql": cluster.make_database("sources")}
        for name, database in databases.items():
            seen[name] = asked(Path(folder) / name, database)
            print(
                f"  {name:<11} p50 {seen[name]['p50']:.1f} ms  worst {seen[name]['worst']:.1f} ms"
                f"   (contains: p50 {seen[name]['peer']:.1f} ms)"
            )
    worst = max(result["worst"] for result in seen.values())
    return measure.verdict("sources", [measure.Bar("worst_ms", worst, 50, at_least=False)])


def asked(folder: Path, database: str) -> dict[str, float]:
    """Return what a paper on a database answers."""
    surroundings = papers.found(folder, measure.free_port(), *([database] if database else []))
    command = [sys.executable, "-m", "benchmarks.sources", "--here"]
    done = subprocess.run(command, env=surroundings, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    if "--here" in sys.argv:
        print(json.dumps(measure_here()))
        sys.exit(0)
    sys.exit(main())
