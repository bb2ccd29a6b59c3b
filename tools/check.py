"""Reads the code: every check there is, two at a time, a line for each, the whole word on what failed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools import audit

BIN = Path(sys.executable).parent
SAMPLE = (sys.executable, "-m", "tools.sample_paper", "--")


@dataclass(frozen=True)
class Check:
    """One check and its command; `unasked` is the exit code that says an outside service did not answer."""

    name: str
    command: tuple[str, ...]
    unasked: int | None = None


@dataclass(frozen=True)
class Outcome:
    """How one check went."""

    check: Check
    verdict: str
    said: str
    seconds: float


def templates() -> tuple[str, ...]:
    """Every template of the package."""
    return tuple(str(file) for file in sorted(Path("kabar").glob("**/templates/**/*.html")))


def checks() -> tuple[Check, ...]:
    """All checks, the slowest first."""
    return (
        Check("types", (*SAMPLE, str(BIN / "mypy"))),
        Check("advisories", (sys.executable, "-m", "tools.audit"), unasked=audit.UNREACHABLE),
        Check("migrations", (*SAMPLE, str(BIN / "django-admin"), "makemigrations", "--check", "--dry-run")),
        Check("floors", (str(BIN / "lint-imports"),)),
        Check("style", (str(BIN / "ruff"), "check")),
        Check("format", (str(BIN / "ruff"), "format", "--check")),
        Check("template indents", (str(BIN / "djhtml"), "--check", "--tabwidth", "2", *templates())),
        Check("template markup", (str(BIN / "djlint"), "--lint", "--quiet", *templates())),
        Check("messages", (sys.executable, "-m", "tools.messages")),
    )


def perform(check: Check) -> Outcome:
    """Run one check to its end."""
    begun = time.monotonic()
    environment = os.environ | {"PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(check.command, capture_output=True, text=True, env=environment, check=False)
    verdict = {0: "PASS", check.unasked: "NOT ASKED"}.get(done.returncode, "FAIL")
    return Outcome(check, verdict, (done.stdout + done.stderr).strip(), time.monotonic() - begun)


def main() -> int:
    """Perform every check and report."""
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(perform, checks()))
    for outcome in outcomes:
        if outcome.verdict != "PASS":
            print(f"\n--- {outcome.check.name}\n{outcome.said}\n")
    for outcome in outcomes:
        print(f"{outcome.verdict:9} {outcome.check.name} ({outcome.seconds:.1f} s)")
    return 1 if any(outcome.verdict == "FAIL" for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
