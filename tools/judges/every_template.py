"""Lighthouse and slow hands on every template of the demo paper, as on a phone, with the bars each must keep.

python -m tools.judges.every_template [--only KIND,…] [--runs 3]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.judges import lighthouse, slow_hands, staged
from tools.judges.places import JudgeMissing
from tools.judges.slow_hands import Tap
from tools.walking_paper import walk

LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
#: Milliseconds until the largest thing stands, how far anything jumped, milliseconds until a tap shows.
LCP, CLS, INP = 1200.0, 0.01, 80.0
#: Pages that search engines are told to leave alone, or on which nothing is: not scored for being found.
UNSOUGHT = {
    "search",
    "search with results",
    "search without results",
    "shelf",
    "sign-in",
    "missing",
    "what was said before",
    "request form",
    *staged.ROOMS,
}
#: A browser writes into its log that the page itself is not there.
EXCUSED = {"seo": UNSOUGHT, "best-practices": {"missing"}}


@dataclass(frozen=True)
class Row:
    """What was seen of one template: the best of its runs."""

    kind: str
    scores: dict[str, int]
    lcp: float
    cls: float
    tap: Tap

    def failures(self) -> list[str]:
        """What keeps it below the bars."""
        asked = {name: least for name, least in LEAST.items() if self.kind not in EXCUSED.get(name, ())}
        held = self.scores
        low = [f"{name} {held[name]}<{least}" for name, least in asked.items() if held[name] < least]
        slow = [(f"LCP {self.lcp:.0f} ms", self.lcp > LCP), (f"CLS {self.cls:.3f}", self.cls > CLS)]
        slow += [(f"INP {self.tap.took:.0f} ms on {self.tap.on}", self.tap.took > INP)]
        return [*low, *(said for said, wrong in slow if wrong)]

    def __str__(self) -> str:
        scores = "/".join(str(self.scores[name]) for name in LEAST)
        verdict = ", ".join(self.failures()) or "holds"
        taps = f"{self.tap.took:>6.0f}{self.tap.tried:>6}"
        return f"{self.kind:<24}{scores:<18}{self.lcp:>7.0f}{self.cls:>8.3f}{taps}  {verdict}"


def seen(kind: str, url: str, runs: int, cookies: Mapping[str, str], tap: Tap) -> Row:
    """Ask Lighthouse until a run holds, a few times at most."""
    results: list[dict[str, Any]] = []
    while len(results) < runs and (not results or _row(kind, results, tap).failures()):
        results.append(lighthouse.ask(url, ignore_status=kind == "missing", cookies=cookies))
    return _row(kind, results, tap)


def tapped(url: str, runs: int, cookies: Mapping[str, str]) -> Tap:
    """Tap what a page offers, again when an answer came late; a busy machine can only be slower."""
    taps: list[Tap] = []
    while len(taps) < runs and (not taps or taps[-1].took > INP):
        taps.append(slow_hands.slowest(url, cookies))
    return min(taps, key=lambda tap: tap.took)


def _row(kind: str, results: list[dict[str, Any]], tap: Tap) -> Row:
    def least(audit: str) -> float:
        return min(float(result["audits"][audit].get("numericValue") or 0) for result in results)

    scores = {name: lighthouse.best(results, name) for name in LEAST}
    return Row(kind, scores, least("largest-contentful-paint"), least("cumulative-layout-shift"), tap)


def rows(only: set[str], runs: int) -> Iterator[Row]:
    """Found the demo paper, tap what its templates offer, and judge them one by one."""
    with (
        tempfile.TemporaryDirectory(prefix="kabar-templates-") as temporary,
        walk(Path(temporary) / "paper", demo=True) as paper,
    ):
        paper.until_pictures_are_fine()
        found, cookies = staged.addresses(paper)
        asked = {kind: url for kind, url in found.items() if not only or kind in only}
        known = {kind: cookies if kind in staged.ROOMS else {} for kind in asked}
        with staged.asking_for_consent(paper):
            taps = {kind: tapped(url, runs, known[kind]) for kind, url in asked.items()}
        for kind, url in asked.items():
            yield seen(kind, url, runs, known[kind], taps[kind])


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
    print(f"{'template':<24}{'scores':<18}{'LCP ms':>7}{'CLS':>8}{'INP':>6}{'taps':>6}")
    failed = total = 0
    for row in rows({kind for kind in said.only.split(",") if kind}, said.runs):
        print(row, flush=True)
        failed, total = failed + bool(row.failures()), total + 1
    bar = f"bar {'/'.join(map(str, LEAST.values()))} LCP<={LCP:.0f} CLS<={CLS} INP<={INP:.0f}"
    print(f"every_template: templates={total} failed={failed} {bar} {'FAIL' if failed else 'PASS'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
