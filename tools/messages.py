"""Checks that every catalogue of messages is complete and compiled."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from gettext import GNUTranslations
from pathlib import Path

UNFINISHED = re.compile(r"(\d+) (fuzzy|untranslated)")


def catalogue(file: Path) -> dict[str, str]:
    """The messages of a compiled file, which GNUTranslations keeps to itself."""
    with file.open("rb") as opened:
        messages: dict[str, str] = vars(GNUTranslations(opened))["_catalog"]
        return messages


def compiled(source: Path, folder: Path) -> tuple[Path, str]:
    """Compile a .po file elsewhere; the result and msgfmt's count of what is unfinished."""
    target = folder / "compiled.mo"
    command = ["msgfmt", "--check", "--statistics", "--output-file", str(target), str(source)]
    done = subprocess.run(
        command, capture_output=True, text=True, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}, check=False
    )
    return target, done.stderr.strip()


def judge(source: Path) -> list[str]:
    """What is wrong with one catalogue."""
    beside = source.with_suffix(".mo")
    with tempfile.TemporaryDirectory() as folder:
        fresh, said = compiled(source, Path(folder))
        if not fresh.exists():
            return [f"{source}: {said}"]
        wrong = [f"{source}: {count} {what} messages" for count, what in UNFINISHED.findall(said)]
        if not beside.exists() or catalogue(beside) != catalogue(fresh):
            wrong.append(f"{beside}: older than its .po; run django-admin compilemessages")
        return wrong


def main() -> int:
    """Judge every catalogue of the package."""
    sources = sorted(Path("kabar").rglob("*.po"))
    wrong = [line for source in sources for line in judge(source)]
    print("\n".join(wrong) or f"messages: {len(sources)} catalogues complete and compiled")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
