"""HTML from elsewhere: what no page may hold is not in it, however it was written."""

from __future__ import annotations

import pytest

from kabar.stories.markup.inline import clean, clean_rich, printable
from kabar.stories.markup.setting import NoPictures, blocks_of, parsed
from kabar.stories.markup.tables import WIDEST

pytestmark = pytest.mark.once

#: A backspace, a unit separator, a sign that is none, and a number no sign has.
UNPRINTABLE = ("\x08", "&#8;", "&#x1F", "&#xfffe;", "&#1114112;")


@pytest.mark.parametrize("sign", UNPRINTABLE)
def test_signs_no_page_may_hold_are_dropped_whether_written_or_numbered(sign: str) -> None:
    assert printable(f"Ha{sign} rga") == "Ha rga"
    assert clean(f"<b>Ha{sign} rga</b>") == "<b>Ha rga</b>"
    assert clean_rich(f"<p>Ha{sign} rga</p>") == "<p>Ha rga</p>"


def test_what_may_stand_there_stays_as_it_was_written() -> None:
    said = "Rp 5.000 &amp; &#8364;3 &#x1F600; &nbsp; &#10; baris\n"
    assert printable(said) == said


@pytest.mark.parametrize("sign", UNPRINTABLE)
def test_copy_with_such_signs_can_be_taken_apart(sign: str) -> None:
    root = parsed(f"<p>Awal{sign} <b>tengah</b>{sign} akhir</p>")
    assert root is not None
    root.find(".//b").drop_tree()
    assert root.text_content() == "Awal  akhir"
    blocks = blocks_of(f"<p>Awal{sign} akhir</p>", NoPictures(), lambda what, example: None)
    assert [block["value"] for block in blocks] == ["<p>Awal akhir</p>"]


@pytest.mark.parametrize(("said", "wide"), [("2", 3), ("²", 2), ("9" * 5000, WIDEST), ("-1", 2), ("", 2)])
def test_a_cell_is_as_wide_as_it_says_within_reason(said: str, wide: int) -> None:
    html = f"<table><tr><td colspan='{said}'>Padi</td><td>Jagung</td></tr><tr><td>1</td></tr></table>"
    [table] = blocks_of(html, NoPictures(), lambda what, example: None)
    assert len(table["value"]["columns"]) == wide
