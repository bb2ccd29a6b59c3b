"""Writes into docs/reference/import.md what an export leaves behind: `python -m tools.left_behind`."""

from __future__ import annotations

import sys
from pathlib import Path

from kabar.wire.exporters.left_behind import FIELDS, TABLES

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "import.md"
MARK = "<!-- left behind -->\n"


def reference() -> str:
    """Return the whole page, its list made from the tables and fields that are named as left."""
    written, _mark, _list = PAGE.read_text(encoding="utf-8").partition(MARK)
    return f"{written}{MARK}\n{listed()}"


def listed() -> str:
    """Return the list, one line a reason."""
    reasons: dict[str, list[str]] = {}
    for name, reason in (*TABLES.items(), *FIELDS.items()):
        reasons.setdefault(reason, []).append(f"`{name.removeprefix('kabar_')}`")
    lines = [f"| {', '.join(names)} | {reason} |" for reason, names in reasons.items()]
    return "\n".join(["| stays behind | why |", "|---|---|", *lines, ""])


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
    sys.exit(0)
