"""How well items that tell the same are put together, beside MinHash in the same run.

python -m benchmarks.duplicates [--shared ../shared]

The labelled set is `labels/duplicates.json`: pairs of AG News (agencies' briefs of 2004), drawn evenly over
all degrees of likeness above the least, and labelled by reading: do the two tell the same? The first draw
was made among all pairs, the second, harder one among those that came within three days of each other, as
no others meet on a wire. A report before an event, the event, what follows and what somebody thinks of it
are not the same.
Every other pair sets the threshold of each way, and what is tuned; the rest is what the figures are of.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

from kabar.wire.likeness import REMEMBERED, likeness, telling, weighed

LABELS = Path(__file__).parent / "labels" / "duplicates.json"
HASHES = 128
WANTED = 0.90
#: The briefs stand in the order they came: the dates they name go from 22 August in row 382 to 15 December
#: in row 7413, with a day more or less all the way.
ROWS_A_DAY = (7413 - 382) / 115
Pair = dict[str, Any]
Score = Callable[[Pair], float]


def rows(shared: Path) -> list[dict[str, str]]:
    """Return the briefs."""
    with gzip.open(shared / "data/en-news-ag/test.jsonl.gz", "rt", encoding="utf-8") as opened:
        return [json.loads(line) for line in opened]


def apart(pair: Pair) -> timedelta:
    """Return how long after one brief the other came, as near as their order tells."""
    return timedelta(days=(pair["b"] - pair["a"]) / ROWS_A_DAY)


def meeting(pairs: Iterable[Pair]) -> list[Pair]:
    """Return the pairs that a wire compares."""
    return [pair for pair in pairs if abs(apart(pair)) <= REMEMBERED]


def timely(score: Score) -> Score:
    """Return a likeness that, like the wire, does not compare what came days apart."""
    return lambda pair: score(pair) if abs(apart(pair)) <= REMEMBERED else 0.0


def ours(briefs: list[dict[str, str]]) -> Score:
    """Return the likeness the wire groups by."""
    say = [telling(each["title"], each["text"]) for each in briefs]
    seen = Counter(word for each in say for word in each.words)
    weights = [weighed(each.words, seen, len(briefs)) for each in say]

    def score(pair: Pair) -> float:
        one, other = pair["a"], pair["b"]
        return likeness(say[one], say[other], (weights[one], weights[other]), apart(pair))

    return score


def minhash(briefs: list[dict[str, str]], size: int) -> Score:
    """Return the likeness of MinHash over runs of words, with 128 hashes."""
    signed: dict[int, tuple[int, ...]] = {}

    def signature(number: int) -> tuple[int, ...]:
        if number not in signed:
            text = f"{briefs[number]['title']} {briefs[number]['text']}".lower()
            words = re.findall(r"\w+", text)
            runs = {" ".join(words[at : at + size]) for at in range(max(len(words) - size + 1, 1))}
            signed[number] = tuple(min(_hashed(run, seed) for run in runs) for seed in range(HASHES))
        return signed[number]

    return lambda pair: (
        sum(x == y for x, y in zip(signature(pair["a"]), signature(pair["b"]), strict=True)) / HASHES
    )


def _hashed(run: str, seed: int) -> int:
    return int.from_bytes(blake2b(run.encode(), digest_size=8, salt=seed.to_bytes(8, "big")).digest(), "big")


def f1(pairs: Sequence[Pair], score: Score, threshold: float) -> tuple[float, float, float]:
    """Return F1, precision and recall."""
    said = [score(pair) >= threshold for pair in pairs]
    hits = sum(each and pair["same"] for each, pair in zip(said, pairs, strict=True))
    precision, recall = hits / max(sum(said), 1), hits / max(sum(pair["same"] for pair in pairs), 1)
    return 2 * precision * recall / max(precision + recall, 1e-9), precision, recall


def best(pairs: Sequence[Pair], score: Score) -> float:
    """Return the threshold with the highest F1; of several, the one in their middle."""
    tried = [step / 100 for step in range(2, 95)]
    reached = {threshold: f1(pairs, score, threshold)[0] for threshold in tried}
    top = [threshold for threshold in tried if reached[threshold] == max(reached.values())]
    return top[len(top) // 2]


def told(name: str, score: Score, chosen: Sequence[Pair], held: Sequence[Pair]) -> float:
    """Print how well a likeness tells the held pairs apart; return its F1."""
    threshold = best(chosen, score)
    reached, precision, recall = f1(held, score, threshold)
    first, second = ([pair for pair in held if pair.get("draw", 1) == draw] for draw in (1, 2))
    parts = [f1(part, score, threshold)[0] for part in (first, second, meeting(held), chosen)]
    print(
        f"{name:33} threshold {threshold:.2f}  F1 {reached:.3f}  precision {precision:.3f}"
        f"  recall {recall:.3f}  (F1 of the draws {parts[0]:.3f} and {parts[1]:.3f},"
        f" within three days {parts[2]:.3f}, of the tuned half {parts[3]:.3f})"
    )
    return reached


def main() -> int:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--shared", type=Path, default=Path("../shared"))
    asked.add_argument("--missed", action="store_true", help="print the pairs of the tuned half told wrongly")
    options = asked.parse_args()
    briefs, pairs = rows(options.shared), json.loads(LABELS.read_text("utf-8"))
    chosen, held = pairs[::2], pairs[1::2]
    same = sum(pair["same"] for pair in held)
    print(
        f"{len(pairs)} labelled pairs; figures of {len(held)} held out, of which {same} tell the same"
        f" and {len(meeting(held))} came within three days"
    )
    likeness_of_wire, single, runs = ours(briefs), minhash(briefs, 1), minhash(briefs, 3)
    if options.missed:
        missed(briefs, chosen, likeness_of_wire)
    own = told("the wire's likeness", likeness_of_wire, chosen, held)
    peers = [
        told(name, score, chosen, held)
        for name, score in (
            ("whatever came within three days", timely(lambda pair: 1.0)),
            ("MinHash, single words", single),
            ("MinHash, runs of three", runs),
            ("MinHash, words, within three days", timely(single)),
        )
    ]
    verdict = "PASS" if own >= WANTED and own > max(peers) else "FAIL"
    print(f"duplicates: F1 {own:.2f}, the best peer {max(peers):.2f}, wanted {WANTED:.2f} {verdict}")
    return 0 if verdict == "PASS" else 1


def missed(briefs: list[dict[str, str]], pairs: Sequence[Pair], score: Score) -> None:
    """Print the pairs that are told wrongly."""
    threshold = best(pairs, score)
    for pair in sorted(pairs, key=score):
        if (score(pair) >= threshold) != pair["same"]:
            titles = " | ".join(briefs[pair[each]]["title"] for each in "ab")
            print(f"  {score(pair):.2f} {'same' if pair['same'] else 'other'}: {titles}")


if __name__ == "__main__":
    sys.exit(main())
