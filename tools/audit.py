"""Asks for known advisories against every pinned requirement, and fails when one could not be asked about.

Exit codes: 0 asked about all, none known · 1 advisories, or a package skipped · 3 no service answers.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

FILES = (Path("requirements/runtime.txt"), Path("requirements/dev.txt"), Path("requirements/build.txt"))
SERVICES = ("pypi", "osv")
# Old enough to have many advisories for ever: a service that knows none of them does not answer.
CANARY = "django==3.2.0"
UNREACHABLE = 3


@dataclass(frozen=True)
class Answer:
    """What the service said of one list of pins."""

    asked: frozenset[str]
    advisories: tuple[str, ...]


def pinned(text: str) -> frozenset[str]:
    """The names of the packages that a file of pins holds."""
    return frozenset(
        _plain(line.split("==")[0]) for line in text.splitlines() if "==" in line[:80] and line[0] != " "
    )


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", "-").replace(".", "-")


def ask(service: str, file: Path) -> Answer | None:
    """Ask one service about a file of pins; None when it gave no readable answer."""
    command = [sys.executable, "-m", "pip_audit", "--vulnerability-service", service, "--format", "json"]
    command += ["--progress-spinner", "off", "--disable-pip", "--no-deps", "--requirement", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        said = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return None
    return read(said)


def read(dependencies: list[dict[str, object]]) -> Answer:
    """Understand pip-audit's report; a package without a list of advisories was skipped."""
    asked, advisories = set(), []
    for entry in dependencies:
        found = entry.get("vulns")
        if "skip_reason" in entry or not isinstance(found, list):
            continue
        asked.add(_plain(str(entry["name"])))
        advisories += [f"{entry['name']} {entry['version']}: {one['id']}" for one in found]
    return Answer(frozenset(asked), tuple(advisories))


def answering_service() -> str | None:
    """The first service that knows of the canary's advisories."""
    with tempfile.TemporaryDirectory() as folder:
        canary = Path(folder) / "canary.txt"
        canary.write_text(CANARY + "\n", encoding="utf-8")
        for service in SERVICES:
            answer = ask(service, canary)
            if answer and answer.advisories:
                return service
    return None


def judge(file: Path, answer: Answer | None) -> list[str]:
    """What is wrong with one file of pins."""
    names = pinned(file.read_text(encoding="utf-8"))
    if answer is None:
        return [f"{file}: the service gave no readable answer"]
    skipped = sorted(names - answer.asked)
    return [f"{file}: {name}: skipped, not asked about" for name in skipped] + [
        f"{file}: {advisory}" for advisory in answer.advisories
    ]


def main() -> int:
    """Audit every file of pins."""
    service = answering_service()
    if service is None:
        print("audit: NOT ASKED, no advisory service can be reached from this machine", file=sys.stderr)
        return UNREACHABLE
    wrong = [line for file in FILES for line in judge(file, ask(service, file))]
    print("\n".join(wrong) or f"audit: no known advisory in {len(FILES)} files ({service})")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
