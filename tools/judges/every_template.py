"""Lighthouse on every template of the demo paper, as on a phone, with the bars each must keep.

python -m tools.judges.every_template [--only KIND,…] [--runs 3]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.judges import lighthouse, reader_addresses, slow_hands
from tools.judges.places import JudgeMissing
from tools.walking_paper import WalkingPaper, walk

LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
#: Milliseconds until the largest thing stands, how far anything jumped, milliseconds until a tap shows.
LCP, CLS, INP = 1200.0, 0.01, 80.0
#: Pages that search engines are told to leave alone, or on which nothing is: not scored for being found.
UNSOUGHT = {"search", "search with results", "search without results", "shelf", "sign-in", "missing"}

#: Makes of two stories what the demo has not: one for members, and one without a picture; then a roundup.
ADDED = """
from kabar.stories.models import Story
from kabar.stories import services
closed, bare = Story.objects.filter(live=True, topics__isnull=False).distinct().order_by("pk")[5:7]
for story, change in ((closed, {"access": "members"}), (bare, {"lead_picture": None})):
    draft = story.get_latest_revision_as_object()
    for name, value in change.items():
        setattr(draft, name, value)
    services.save_draft(draft)
    services.publish(draft)
    print(story.path)
print(Story.objects.filter(live=True, path__contains="rangkuman").first().path)
"""


@dataclass(frozen=True)
class Row:
    """What was seen of one template: the best of its runs."""

    kind: str
    scores: dict[str, int]
    lcp: float
    cls: float
    inp: float

    def failures(self) -> list[str]:
        """What keeps it below the bars."""
        asked = {name: least for name, least in LEAST.items() if name != "seo" or self.kind not in UNSOUGHT}
        held = self.scores
        low = [f"{name} {held[name]}<{least}" for name, least in asked.items() if held[name] < least]
        slow = [(f"LCP {self.lcp:.0f} ms", self.lcp > LCP), (f"CLS {self.cls:.3f}", self.cls > CLS)]
        slow += [(f"INP {self.inp:.0f} ms", self.inp > INP)]
        return [*low, *(said for said, wrong in slow if wrong)]

    def __str__(self) -> str:
        scores = "/".join(str(self.scores[name]) for name in LEAST)
        verdict = ", ".join(self.failures()) or "holds"
        return f"{self.kind:<24}{scores:<18}{self.lcp:>7.0f}{self.cls:>8.3f}{self.inp:>6.0f}  {verdict}"


def addresses(paper: WalkingPaper) -> dict[str, str]:
    """One address of every template a reader may meet."""
    wall, bare, roundup = (paper.url(path) for path in paper.python(ADDED).split())
    more = {
        "story without picture": bare,
        "roundup": roundup,
        "wall": wall,
        "missing": paper.url("/tidak/ada"),
    }
    return {**reader_addresses.pages(paper.address), **more}


def seen(kind: str, url: str, runs: int) -> Row:
    """Ask Lighthouse until a run holds, a few times at most, and tap what can be tapped."""
    results: list[dict[str, Any]] = []
    while len(results) < runs and (not results or _row(kind, results, 0.0).failures()):
        results.append(lighthouse.ask(url, ignore_status=kind == "missing"))
    return _row(kind, results, slow_hands.slowest(url))


def _row(kind: str, results: list[dict[str, Any]], inp: float) -> Row:
    def least(audit: str) -> float:
        return min(float(result["audits"][audit].get("numericValue") or 0) for result in results)

    scores = {name: lighthouse.best(results, name) for name in LEAST}
    return Row(kind, scores, least("largest-contentful-paint"), least("cumulative-layout-shift"), inp)


def rows(only: set[str], runs: int) -> Iterator[Row]:
    """Found the demo paper, and judge its templates one by one."""
    with (
        tempfile.TemporaryDirectory(prefix="kabar-templates-") as temporary,
        walk(Path(temporary) / "paper", demo=True) as paper,
    ):
        paper.until_pictures_are_fine()
        for kind, url in addresses(paper).items():
            if not only or kind in only:
                yield seen(kind, url, runs)


def main(arguments: list[str]) -> int:
    """Print the table and whether every row holds."""
    parser = argparse.ArgumentParser(prog="python -m tools.judges.every_template", description=__doc__)
    parser.add_argument("--only", default="", help="kinds of pages, with commas between them")
    parser.add_argument("--runs", type=int, default=3, help="how often a page that fails is asked again")
    said = parser.parse_args(arguments)
    try:
        lighthouse.must_be_there()
    except JudgeMissing as missing:
        print(missing)
        return 1
    print(f"{'template':<24}{'scores':<18}{'LCP ms':>7}{'CLS':>8}{'INP':>6}")
    failed = total = 0
    for row in rows({kind for kind in said.only.split(",") if kind}, said.runs):
        print(row, flush=True)
        failed, total = failed + bool(row.failures()), total + 1
    bar = f"bar {'/'.join(map(str, LEAST.values()))} LCP<={LCP:.0f} CLS<={CLS} INP<={INP:.0f}"
    print(f"every_template: templates={total} failed={failed} {bar} {'FAIL' if failed else 'PASS'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
