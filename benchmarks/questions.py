"""How well search answers real questions about real news, on either database, beside plain FTS5 with bm25."""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from benchmarks import measure, papers
from benchmarks.related import articles, paragraphs, publish, read

#: So many findings are looked through for the article a question is about.
LOOKED_THROUGH = 50
#: No worse, but for what one question of a hundred decides.
NO_WORSE = 0.99


def ours(printed: Sequence[dict[str, Any]], asked: Sequence[dict[str, Any]]) -> list[int]:
    """Publish the articles in this process and ask; return where each one stands, 0 if nowhere."""
    from kabar.archive.search import queries, services
    from kabar.archive.search.index import Scope
    from kabar.archive.search.questions import understand
    from kabar.stories.models import Story

    numbers = publish(printed)
    services.index_many(Story.objects.filter(pk__in=numbers.values()))
    services.take_stock()
    places = []
    for each in asked:
        ranking = queries.ranked(understand(each["question"]), Scope("main"))
        found = [candidate.story_id for candidate in ranking.candidates[:LOOKED_THROUGH]]
        places.append(place(numbers[each["id"]], found))
    return places


def plain(printed: Sequence[dict[str, Any]], asked: Sequence[dict[str, Any]]) -> list[int]:
    """Ask FTS5 for any of the words that are no stop words, as they are written, the best by bm25 first."""
    from kabar.archive.search.stemming import words
    from kabar.archive.search.stopwords import INDONESIAN

    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE article USING fts5(id UNINDEXED, title, body)")
    rows = [(each["id"], each["title"], "\n".join(paragraphs(each))) for each in printed]
    index.executemany("INSERT INTO article VALUES (?, ?, ?)", rows)
    sql = f"SELECT id FROM article WHERE article MATCH ? ORDER BY rank LIMIT {LOOKED_THROUGH}"
    places = []
    for each in asked:
        said = words(each["question"])
        telling = [word for word in said if word not in INDONESIAN] or said
        found = index.execute(sql, [" OR ".join(f'"{word}"' for word in telling)])
        places.append(place(each["id"], [key for (key,) in found]))
    return places


def place(wanted: object, found: Sequence[object]) -> int:
    """Return where something stands, counted from one, or 0 if it does not."""
    return found.index(wanted) + 1 if wanted in found else 0


def inside() -> None:
    """Ask all questions in this process's paper and beside it; print where the articles stood."""
    import django

    django.setup()
    printed = articles("")
    keys = {each["id"] for each in printed}
    asked = [each for each in read("questions.jsonl.gz") if each["id"] in keys]
    print(json.dumps({"Kabar": ours(printed, asked), "FTS5 with bm25": plain(printed, asked)}))


def told(name: str, places: Sequence[int]) -> float:
    """Print how often the article came first and among five; return the mean of one by its place."""
    first, five = (sum(0 < each <= most for each in places) / len(places) for most in (1, 5))
    reciprocal = statistics.mean(1 / each if each else 0.0 for each in places)
    print(f"    {name:15} first {first:.1%}, among five {five:.1%}, MRR {reciprocal:.3f}")
    return reciprocal


def main() -> int:
    """Found a paper on each database, ask in it, and print the verdict."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgres"])
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        inside()
        return 0
    bars = []
    for kind in options.databases:
        with measure.workplace("questions") as folder, papers.database_of(kind) as address:
            surroundings = papers.found(folder / "paper", measure.free_port(), address)
            command = [sys.executable, "-m", "benchmarks.questions", "--inside"]
            done = subprocess.run(command, env=surroundings, check=True, stdout=subprocess.PIPE, text=True)
        found: dict[str, list[int]] = json.loads(done.stdout.splitlines()[-1])
        print(f"  {kind}: {len(found['Kabar'])} questions")
        good = {name: told(name, places) for name, places in found.items()}
        bars.append(measure.Bar(f"{kind}_mrr", good["Kabar"] / good["FTS5 with bm25"], NO_WORSE))
    return measure.verdict("questions", bars)


if __name__ == "__main__":
    sys.exit(main())
