"""How well related stories are found, against links that editors set, beside TF-IDF and BM25."""

from __future__ import annotations

import argparse
import gzip
import json
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from math import log, log2, sqrt
from pathlib import Path
from typing import Any

from benchmarks import growth, measure, papers

LABELLED = Path("../shared/data/id-news-2025-dev")
#: So many of the nearest are judged.
SHOWN = 5
JUDGED = "kompas.com"
BETTER, MOST_MS = 1.10, 50.0
#: A word in no more than this share of the articles is rare; a link that nobody finds this near the top by
#: its words was set for another reason.
RARE, NEAR = 0.01, 20
Ranking = Sequence[str]


def read(name: str) -> Iterator[dict[str, Any]]:
    """Yield the lines of one of the labelled files."""
    with gzip.open(LABELLED / name, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def articles(site: str) -> list[dict[str, Any]]:
    """Return the dated articles of one newspaper, or of all as if they were one, oldest first."""
    found = [each for each in read("articles.jsonl.gz") if site in ("", each["site"]) and each["published"]]
    return sorted(found, key=lambda each: (datetime.fromisoformat(each["published"]), each["id"]))


def paragraphs(article: dict[str, Any]) -> list[str]:
    """Return the paragraphs of an article."""
    return [each for each in article["body"] if isinstance(each, str)]


# --- the peers ----------------------------------------------------------------------------------------------


class Peers:
    """TF-IDF with cosine and BM25, over the whole text of every article, with the same stems as ours."""

    def __init__(self, printed: Sequence[dict[str, Any]]) -> None:
        from kabar.archive.search.entry import stemmed

        self.words = {
            each["id"]: Counter(
                stem for _plain, stem in stemmed("\n".join([each["title"], *paragraphs(each)]), "id") if stem
            )
            for each in printed
        }
        self.order = [each["id"] for each in printed]
        self.held = Counter(stem for counts in self.words.values() for stem in counts)
        self.usual = statistics.mean(counts.total() for counts in self.words.values())
        self.vectors = {key: self._vector(counts) for key, counts in self.words.items()}

    def _vector(self, counts: Counter[str]) -> dict[str, float]:
        worth = {stem: (1 + log(n)) * log(len(self.order) / self.held[stem]) for stem, n in counts.items()}
        length = sqrt(sum(each * each for each in worth.values())) or 1.0
        return {stem: each / length for stem, each in worth.items()}

    def tfidf(self, story: str, other: str) -> float:
        """Return the cosine of two articles."""
        mine, theirs = self.vectors[story], self.vectors[other]
        return sum(worth * theirs[stem] for stem, worth in mine.items() if stem in theirs)

    def bm25(self, story: str, other: str) -> float:
        """Return what the words of one article are worth in another."""
        counts = self.words[other]
        norm = 1.2 * (0.25 + 0.75 * counts.total() / self.usual)
        stories = len(self.order)
        return sum(
            log(1 + (stories - self.held[stem] + 0.5) / (self.held[stem] + 0.5))
            * counts[stem] * 2.2 / (counts[stem] + norm)
            for stem in self.words[story]
            if stem in counts
        )  # fmt: skip

    def rank(self, by: Callable[[str, str], float], story: str, shown: int = SHOWN) -> Ranking:
        """Return the nearest of the articles printed before one."""
        earlier = self.order[: self.order.index(story)]
        return sorted(earlier, key=lambda other: -by(story, other))[:shown]


# --- the judge ----------------------------------------------------------------------------------------------


def ndcg(ranked: Ranking, wanted: Sequence[str]) -> float:
    """Return how well the linked articles are ranked, 1 when they come first."""
    gained = sum(1 / log2(place + 2) for place, key in enumerate(ranked[:SHOWN]) if key in wanted)
    return gained / sum(1 / log2(place + 2) for place in range(min(SHOWN, len(wanted))))


def judged(
    rankings: dict[str, Ranking], links: dict[str, list[str]], half: Iterable[str]
) -> tuple[float, float]:
    """Return the mean nDCG and the mean recall over some articles."""
    keys = list(half)
    good = [ndcg(rankings[key], links[key]) for key in keys]
    found = [len(set(rankings[key]) & set(links[key])) / len(links[key]) for key in keys]
    return statistics.mean(good), statistics.mean(found)


def spread(good: Sequence[float], peer: Sequence[float], rounds: int = 2000) -> tuple[float, float]:
    """Return between which ratios nineteen of twenty lie when the judged articles are drawn again."""
    draw = random.Random(1)
    ratios = []
    for _round in range(rounds):
        drawn = draw.choices(range(len(good)), k=len(good))
        ratios.append(sum(good[at] for at in drawn) / max(sum(peer[at] for at in drawn), 1e-9))
    ratios.sort()
    return ratios[rounds // 40], ratios[-rounds // 40]


def arbitrary(peers: Peers, links: dict[str, list[str]]) -> list[dict[str, bool]]:
    """Return of each link whether its two articles share a rare word, and whether words bring it near."""
    found = []
    rare = {stem for stem, held in peers.held.items() if held <= RARE * len(peers.order)}
    for story, linked in links.items():
        near = peers.rank(peers.tfidf, story, NEAR)
        for other in linked:
            shared = peers.words[story].keys() & peers.words[other].keys() & rare
            found.append({"rare": bool(shared), "near": other in near})
    return found


# --- in the paper's own process -----------------------------------------------------------------------------


def inside(site: str) -> None:
    """Publish the articles, ask for each linked one as at its publication; print rankings and times."""
    import django

    django.setup()
    printed = articles(site)
    links, ours, took = _asked(printed)
    peers = Peers(printed)
    rankings = {
        "TF-IDF": {key: peers.rank(peers.tfidf, key) for key in links},
        "BM25": {key: peers.rank(peers.bm25, key) for key in links},
        "Kabar": ours,
    }
    print(
        json.dumps({"rankings": rankings, "links": links, "ms": took, "arbitrary": arbitrary(peers, links)})
    )


def among_many(site: str) -> None:
    """Publish the articles among the stories of a large paper and take them back; print the times."""
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        _links, _ours, took = _asked(articles(site))
        transaction.set_rollback(True)
    print(json.dumps(took))


def _asked(printed: Sequence[dict[str, Any]]) -> tuple[dict[str, list[str]], dict[str, Ranking], list[float]]:
    """Publish articles and ask what belongs beside each linked one; give links, answers and milliseconds."""
    from kabar.archive.models import place_of
    from kabar.archive.related.finding import related
    from kabar.archive.search.services import index_many, take_stock
    from kabar.stories.models import Story

    numbers = publish(printed)
    index_many(Story.objects.filter(pk__in=numbers.values()))
    take_stock()
    names = {pk: key for key, pk in numbers.items()}
    links = {each["id"]: each["related"] for each in read("related.jsonl.gz") if each["id"] in numbers}
    ours: dict[str, Ranking] = {}
    took = []
    for key in links:
        story = Story.objects.get(pk=numbers[key])
        begun = time.perf_counter()
        found = related(story, limit=SHOWN, until=place_of(story.first_published_at, story.pk))
        took.append(1000 * (time.perf_counter() - begun))
        ours[key] = [names.get(pk, "") for pk, _nearness in found]
    return links, ours, took


def publish(printed: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Write the articles as live stories; return their numbers."""
    from django.db import transaction

    from kabar.sections.models import Section
    from kabar.stories.models import State, Story

    section = Section.objects.get_or_create(paper="main", slug="berita", defaults={"name": "Berita"})[0]
    numbers = {}
    with transaction.atomic():
        for each in printed:
            at = datetime.fromisoformat(each["published"])
            story = Story(
                paper="main", section=section, headline=each["title"][:300], language="id", slug=each["id"],
                body=[("paragraph", f"<p>{text.replace('<', '&lt;')}</p>") for text in paragraphs(each)],
                path=f"/berita/{each['id']}", state=State.LIVE, live=True,
                first_published_at=at, last_published_at=at,
            )  # fmt: skip
            story.save()
            numbers[each["id"]] = story.pk
    return numbers


# --- the command --------------------------------------------------------------------------------------------


def measured(site: str, kind: str) -> dict[str, Any]:
    """Found a paper, print the articles in it, and return how each method ranked them."""
    with measure.workplace("related") as folder, papers.database_of(kind) as address:
        surroundings = papers.found(folder / "paper", measure.free_port(), address)
        command = [sys.executable, "-m", "benchmarks.related", "--inside", "--site", site]
        done = subprocess.run(command, env=surroundings, check=True, stdout=subprocess.PIPE, text=True)
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found


def large(kind: str, stories: int, kept: Path | None) -> list[float]:
    """Return the milliseconds of each article among the stories of a paper, made of shuffled news."""
    with ExitStack() as stack:
        folder = (kept or stack.enter_context(measure.workplace("related"))) / "news"
        address = stack.enter_context(growth.databases(kind, folder, [stories]))[stories]
        surroundings = growth.seed(folder / f"{kind}-{stories}", stories, address, shuffled=True)
        command = [sys.executable, "-m", "benchmarks.related", "--many"]
        done = subprocess.run(command, env=surroundings, check=True, stdout=subprocess.PIPE, text=True)
        found: list[float] = json.loads(done.stdout.splitlines()[-1])
        return found


def told(name: str, found: dict[str, Any]) -> tuple[float, float]:
    """Print a table; return the held half's nDCG of ours and of TF-IDF."""
    keys = sorted(found["links"])
    halves = {"tuned on": keys[0::2], "held out": keys[1::2]}
    held = {}
    for half, chosen in halves.items():
        print(f"  {name}, {half}: {len(chosen)} articles")
        for method, rankings in found["rankings"].items():
            good, recall = judged(rankings, found["links"], chosen)
            held[half, method] = good
            print(f"    {method:7} nDCG@{SHOWN} {good:.3f}  recall@{SHOWN} {recall:.3f}")
        ours, peer = (
            [ndcg(found["rankings"][name][key], found["links"][key]) for key in chosen]
            for name in ("Kabar", "TF-IDF")
        )
        low, high = spread(ours, peer)
        print(
            f"    Kabar is {sum(ours) / sum(peer):.3f} × TF-IDF,"
            f" from {low:.2f} to {high:.2f} in 19 of 20 draws of these articles"
        )
    kinds = found["arbitrary"]
    rare, near = (sum(kind[name] for kind in kinds) / len(kinds) for name in ("rare", "near"))
    print(
        f"  {len(kinds)} links: {rare:.0%} join articles that share a word found in 1 % of them or fewer,"
        f" {near:.0%} are among TF-IDF's first {NEAR}"
    )
    return held["held out", "Kabar"], held["held out", "TF-IDF"]


def main() -> int:
    """Judge related stories in one newspaper's archive and in all four as one, and print the verdict."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--among", type=int, default=0, help="stories of a large paper, to time it there")
    parser.add_argument(
        "--database", choices=["sqlite", "postgres"], default="sqlite", help="where the papers lie"
    )
    parser.add_argument("--keep", type=Path, help="a folder in which to keep it for the next run")
    parser.add_argument("--many", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--site", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        inside(options.site)
        return 0
    if options.many:
        among_many(JUDGED)
        return 0
    own = measured(JUDGED, options.database)
    ours, peer = told("one newspaper's archive", own)
    told("four newspapers' archives as one", measured("", options.database))
    times = large(options.database, options.among, options.keep) if options.among else own["ms"]
    typical, nearly, worst = statistics.median(times), statistics.quantiles(times, n=20)[-1], max(times)
    among = f" among {options.among:,} stories" if options.among else ""
    print(
        f"  {len(times)} articles{among}: median {typical:.1f} ms, p95 {nearly:.1f}, the slowest {worst:.1f}"
    )
    return measure.verdict(
        "related",
        [
            measure.Bar("ndcg_to_tfidf", ours / peer, BETTER),
            measure.Bar("p95_ms", nearly, MOST_MS, at_least=False),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
