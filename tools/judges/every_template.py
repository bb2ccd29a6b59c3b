"""Lighthouse on every template of the demo paper, as on a phone, with the bars each must keep.

python -m tools.judges.every_template [--only KIND,…] [--runs 3]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.judges import lighthouse, reader_addresses, slow_hands
from tools.judges.places import JudgeMissing
from tools.judges.slow_hands import Tap
from tools.walking_paper import WalkingPaper, walk

LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
#: Milliseconds until the largest thing stands, how far anything jumped, milliseconds until a tap shows.
LCP, CLS, INP = 1200.0, 0.01, 80.0
#: Pages that search engines are told to leave alone, or on which nothing is: not scored for being found.
UNSOUGHT = {"search", "search with results", "search without results", "shelf", "sign-in", "missing"}
#: Rooms of an account, in which nobody but its reader is.
ROOMS = {
    "account": "",
    "account: saved": "saved/",
    "account: devices": "devices/",
    "account: member": "membership/",
}

#: Makes what the demo has not: a story for members, one without a picture, ads, plans, a signed-in reader.
ADDED = """
import json
from django.db import transaction
from kabar.advertising.models import Form
from kabar.advertising.places import Place
from kabar.advertising.testing import a_campaign
from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.membership.testing import a_plan
from kabar.readers.door import sessions
from kabar.readers.testing import a_reader
from kabar.stories.models import Story
from kabar.stories import services
closed, bare = Story.objects.filter(live=True, topics__isnull=False).distinct().order_by("pk")[5:7]
for story, change in ((closed, {"access": "members"}), (bare, {"lead_picture": None})):
    draft = story.get_latest_revision_as_object()
    for name, value in change.items():
        setattr(draft, name, value)
    services.save_draft(draft)
    services.publish(draft)
a_campaign(places=(Place.FRONT_TOP, Place.SECTION_TOP), form=Form.PICTURE)
a_campaign(places=(Place.BANDS, Place.IN_STORY), form=Form.NATIVE)
a_plan("Bulanan", slug="bulanan")
with transaction.atomic():
    open_edition(Edition.Kind.MASTHEAD, ["offer:main"])
roundup = Story.objects.filter(live=True, path__contains="rangkuman").first()
secret = sessions.begin(a_reader("sari@example.id", name="Sari"), device="Ponsel", how="code")[1]
found = {"wall": closed.path, "story without picture": bare.path, "roundup": roundup.path}
print(json.dumps(found | {"secret": secret}))
"""


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
        asked = {
            name: least
            for name, least in LEAST.items()
            if name != "seo" or self.kind not in {*UNSOUGHT, *ROOMS}
        }
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


def addresses(paper: WalkingPaper) -> tuple[dict[str, str], dict[str, str]]:
    """One address of every template a reader may meet, and the cookies of one who is signed in."""
    added = json.loads(paper.python(ADDED))
    cookies = {"kabar_reader": added.pop("secret"), "kabar_known": "1"}
    rooms = {kind: f"/akun/{room}" for kind, room in ROOMS.items()}
    more = {**added, "offer": "/langganan/", "missing": "/tidak/ada", **rooms}
    found = {
        **reader_addresses.pages(paper.address),
        **{kind: paper.url(path) for kind, path in more.items()},
    }
    return found, cookies


def seen(kind: str, url: str, runs: int, cookies: Mapping[str, str]) -> Row:
    """Ask Lighthouse until a run holds, a few times at most, and tap what can be tapped."""
    results: list[dict[str, Any]] = []
    while len(results) < runs and (not results or _row(kind, results, Tap()).failures()):
        results.append(lighthouse.ask(url, ignore_status=kind == "missing", cookies=cookies))
    return _row(kind, results, slow_hands.slowest(url, cookies))


def _row(kind: str, results: list[dict[str, Any]], tap: Tap) -> Row:
    def least(audit: str) -> float:
        return min(float(result["audits"][audit].get("numericValue") or 0) for result in results)

    scores = {name: lighthouse.best(results, name) for name in LEAST}
    return Row(kind, scores, least("largest-contentful-paint"), least("cumulative-layout-shift"), tap)


def rows(only: set[str], runs: int) -> Iterator[Row]:
    """Found the demo paper, and judge its templates one by one."""
    with (
        tempfile.TemporaryDirectory(prefix="kabar-templates-") as temporary,
        walk(Path(temporary) / "paper", demo=True, start=False) as paper,
    ):
        # A network outside, so that readers are asked for their consent.
        (paper.folder / "tag.html").write_text("<p>Kopi desa</p>")
        paper.environment |= {
            "KABAR_ADVERTISING_NETWORK": "Kopi",
            "KABAR_ADVERTISING_NETWORK_TAG": "tag.html",
        }
        paper.start()
        paper.until_pictures_are_fine()
        found, cookies = addresses(paper)
        for kind, url in found.items():
            if not only or kind in only:
                yield seen(kind, url, runs, cookies if kind in ROOMS else {})


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
