"""Make the table of Media Topics: `python -m tools.topics cptall-x-all.json > …/parsers/topics.tsv`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

NOTICE = (
    "# IPTC Media Topic NewsCodes, {date}. © International Press Telecommunications Council, https://iptc.org",
    "# Licence: Creative Commons Attribution 4.0, https://creativecommons.org/licenses/by/4.0/",
    "# Made by tools/topics.py: code, English name, the subject codes it took the place of.",
)
OLD = "http://cv.iptc.org/newscodes/subjectcode/"


def lines(said: dict[str, Any]) -> list[str]:
    """Return the table; a retired topic stays, because old copy names it."""
    rows = [line.format(date=said["dateReleased"][:10]) for line in NOTICE]
    for concept in sorted(said["conceptSet"], key=lambda each: each["qcode"]):
        code = concept["qcode"].partition(":")[2]
        matched = [*concept.get("exactMatch", []), *concept.get("closeMatch", [])]
        old = sorted({each.removeprefix(OLD) for each in matched if each.startswith(OLD)})
        rows.append("\t".join((code, concept["prefLabel"].get("en-GB", ""), " ".join(old))))
    return rows


if __name__ == "__main__":
    print("\n".join(lines(json.loads(Path(sys.argv[1]).read_text("utf-8")))))
