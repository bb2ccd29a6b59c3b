"""The paper's own letters: what was cut is what is shipped, light enough, and asked for early."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

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


@pytest.mark.django_db
def test_a_page_asks_for_the_roman_at_once_and_the_data_saver_edition_for_none(client) -> None:
    page = client.get("/").content.decode()
    assert 'as="font"' in page and "newsreader-roman" in page
    lite = (STATIC / "lite.css").read_text("utf-8")
    assert "@font-face" not in lite and "Newsreader" not in lite
