"""Cuts the paper's typeface, Newsreader, down to the letters and weights that its pages print.

python -m tools.vendor_fonts

Fetches the pinned release of the fonts by npm's own client and fontTools into a temporary folder, and
writes two files of WOFF2 with their licence and checksums. Nobody who runs or changes Kabar needs either:
the result is in the repository, and a test holds the checksums and the weight against it.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path

PACKAGE, VERSION = "@fontsource-variable/newsreader", "5.3.0"
TOOLS = ("fonttools==4.68.0", "brotli==1.2.1")
HOME = Path(__file__).resolve().parents[1] / "kabar/masthead/static/kabar/masthead/fonts"
#: Basic and European Latin, punctuation, currency; another letter comes from the reader's own fonts.
LETTERS = (
    "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,"
    "U+2030,U+2032-2033,U+2039-203A,U+2044,U+20AC,U+2190-2193,U+2212"
)
FEATURES = "kern,liga,calt,ccmp,locl,mark,mkmk"


@dataclass(frozen=True)
class Cut:
    """One file: where it comes from, and the weights it keeps."""

    name: str
    source: str
    weights: str


CUTS = (
    Cut("newsreader-roman.woff2", "newsreader-latin-wght-normal.woff2", "wght=400:700"),
    Cut("newsreader-italic.woff2", "newsreader-latin-wght-italic.woff2", "wght=400"),
)


def main() -> int:
    """Fetch, cut, write down."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        run(place, "npm", "init", "--yes")
        run(place, "npm", "install", "--save-exact", "--no-audit", "--no-fund", f"{PACKAGE}@{VERSION}")
        venv.create(place / "tools", with_pip=True)
        run(place, "tools/bin/pip", "install", "--quiet", *TOOLS)
        HOME.mkdir(parents=True, exist_ok=True)
        for cut in CUTS:
            make(place, cut)
        write_down(place)
    return 0


def make(place: Path, cut: Cut) -> None:
    """Keep some weights and letters of a font."""
    source = place / "node_modules" / PACKAGE / "files" / cut.source
    fonttools = "tools/bin/fonttools"
    run(place, fonttools, "varLib.instancer", source, cut.weights, "--output", "some.ttf", "--quiet")
    options = (f"--unicodes={LETTERS}", f"--layout-features={FEATURES}", "--flavor=woff2")
    run(place, fonttools, "subset", "some.ttf", *options, f"--output-file={HOME / cut.name}")


def write_down(place: Path) -> None:
    """Leave the licence, where the files come from and their checksums beside them."""
    licence = (place / "node_modules" / PACKAGE / "LICENSE").read_text(encoding="utf-8")
    (HOME / "OFL.txt").write_text(licence, encoding="utf-8")
    sums = {cut.name: hashlib.sha256((HOME / cut.name).read_bytes()).hexdigest() for cut in CUTS}
    said = {"package": PACKAGE, "version": VERSION, "licence": "OFL-1.1", "sha256": sums}
    (HOME / "fonts.json").write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")


def run(place: Path, *command: str | Path) -> None:
    """Run a command in the temporary folder; what it says when it fails is shown."""
    done = subprocess.run([*map(str, command)], cwd=place, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    sys.exit(main())
