"""HTML from elsewhere: what no page may hold is not in it, however it was written."""

from __future__ import annotations

from typing import Any

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


class Album(NoPictures):
    """Holds every picture, under the number its name says."""

    def find(self, url: str, number: str = "") -> int | None:
        return int(url.removesuffix(".jpg"))


def set_in_type(html: str) -> tuple[list[Any], list[tuple[str, str]]]:
    lost: list[tuple[str, str]] = []
    blocks = blocks_of(html, Album(), lambda what, example: lost.append((what, example)))
    return [block["value"] for block in blocks], lost


def words_of(html: str) -> list[Any]:
    return set_in_type(html)[0]


def test_an_empty_line_parts_paragraphs_and_a_mark_goes_on_behind_it() -> None:
    said = "Satu<br /><br />dua <b>tebal<br>\n&nbsp;<br>lagi</b><br>baris"
    assert words_of(said) == [
        "<p>Satu</p>", "<p>dua <b>tebal</b></p>", "<p><b>lagi</b><br/>baris</p>"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("Daftar:<ul><li>satu</li><li>dua</li></ul>", "Daftar:\n\nsatu\n\ndua"),
        ("Satu<br><br>dua", "Satu\n\ndua"),
        ("<p>Satu <b>dua</b> tiga,\n empat<br>lima</p><p>enam</p>", "Satu dua tiga, empat\nlima\n\nenam"),
    ],
)
def test_lines_of_a_quotation_do_not_run_together(html: str, words: str) -> None:
    assert [value["text"] for value in words_of(f"<blockquote>{html}</blockquote>")] == [words]


def test_lines_of_a_heading_and_of_a_cell_do_not_run_together() -> None:
    [heading, table] = words_of("<h2>Satu<br>dua</h2><table><tr><td>a<br>b<p>c</p></td></tr></table>")
    assert heading["text"] == "Satu dua"
    assert table["rows"] == [{"values": ["a b c"]}]


def test_code_keeps_its_indentation() -> None:
    code = "<pre>if x:\n    y  =  1\n\n\tz()</pre>"
    four = "&nbsp;" * 4
    assert words_of(code) == [f"<p>if x:<br/>{four}y&nbsp;&nbsp;=&nbsp;&nbsp;1</p>", f"<p>{four}z()</p>"]


def test_raised_and_lowered_signs_are_written_as_such_or_told() -> None:
    found, lost = set_in_type("<p>H<sub>2</sub>O, 5 m<sup>2</sup>, Ke<sup>Q</sup></p><h3>CO<sub>2</sub></h3>")
    assert found == ["<p>H₂O, 5 m², KeQ</p>", {"text": "CO₂", "level": "3"}]
    assert lost == [("<sup>, whose words stand on the line", "Q")]


LINK = '<a href="https://a.example/">x</a>'


@pytest.mark.parametrize(
    ("html", "where"),
    [
        (f"<h2>A {LINK}</h2>", "in a heading"),
        (f"<figure><img src='1.jpg'><figcaption>{LINK}</figcaption></figure>", "in a caption"),
        (f"<blockquote><p>A</p><cite>{LINK}</cite></blockquote>", "in a quotation"),
        (f"<blockquote>A {LINK}</blockquote>", "in a quotation"),
        (f"<table><tr><td>{LINK}</td></tr></table>", "in a table"),
        ("<figure><a href='https://a.example/'><img src='1.jpg'></a></figure>", "around a picture"),
        ("<p><a href='https://a.example/'><img src='1.jpg'></a></p>", "around what stands by itself"),
    ],
)
def test_a_link_that_cannot_stand_is_told_with_its_address(html: str, where: str) -> None:
    assert set_in_type(html)[1] == [(f"link {where}; its words stay", "https://a.example/")]


def test_a_link_to_the_picture_itself_and_one_within_the_page_mean_nothing_here() -> None:
    found, lost = set_in_type(
        "<a href='https://a.id/1.jpg?w=9'><img src='1.jpg'></a><p><a href='#x'>1</a></p>"
    )
    assert found[1:] == ["<p>1</p>"]
    assert lost == [("link to a place on the same page; its words stay", "#x")]


def test_a_captions_own_picture_has_it_and_that_of_a_gallery_is_its_title() -> None:
    picture = "<figure><img src='{}.jpg'><figcaption>{}</figcaption></figure>"
    inner = picture.format(1, "Satu") + "<img src='2.jpg'>"
    [gallery] = words_of(f"<figure>{inner}<figcaption>Semua</figcaption></figure>")
    assert gallery["title"] == "Semua"
    assert [each["caption"] for each in gallery["pictures"]] == ["Satu", ""]
    items = "".join(f"<li>{picture.format(number, number)}</li>" for number in (1, 2))
    [gallery] = words_of(f"<ul class='wp-block-gallery'>{items}</ul>")
    assert [each["caption"] for each in gallery["pictures"]] == ["1", "2"]


def test_what_stands_in_a_list_stands_below_it_with_its_caption_and_a_start_is_told() -> None:
    inner = (
        "<figure><img src='1.jpg'><figcaption>Kali</figcaption></figure><table><tr><td>a</td></tr></table>"
    )
    found, lost = set_in_type(f"<ol start=5><li>Satu{inner}</li></ol>")
    assert [found[0]["items"], found[1]["caption"], found[2]["rows"]] == [
        ["Satu"],
        "Kali",
        [{"values": ["a"]}],
    ]
    assert lost == [("list that began with another number than 1", "5")]


def test_an_old_player_becomes_its_film_and_shown_code_a_link() -> None:
    player = "<object><param name='movie' value='http://www.youtube.com/v/abcdef-_123'></object>"
    found, lost = set_in_type(player + "<script src='https://gist.github.com/ayu/0a1b.js'></script>")
    assert found[0]["url"] == "https://www.youtube.com/watch?v=abcdef-_123"
    assert (
        found[1] == '<p><a href="https://gist.github.com/ayu/0a1b">https://gist.github.com/ayu/0a1b</a></p>'
    )
    assert lost == []


def test_what_is_barred_is_told_with_its_address() -> None:
    barred = "<object data='/a.swf'>x</object><script src='https://b.example/c.js'></script>"
    assert set_in_type(barred) == (
        [], [("<object>", "/a.swf"), ("<script>", "https://b.example/c.js")]
    )  # fmt: skip


def test_a_film_without_an_address_to_lead_to_is_told_and_its_caption_stays() -> None:
    found, lost = set_in_type(
        "<figure><video src='/content/a.mp4'></video><figcaption>Sidang</figcaption></figure>"
    )
    assert found == ["<p>Sidang</p>"]
    assert lost == [("<video> not on the allow-list; it has no address to lead to", "/content/a.mp4")]
