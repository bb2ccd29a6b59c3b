"""Writes docs/reference/keys.md from the newsroom's sheets of keys: python -m tools.keys"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tools import sample_paper

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "keys.md"
HEAD = """# Keys of the newsroom

Made from the sheets themselves by `python -m tools.keys`.
In the newsroom `?` or `Ctrl` + `/` shows the keys of the screen at hand; *Account* turns them off.
On a Mac `Ctrl` is `⌘` and `Alt` is `⌥`.
"""


def reference() -> str:
    """The page: every sheet, in English and in Indonesian; Django is set up by then."""
    from kabar.masthead.shortcuts import LABELS, sheets

    lines = [HEAD]
    for sheet in sheets():
        lines += [
            f"## {spoken('en', sheet.heading)}",
            "",
            "| keys | what they do | in Indonesian |",
            "|---|---|---|",
        ]
        for each in sheet.shortcuts:
            caps = " + ".join(f"`{cap}`" for cap in each.spelled(LABELS))
            lines.append(f"| {caps} | {spoken('en', each.label)} | {spoken('id', each.label)} |")
        lines.append("")
    return "\n".join(lines)


def spoken(language: str, words: object) -> str:
    """Words in one language."""
    from django.utils import translation

    with translation.override(language):
        return str(words)


def main() -> int:
    """Write the page."""
    with tempfile.TemporaryDirectory(prefix="kabar-sample-") as folder:
        os.environ.update(sample_paper.environment(sample_paper.lay_out(Path(folder))))
        import django

        django.setup()
        PAGE.write_text(reference(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
