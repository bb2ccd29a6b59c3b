"""How long the writer's check takes to find a similar headline of the week, in papers of several sizes."""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time

from benchmarks import measure, papers

MOST_MS = 50.0
ASKED = 20


def inside() -> None:
    """Ask, in the paper's own process, as many times as it takes; print milliseconds, cold and warm."""
    import django

    django.setup()
    from kabar.stories.models import Story
    from kabar.writing import headlines

    known = list(Story.objects.order_by("-pk").values_list("headline", flat=True)[:ASKED])
    cold, warm = [], []
    for headline in known:
        headlines.stems.cache_clear()
        for seconds in (cold, warm):
            begun = time.perf_counter()
            headlines.similar(headline, paper="main")
            seconds.append((time.perf_counter() - begun) * 1000)
    print(json.dumps([statistics.median(cold), statistics.median(warm)]))


def main() -> int:
    """Fill a paper of each size, ask in it, and print the verdict."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        inside()
        return 0
    asked = {}
    for size in options.stories:
        with measure.workplace(f"similar-{size}") as folder:
            surroundings = papers.found(folder / "paper", measure.free_port())
            papers.fill(surroundings, size)
            command = [sys.executable, "-m", "benchmarks.similar", "--inside"]
            done = subprocess.run(command, env=surroundings, check=True, capture_output=True, text=True)
            asked[size] = json.loads(done.stdout.splitlines()[-1])
            print(f"  {size} stories: {asked[size][0]:.1f} ms cold, {asked[size][1]:.1f} ms warm")
    cold, warm = asked[max(asked)]
    return measure.verdict(
        "similar",
        [
            measure.Bar("cold_ms", cold, MOST_MS, at_least=False),
            measure.Bar("warm_ms", warm, MOST_MS, at_least=False),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
