"""Where the judges are installed and where their schemas lie."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

HERE = Path(__file__).parent
REPOSITORY = HERE.parent.parent


class JudgeMissing(Exception):
    """A judge is not installed; one line that says what to do."""


def home() -> Path:
    """The folder the judges are installed into."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("KABAR_JUDGES") or cache / "kabar-judges")


def node_modules() -> Path:
    return home() / "npm" / "node_modules"


def installed(inside: str) -> Path:
    """A file of one of the installed judges."""
    file = node_modules() / inside
    if not file.exists():
        raise JudgeMissing(f"{file}: not there; run python -m tools.judges.install")
    return file


def program(name: str) -> str:
    """The full path of a program that a judge needs."""
    found = shutil.which(name)
    if not found:
        raise JudgeMissing(f"{name}: not installed; run python -m tools.judges.install")
    return found


def schema(inside: str) -> Path | None:
    """A published schema from the shared material, or None where that is not at hand."""
    shared = Path(os.environ.get("KABAR_SHARED") or REPOSITORY.parent / "shared")
    file = shared / "data" / "schemas" / inside
    return file if file.exists() else None
