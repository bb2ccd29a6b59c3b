"""Copy made with WordPress's page builders: what they held comes in, what they were for is told."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote

import pytest

from kabar.wire.importers import elementor
from kabar.wire.importers.wordpress_html import blocks_of
from kabar.wire.tests.test_wordpress_html import Album

pytestmark = pytest.mark.once


def set_in_type(html: str) -> tuple[list[tuple[str, Any]], list[str]]:
    lost: list[str] = []
    blocks = blocks_of(html, Album(), lambda what, example: lost.append(what))
    return [(block["type"], block["value"]) for block in blocks], lost


def shown(html: str) -> list[Any]:
    """Return what a reader sees of each block, in a word or two."""
    return [seen(kind, value) for kind, value in set_in_type(html)[0]]


def seen(kind: str, value: Any) -> Any:
    if kind == "picture":
        return value["picture"], value["alt"]
    if kind == "gallery":
        return [each["picture"] for each in value["pictures"]]
    return value if kind == "paragraph" else value.get("url") or value.get("text") or value.get("items")


def test_divi_keeps_its_text_pictures_galleries_films_titles_and_buttons() -> None:
    html = (
        '[et_pb_section fb_built="1"][et_pb_row][et_pb_column type="4_4"][et_pb_text]<p>Satu</p>'
        '<h2>Sub</h2>[/et_pb_text][et_pb_image src="https://a.id/sawah.jpg" alt="Padi"][/et_pb_image]'
        '[et_pb_gallery gallery_ids="70,80"][/et_pb_gallery]'
        '[et_pb_video src="https://www.youtube.com/watch?v=abcDEF123_-"][/et_pb_video]'
        '[et_pb_blurb title="Judul" url="https://x.example/"]<p>Isi</p>[/et_pb_blurb]'
        '[et_pb_button button_url="https://y.example/" button_text="Lagi"][/et_pb_button]'
        "[/et_pb_column][/et_pb_row][/et_pb_section]"
    )
    assert shown(html) == [
        "<p>Satu</p>", "Sub", (7, "Padi"), [7, 8], "https://www.youtube.com/watch?v=abcDEF123_-", "Judul",
        "<p>Isi</p>", '<p><a href="https://y.example/">Lagi</a></p>',
    ]  # fmt: skip
    lost = set_in_type(html)[1]
    assert set(lost) == {"frame of a page builder, laid flat", "link in a heading; its words stay"}


def test_wpbakery_keeps_its_text_pictures_galleries_films_and_headings() -> None:
    html = (
        '[vc_row][vc_column width="1/1"][vc_column_text]Satu.\n\nDua.[/vc_column_text]'
        '[vc_single_image image="70" img_size="full"][vc_gallery images="70,80"]'
        '[vc_video link="https://vimeo.com/76979871"][vc_custom_heading text="Judul"]'
        '[vc_btn title="Lagi" link="url:https%3A%2F%2Fy.example%2F|title:Lagi"][/vc_column][/vc_row]'
    )
    assert shown(html) == [
        "<p>Satu.</p>", "<p>Dua.</p>", (7, ""), [7, 8], "https://vimeo.com/76979871", "Judul",
        '<p><a href="https://y.example/">Lagi</a></p>',
    ]  # fmt: skip


def encoded(html: str) -> str:
    return base64.b64encode(quote(html).encode()).decode()


def test_encoded_html_is_read_or_dropped_and_told_and_never_printed() -> None:
    found, lost = set_in_type(f"[vc_raw_html]{encoded('<p>Mentah</p><script>x()</script>')}[/vc_raw_html]")
    assert found == [("paragraph", "<p>Mentah</p>")]
    assert lost == ["<script>"]
    assert set_in_type("[vc_raw_html]bukan-sandi[/vc_raw_html]")[0] == [("paragraph", "<p>bukan-sandi</p>")]
    assert set_in_type("[vc_raw_html]AAA[/vc_raw_html]") == (
        [],
        ["shortcode [vc_raw_html] that cannot be read"],
    )
    script = f"[vc_raw_js]{encoded('x()')}[/vc_raw_js]"
    assert set_in_type(script) == ([], ["shortcode [vc_raw_js]: a script"])


@pytest.mark.parametrize(
    ("html", "words", "told"),
    [
        ("<p>Kata [ads] lain</p>", ["<p>Kata lain</p>"], ["shortcode [ads]"]),
        ("Satu\n\n[mypopup]\n\nDua", ["<p>Satu</p>", "<p>Dua</p>"], ["shortcode [mypopup]"]),
        ("<p>[mypopup] [ads]</p>", [], ["shortcode [mypopup]", "shortcode [ads]"]),
        (
            "Ia [sic] [red] dan [dugaan suap] [mereka]",
            ["<p>Ia [sic] [red] dan [dugaan suap] [mereka]</p>"],
            [],
        ),
        ("Satu\n\n[red]\n\n[ani]", ["<p>Satu</p>", "<p>[red]</p>", "<p>[ani]</p>"], []),
        (
            "<p>[tertawa]</p><p><b>[Bersambung]</b></p>",
            ["<p>[tertawa]</p>", "<p><b>[Bersambung]</b></p>"],
            [],
        ),
    ],
)
def test_a_bare_shortcode_is_dropped_and_what_an_editor_put_in_brackets_stays(
    html: str, words: list[str], told: list[str]
) -> None:
    found, lost = set_in_type(html)
    assert [" ".join(value.split()) for _kind, value in found] == words
    assert lost == told


ELEMENTOR = """[{"elType":"section","elements":[{"elType":"column","elements":[
 {"elType":"widget","widgetType":"heading","settings":{"title":"Judul","header_size":"h3"}},
 {"elType":"widget","widgetType":"text-editor","settings":{"editor":"<p>Seluruh <b>isi</b>.</p>"}},
 {"elType":"widget","widgetType":"image","settings":{"image":{"url":"https://a.id/sawah.jpg","id":70},
  "caption_source":"custom","caption":"Panen"}},
 {"elType":"widget","widgetType":"image-gallery","settings":{"wp_gallery":[{"id":70},{"id":80}]}},
 {"elType":"widget","widgetType":"video","settings":{"youtube_url":"https://youtu.be/abc"}},
 {"elType":"widget","widgetType":"accordion","settings":{"tabs":[{"tab_title":"Tanya","tab_content":"<p>Jawab</p>"}]}},
 {"elType":"widget","widgetType":"icon-list","settings":{"icon_list":[{"text":"satu"},{"text":"dua"}]}},
 {"elType":"widget","widgetType":"button","settings":{"text":"Lagi","link":{"url":"https://y.example/"}}},
 {"elType":"widget","widgetType":"posts","settings":{}},
 {"elType":"widget","widgetType":"spacer","settings":{}}
]}]}]"""


def test_elementors_widgets_become_the_text_they_were() -> None:
    lost: list[str] = []
    html = elementor.html_of(ELEMENTOR, lambda what, example: lost.append(what))
    assert shown(html) == [
        "Judul", "<p>Seluruh <b>isi</b>.</p>", (7, ""), [7, 8], "https://youtu.be/abc", "Tanya",
        "<p>Jawab</p>", ["satu", "dua"], '<p><a href="https://y.example/">Lagi</a></p>',
    ]  # fmt: skip
    assert lost == ["Elementor's widget posts, which has no text of its own"]


@pytest.mark.parametrize(
    "kept", ["", "{}", "[[[", '"x"', "[1, null]", '[{"elements": 5, "settings": []}]', "[" * 9000]
)
def test_what_elementor_never_wrote_says_nothing(kept: str) -> None:
    assert elementor.html_of(kept, lambda what, example: None) == ""
