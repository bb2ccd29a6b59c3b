"""How well unattributed speech and figures are found: 150 sentences of real news, labelled by hand.

python -m benchmarks.lint [FOLDER OF THE NEWS]

The labels hold references, not text: file, line, paragraph, offset, length. The peer is what a newsroom would
write in an hour: any of a dozen verbs, or any digit. Of the first hundred, half were looked at while the
lint was tuned; but whoever chose its words had read all hundred. So fifty more were drawn and labelled when
the words stood, and the bar stands on those.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import measure
from kabar.sources.lint import unattributed

LABELS = Path(__file__).parent / "labels" / "lint.jsonl"
NEWS = Path(__file__).resolve().parents[2] / "shared" / "data"
NAIVE = re.compile(
    r"\b(?:kata|ujar|mengatakan|menurut|dilansir|lapor|mengutip|tutur|jelas|tegas|said|told|according|reported)\b|\d",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence in its paragraph, and what a person says it says."""

    paragraph: str
    begins: int
    ends: int
    language: str
    says: str
    set: str


def cases(news: Path) -> list[Case]:
    """Return the labelled sentences, read from where the news lies."""
    labels = [json.loads(line) for line in LABELS.read_text().splitlines()]
    wanted: dict[str, set[int]] = {}
    for label in labels:
        wanted.setdefault(label["file"], set()).add(label["line"])
    texts = {name: _lines(news / name, numbers) for name, numbers in wanted.items()}
    return [_case(label, texts[label["file"]][label["line"]]) for label in labels]


def _lines(file: Path, numbers: set[int]) -> dict[int, Any]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return {number: json.loads(line) for number, line in enumerate(lines) if number in numbers}


def _case(label: dict[str, Any], article: dict[str, Any]) -> Case:
    body = article.get("body") or article["text"]
    paragraph = (
        body
        if isinstance(body, str)
        else [text for text in body if isinstance(text, str)][label["paragraph"]]
    )
    begins, ends = label["offset"], label["offset"] + label["length"]
    language = label["file"].split("-", 1)[0]
    return Case(paragraph, begins, ends, language, label["says"], label["set"])


def lint(case: Case) -> bool:
    """Say whether Kabar marks the sentence, having read its paragraph."""
    found = unattributed(case.paragraph, case.language)
    return any(min(each.ends, case.ends) - max(each.begins, case.begins) > 15 for each in found)


def naive(case: Case) -> bool:
    """Say whether the peer marks the sentence."""
    return bool(NAIVE.search(case.paragraph[case.begins : case.ends]))


def scored(some: Iterable[Case], marks: Callable[[Case], bool]) -> tuple[float, float]:
    """Return precision and recall."""
    pairs = [(marks(case), case.says != "nothing") for case in some]
    right = sum(marked and meant for marked, meant in pairs)
    return right / max(sum(marked for marked, _ in pairs), 1), right / max(
        sum(meant for _, meant in pairs), 1
    )


def main() -> int:
    """Print both, on both halves, and the time a paragraph takes."""
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    all_cases = cases(Path(arguments[0]) if arguments else NEWS)
    if "--wrong" in sys.argv:
        _show_wrong(all_cases)
    results = {}
    for name in ("tune", "held-out", "fresh"):
        some = [case for case in all_cases if case.set == name]
        for who, marks in (("kabar", lint), ("keywords", naive)):
            results[name, who] = precision, recall = scored(some, marks)
            scores = f"precision {precision:.2f}  recall {recall:.2f}"
            print(f"  {name:<9} {who:<9} {scores}  ({len(some)} sentences)")
    begun = time.process_time()
    for case in all_cases:
        unattributed(case.paragraph, case.language)
    each = 1000 * (time.process_time() - begun) / len(all_cases)
    print(f"  {each:.3f} ms a paragraph")
    precision, recall = results["fresh", "kabar"]
    peer = results["fresh", "keywords"]
    return measure.verdict(
        "lint",
        [
            measure.Bar("precision", precision, max(0.80, peer[0]), at_least=True),
            measure.Bar("recall", recall, max(0.80, peer[1]), at_least=True),
            measure.Bar("ms_a_paragraph", each, 2, at_least=False),
        ],
    )


def _show_wrong(some: Iterable[Case]) -> None:
    for case in some:
        if case.set == "tune" and lint(case) != (case.says != "nothing"):
            print(f"  {case.says:<8} {case.paragraph[case.begins : case.ends]}")


if __name__ == "__main__":
    sys.exit(main())
