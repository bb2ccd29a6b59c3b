"""Memory of the whole installation, idle and under load, and the time to the first page."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from benchmarks import measure, papers

STORIES = 1000
IDLE_LIMIT, LOAD_LIMIT = 350, 450
BARE = """
import django
from django.conf import settings
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"])
django.setup()
urlpatterns = []
import time
print("ready", flush=True)
time.sleep(3600)
"""


def bare_megabytes() -> float:
    """Return the memory of one process with Django alone in it."""
    with subprocess.Popen([sys.executable, "-c", BARE], stdout=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        used = measure.memory_megabytes([process.pid])
        process.kill()
    return used


def weigh(folder: Path) -> tuple[list[measure.Bar], float]:
    """Serve a paper, weigh it at rest and at work; return the bars and the weight at work."""
    port, targets = measure.free_port(), folder / "targets.txt"
    surroundings = papers.found(folder / "paper", port)
    papers.fill(surroundings, STORIES)
    targets.write_text("\n".join(["/", *papers.paths(surroundings, 500)]))
    begun = time.monotonic()
    with papers.served(folder / "paper", port, surroundings) as process:
        print(f"  first page after {time.monotonic() - begun:.1f} s")
        time.sleep(2)
        idle = measure.memory_megabytes([process.pid])
        load = measure.wrk(folder, port, targets, [process.pid], seconds=8, host=f"localhost:{port}")
        busy = measure.memory_megabytes([process.pid])
        shares = [measure.memory_megabytes([pid]) for pid in measure.family([process.pid])]
    print(load.line("load"))
    print(f"  idle {idle:.0f} MB, under load {busy:.0f} MB; with children: {[round(s) for s in shares]}")
    return [
        measure.Bar("idle_mb", idle, IDLE_LIMIT, at_least=False),
        measure.Bar("load_mb", busy, LOAD_LIMIT, at_least=False),
        measure.Bar("errors", load.errors + load.refused, 0, at_least=False),
    ], busy


def main() -> int:
    """Print the weights beside that of one bare process, and the verdict."""
    with measure.workplace("footprint") as folder:
        bars, busy = weigh(folder)
    bare = bare_megabytes()
    print(f"  one process of bare Django {bare:.0f} MB; ratio {busy / bare:.1f}")
    return measure.verdict("footprint", bars)


if __name__ == "__main__":
    sys.exit(main())
