"""What became of a file: every item is counted under what was done with it and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

#: Examples kept of each kind of loss; the count goes on.
EXAMPLES = 20
PROBLEMS_KEPT = 1000
LONGEST_LINE = 600


class ImportRefused(Exception):
    """The file cannot be taken in; one line names it, the place and the reason. Nothing was changed."""

    def __init__(self, reason: str) -> None:
        super().__init__(one_line(reason))


def one_line(text: str) -> str:
    """Return a reason on one line, whatever was quoted in it."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"


@dataclass(frozen=True, slots=True)
class Report:
    """What was created, updated, left alone, skipped and lost, and why."""

    source: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, int] = field(default_factory=dict)
    found: Mapping[str, Any] = field(default_factory=dict)
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    problem_count: int = 0

    @property
    def ok(self) -> bool:
        """Return whether every item could be read."""
        return not self.problem_count

    @property
    def total(self) -> int:
        """Return how many items were looked at."""
        return self.created + self.updated + self.unchanged + sum(self.skipped.values()) + self.problem_count

    def lines(self) -> Iterator[str]:
        """Yield the report as a publisher reads it."""
        done = f"{self.created:,} created, {self.updated:,} updated, {self.unchanged:,} unchanged"
        yield f"{self.source}: {done}"
        yield from (f"  found {name}: {_shown(value)}" for name, value in sorted(self.found.items()))
        yield from (f"  skipped {count:,}: {reason}" for reason, count in sorted(self.skipped.items()))
        for note, count in sorted(self.notes.items()):
            yield f"  {count:,} × {note}"
            yield from (f"      {example}" for example in self.examples.get(note, ()))
        yield from self.problems
        if self.problem_count > len(self.problems):
            yield f"… and {self.problem_count - len(self.problems):,} more"


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{count:,} {name}" for name, count in sorted(value.items())) or "none"
    return f"{value:,}" if isinstance(value, int) else str(value)


class Tally:
    """Counts while the work goes on; survives an interruption as JSON beside the place in the file."""

    def __init__(self, saved: Mapping[str, Any] | None = None) -> None:
        saved = saved or {}
        self.done = Counter(saved.get("done", {}))
        self.skipped = Counter(saved.get("skipped", {}))
        self.notes = Counter(saved.get("notes", {}))
        self.found: dict[str, Any] = dict(saved.get("found", {}))
        self.examples: dict[str, list[str]] = {
            name: list(kept) for name, kept in saved.get("examples", {}).items()
        }
        self.problems: list[str] = list(saved.get("problems", []))
        self.problem_count: int = saved.get("problem_count", 0)

    def skip(self, reason: str, n: int = 1) -> None:
        """Count items not taken in, under the reason."""
        self.skipped[reason] += n

    def note(self, what: str, example: str = "", n: int = 1) -> None:
        """Count something changed, dropped or kept aside, and keep the first few examples."""
        self.notes[what] += n
        if example:
            kept = self.examples.setdefault(what, [])
            if len(kept) < EXAMPLES and example not in kept:
                kept.append(example[:300])

    def problem(self, line: str) -> None:
        """Keep one line about an item that could not be read."""
        self.problem_count += 1
        if len(self.problems) < PROBLEMS_KEPT:
            self.problems.append(one_line(line))

    def saved(self) -> dict[str, Any]:
        """Return the counts as JSON takes them."""
        return {
            "done": dict(self.done), "skipped": dict(self.skipped), "notes": dict(self.notes),
            "found": self.found, "examples": self.examples, "problems": self.problems,
            "problem_count": self.problem_count,
        }  # fmt: skip

    def report(self, source: str) -> Report:
        """Return what is known now, frozen."""
        return Report(
            source=source,
            created=self.done["created"],
            updated=self.done["updated"],
            unchanged=self.done["unchanged"],
            skipped=MappingProxyType(dict(self.skipped)),
            notes=MappingProxyType(dict(self.notes)),
            found=MappingProxyType(dict(self.found)),
            examples=MappingProxyType({name: tuple(kept) for name, kept in self.examples.items()}),
            problems=tuple(self.problems),
            problem_count=self.problem_count,
        )
