"""The paper's own letters: what was cut is what is shipped, light enough, and nobody waits for it."""

import json
from hashlib import sha256
from pathlib import Path

from kabar import masthead

STATIC = Path(masthead.__file__).parent / "static/kabar/masthead"
FONTS = STATIC / "fonts"


def test_the_fonts_are_the_files_that_were_cut_with_their_licence() -> None:
    said = json.loads((FONTS / "fonts.json").read_text("utf-8"))
    found = {file.name: sha256(file.read_bytes()).hexdigest() for file in FONTS.glob("*.woff2")}
    assert found == said["sha256"]
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text("utf-8")


def test_all_fonts_together_are_light() -> None:
    assert sum(file.stat().st_size for file in FONTS.glob("*.woff2")) <= 60_000


def test_letters_come_after_the_words_and_not_at_all_to_the_data_saver_edition() -> None:
    styles, lite = ((STATIC / name).read_text("utf-8") for name in ("paper.css", "lite.css"))
    asked = [rule for rule in styles.split("@font-face")[1:] if "newsreader-" in rule.partition("}")[0]]
    assert len(asked) == 2 and all("font-display: swap" in rule.partition("}")[0] for rule in asked)
    assert "@font-face" not in lite and "Newsreader" not in lite


def test_no_page_asks_for_letters_before_it_stands() -> None:
    styles = (STATIC / "paper.css").read_text("utf-8")
    asking = [line for line in styles.splitlines() if "--serif:" in line and "Newsreader" in line]
    assert len(asking) == 2
    assert all("[data-letters]" in line or "(scripting: none)" in line for line in asking)
    script = (STATIC / "page.js").read_text("utf-8")
    assert script.index('addEventListener("load"') < script.index("document.fonts.load")
