"""A story nobody has asked for yet: from its address to the finished plate, in process."""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from benchmarks import measure, papers

STORIES = 400


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds something takes."""
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


def measure_in_process(count: int) -> dict[str, float]:
    """Print stories never printed before; the peer reads the same row into a template of three lines."""
    import django

    django.setup()
    from django.conf import settings
    from django.template import engines

    from kabar.plates import Address
    from kabar.press.services import print_page
    from kabar.stories.models import Story
    from kabar.stories.queries import at_path

    bare = engines["django"].from_string(
        "<!doctype html><title>{{ story.headline }}</title><h1>{{ story.headline }}</h1>{{ story.body }}"
    )
    paths = list(Story.objects.filter(live=True).order_by("?").values_list("path", flat=True)[:count])
    host = settings.PAPER.host
    print_page(Address(host, paths.pop()))
    ours, theirs = [], []
    for path in paths:
        ours.append(timed(lambda path=path: print_page(Address(host, path))))
        theirs.append(timed(lambda path=path: bare.render({"story": at_path("main", path)})))
    return {
        "p50": statistics.median(ours),
        "p95": statistics.quantiles(ours, n=20)[-1],
        "bare": statistics.median(theirs),
    }


def main() -> int:
    """Measure in a child process beside a fresh paper and print the verdict."""
    with measure.workplace("cold") as folder:
        surroundings = papers.found(folder / "paper", measure.free_port())
        papers.fill(surroundings, STORIES)
        command = [sys.executable, "-m", "benchmarks.cold", "--here"]
        done = subprocess.run(command, env=surroundings, check=True, capture_output=True, text=True)
    seen = json.loads(done.stdout.splitlines()[-1])
    print(f"  kabar  p50 {seen['p50']:.2f} ms  p95 {seen['p95']:.2f} ms   (row, render, compress, hang)")
    print(f"  bare   p50 {seen['bare']:.2f} ms   (row, three-line template)")
    print(f"  ratio  {seen['p50'] / seen['bare']:.1f}")
    return measure.verdict("cold", [measure.Bar("p50_ms", seen["p50"], 15, at_least=False)])


if __name__ == "__main__":
    random.seed(5)
    if "--here" in sys.argv:
        print(json.dumps(measure_in_process(STORIES // 2)))
        sys.exit(0)
    sys.exit(main())
