"""Where the tests find real exports and archives: too big, or not ours, to keep beside the code."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def shared(*names: str) -> Path:
    """Return a file of the shared material; fail with a clear message when it is missing."""
    folder = Path(os.environ.get("KABAR_SHARED", ROOT.parent / "shared"))
    file = folder.joinpath("data", *names)
    if not file.exists():
        raise AssertionError(f"{file} is missing: set KABAR_SHARED to the folder of shared test material")
    return file
