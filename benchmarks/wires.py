"""How fast agency copy is read and filed, and how soon a kill reaches the stories made from it, on one core.

python -m tools.sample_paper -- python -m benchmarks.wires [--items 5000] [--shared ../shared]
"""

from __future__ import annotations

import argparse
import gc
import re
import sys
import time
from itertools import islice
from pathlib import Path
from statistics import quantiles

import django

from benchmarks import measure

#: What they have to reach: items filed a second of one core's time, seconds from a kill to its flags.
FILED, FLAGGED = 500.0, 5.0


def main() -> int:
    """Print the figures, and whether they reach what they have to."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--items", type=int, default=5000)
    asked.add_argument("--stories", type=int, default=50)
    asked.add_argument("--shared", type=Path, default=Path("../shared"))
    said = asked.parse_args()
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    # As every command of the paper does when it has opened it: what is loaded stays.
    gc.collect()
    gc.freeze()
    messages = _messages(said.shared, said.items)
    _read(messages)
    filed = _file(settings.PAPER, messages)
    left, slowest = _kill(settings.PAPER, said.stories)
    return measure.verdict(
        "wires",
        [
            measure.Bar("filed", filed, FILED),
            measure.Bar("kill_seconds", slowest, FLAGGED, at_least=False),
            measure.Bar("unflagged", left, 0, at_least=False),
        ],
    )


def _messages(shared: Path, count: int) -> list[bytes]:
    """Return real NewsML-G2 messages, each time under a guid of its own."""
    files = sorted((shared / "data/wire/superdesk-core").iterdir())
    real = [each.read_bytes() for each in files if b"<newsItem" in each.read_bytes()[:4000]]
    guid = re.compile(rb'guid="([^"]+)"')
    many = (
        guid.sub(lambda found, n=number: b'guid="%s:%d"' % (found[1], n), real[number % len(real)])
        for number in range(count)
    )
    return list(islice(many, count))


def _read(messages: list[bytes]) -> None:
    from kabar.wire.parsers.reading import parse

    began = time.process_time()
    items = sum(len(parse(each)) for each in messages)
    took = time.process_time() - began
    size = sum(map(len, messages)) / len(messages)
    print(f"read: {items / took:,.0f} items/s of one core's time, NewsML-G2, {size / 1024:.1f} kB each")


def _file(paper: object, messages: list[bytes]) -> float:
    """Return how many items are filed a second of one core's time."""
    from kabar.wire.services import receive

    began, worked, items = time.perf_counter(), time.process_time(), 0
    for start in range(0, len(messages), 100):
        batch = [(str(start + number), each) for number, each in enumerate(messages[start : start + 100])]
        items += receive(paper, batch).new  # type: ignore[arg-type]
    took = time.perf_counter() - began
    worked = time.process_time() - worked
    print(
        f"read and filed, durable every 100: {items / worked:,.0f} items/s of one core's time,"
        f" {items / took:,.0f} by the clock"
    )
    return items / worked


def _kill(paper: object, stories: int) -> tuple[int, float]:
    """Return how many derived stories a kill did not flag, and how long the slowest took."""
    from kabar.desk.models import EditorialNote
    from kabar.stories.testing import a_section, rina
    from kabar.wire.models import Derived, Item
    from kabar.wire.services import receive, take

    a_section()
    by = rina()
    text = '{"uri": "urn:x:%d", "version": "%d", "provider": "X", "pubstatus": "%s",' \
        ' "headline": "Berita %d", "body_html": "<p>Satu.</p>"}'  # fmt: skip
    receive(paper, [(str(n), (text % (n, 1, "usable", n)).encode()) for n in range(stories)])  # type: ignore[arg-type]
    for item in Item.objects.filter(provider="X"):
        take(item, by=by, paper=paper)  # type: ignore[arg-type]
    waits = []
    for number in range(stories):
        began = time.perf_counter()
        receive(paper, [("kill", (text % (number, 2, "canceled", number)).encode())])  # type: ignore[arg-type]
        waits.append(time.perf_counter() - began)
    flagged, derived = EditorialNote.objects.filter(urgent=True).count(), Derived.objects.count()
    print(f"kill to flag: {flagged} of {derived} stories, p95 {quantiles(waits, n=20)[-1] * 1000:.0f} ms")
    return derived - flagged, max(waits)


if __name__ == "__main__":
    sys.exit(main())
