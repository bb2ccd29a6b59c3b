"""How well items that tell the same are put together, beside MinHash in the same run.

python -m benchmarks.duplicates [--shared ../shared]

The labelled set is `labels/duplicates.json`: pairs of AG News (agencies' briefs of 2004), drawn evenly over
all degrees of likeness above the least, and labelled by reading: do the two tell the same?
Every other pair sets the threshold of both ways; the rest is what the figures are of.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

from kabar.wire.likeness import likeness, telling, weighed

LABELS = Path(__file__).parent / "labels" / "duplicates.json"
HASHES = 128
WANTED = 0.90
Score = Callable[[dict[str, Any]], float]


def rows(shared: Path) -> list[dict[str, str]]:
    """Return the briefs."""
    with gzip.open(shared / "data/en-news-ag/test.jsonl.gz", "rt", encoding="utf-8") as opened:
        return [json.loads(line) for line in opened]


def ours(briefs: list[dict[str, str]]) -> Score:
    """Return the likeness the wire groups by."""
    say = [telling(each["title"], each["text"]) for each in briefs]
    seen = Counter(word for each in say for word in each.words)
    weights = [weighed(each.words, seen, len(briefs)) for each in say]

    def score(pair: dict[str, Any]) -> float:
        one, other = pair["a"], pair["b"]
        return likeness(say[one], say[other], (weights[one], weights[other]))

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


def f1(pairs: Sequence[dict[str, Any]], score: Score, threshold: float) -> tuple[float, float, float]:
    """Return F1, precision and recall."""
    said = [score(pair) >= threshold for pair in pairs]
    hits = sum(each and pair["same"] for each, pair in zip(said, pairs, strict=True))
    precision, recall = hits / max(sum(said), 1), hits / max(sum(pair["same"] for pair in pairs), 1)
    return 2 * precision * recall / max(precision + recall, 1e-9), precision, recall


def best(pairs: Sequence[dict[str, Any]], score: Score) -> float:
    """Return the threshold with the highest F1; of several, the one in their middle."""
    tried = [step / 100 for step in range(2, 95)]
    reached = {threshold: f1(pairs, score, threshold)[0] for threshold in tried}
    top = [threshold for threshold in tried if reached[threshold] == max(reached.values())]
    return top[len(top) // 2]


def main() -> int:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--shared", type=Path, default=Path("../shared"))
    briefs, pairs = rows(asked.parse_args().shared), json.loads(LABELS.read_text("utf-8"))
    chosen, held = pairs[::2], pairs[1::2]
    same = sum(pair["same"] for pair in held)
    print(f"{len(pairs)} labelled pairs; figures of {len(held)} held out, of which {same} tell the same")
    reached = {}
    for name, score in (
        ("the wire's likeness", ours(briefs)),
        ("MinHash, single words", minhash(briefs, 1)),
        ("MinHash, runs of three", minhash(briefs, 3)),
    ):
        threshold = best(chosen, score)
        reached[name], precision, recall = f1(held, score, threshold)
        print(
            f"{name:24} threshold {threshold:.2f}  F1 {reached[name]:.3f}  precision {precision:.3f}"
            f"  recall {recall:.3f}  (all pairs F1 {f1(pairs, score, threshold)[0]:.3f})"
        )
    own, *peers = reached.values()
    verdict = "PASS" if own >= WANTED and own > max(peers) else "FAIL"
    print(f"duplicates: F1 {own:.2f}, MinHash {max(peers):.2f}, wanted {WANTED:.2f} {verdict}")
    return 0 if verdict == "PASS" else 1


if __name__ == "__main__":
    sys.exit(main())
