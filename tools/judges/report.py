"""What the judges found in one address."""

from __future__ import annotations

from dataclasses import dataclass, field

SHOWN = 20


@dataclass
class Report:
    """Errors fail an address, warnings do not."""

    subject: str
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    figures: dict[str, object] = field(default_factory=dict)

    def error(self, judge: str, finding: str) -> None:
        self.errors.append(f"{judge}: {finding}")

    def warn(self, judge: str, finding: str) -> None:
        self.warnings.append(f"{judge}: {finding}")

    def require(self, held: object, judge: str, finding: str) -> None:
        """An error unless it holds."""
        if not held:
            self.error(judge, finding)

    def prefer(self, held: object, judge: str, finding: str) -> None:
        """A warning unless it holds."""
        if not held:
            self.warn(judge, finding)

    @property
    def passed(self) -> bool:
        return not self.errors

    def __str__(self) -> str:
        lines = [f"  {kind} {finding}" for kind, finding in self._findings()]
        figures = "".join(f" {name}={value}" for name, value in self.figures.items())
        verdict = "PASS" if self.passed else "FAIL"
        counts = f"errors={len(self.errors)} warnings={len(self.warnings)}"
        return "\n".join([*lines, f"{verdict} {self.subject} {counts}{figures}"])

    def _findings(self) -> list[tuple[str, str]]:
        found = [("ERROR", finding) for finding in self.errors[:SHOWN]]
        found += [("warn ", finding) for finding in self.warnings[:SHOWN]]
        left = len(self.errors) + len(self.warnings) - len(found)
        return [*found, ("     ", f"… {left} more")] if left else found
