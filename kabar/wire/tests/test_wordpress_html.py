"""HTML of WordPress, new and old, becomes our blocks; nothing hostile survives and nothing is lost unsaid."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kabar.stories.markup.setting import NoPictures
from kabar.wire.importers.wordpress_html import blocks_of


class Album(NoPictures):
    """Holds two pictures, found by address or number."""

    HELD = {"https://a.id/sawah.jpg": 7, "https://a.id/kali.jpg": 8}
    NUMBERS = {"70": 7, "80": 8}

    def find(self, url: str, number: str = "") -> int | None:
        return self.NUMBERS.get(number) or self.HELD.get(url)

    def of_story(self) -> list[int]:
        return [7, 8]


def set_in_type(html: str) -> tuple[list[tuple[str, Any]], list[str]]:
    lost: list[str] = []
    blocks = blocks_of(html, Album(), lambda what, example: lost.append(what))
    return [(block["type"], block["value"]) for block in blocks], lost


def blocks(html: str) -> list[tuple[str, Any]]:
    return set_in_type(html)[0]


def test_a_gutenberg_paragraph_keeps_bold_italic_and_links() -> None:
    html = (
        "<!-- wp:paragraph --><p class='x'>Kata <strong>tebal</strong>, <em>miring</em> dan "
        "<a href='https://a.id/' onclick='x()' target=_blank>tautan</a>.</p><!-- /wp:paragraph -->"
    )
    expected = '<p>Kata <b>tebal</b>, <i>miring</i> dan <a href="https://a.id/">tautan</a>.</p>'
    assert blocks(html) == [("paragraph", expected)]


def test_classic_copy_is_parted_at_blank_lines_and_broken_at_line_ends() -> None:
    assert blocks("Satu\nbaris dua\n\nDua & <b>tiga</b>") == [
        ("paragraph", "<p>Satu<br/>baris dua</p>"),
        ("paragraph", "<p>Dua &amp; <b>tiga</b></p>"),
    ]


def test_headings_fall_on_two_levels() -> None:
    found = blocks("<h1>A</h1><h2>B</h2><h3>C</h3><h6>D</h6>")
    assert [value["level"] for _, value in found] == ["2", "2", "3", "3"]


def test_a_quotation_keeps_who_said_it() -> None:
    html = "<blockquote><p>Satu.</p><p>Dua.</p><cite>— Budi</cite></blockquote>"
    assert blocks(html) == [("quote", {"text": "Satu.\n\nDua.", "who": "Budi", "role": ""})]


def test_a_pullquote_in_a_figure_is_a_quotation() -> None:
    html = "<figure class='wp-block-pullquote'><blockquote><p>Kata</p><cite>Sari</cite></blockquote></figure>"
    assert blocks(html) == [("quote", {"text": "Kata", "who": "Sari", "role": ""})]


def test_lists_inside_lists_are_laid_flat_and_counted() -> None:
    found, lost = set_in_type("<ol><li>Satu<ul><li>Anak</li></ul></li><li>Dua</li></ol>")
    assert found == [("list", {"ordered": True, "items": ["Satu", "Anak", "Dua"]})]
    assert lost == ["list inside a list, laid flat"]


def test_a_table_keeps_its_head_cells_and_caption() -> None:
    html = (
        "<figure class='wp-block-table'><table><thead><tr><th>A</th><th>B</th></tr></thead>"
        "<tbody><tr><td colspan=2>1</td></tr><tr><td>2</td><td>3</td></tr></tbody></table>"
        "<figcaption>Tabel</figcaption></figure>"
    )
    value = {
        "columns": [{"type": "text", "heading": "A"}, {"type": "text", "heading": "B"}],
        "rows": [{"values": ["1", ""]}, {"values": ["2", "3"]}],
        "caption": "Tabel",
    }
    assert blocks(html) == [("table", value)]


def test_a_picture_stands_between_the_words_around_it() -> None:
    html = '<p>Awal <a href="#"><img class="wp-image-70" src="x" alt="Sawah"></a> akhir</p>'
    picture = {"picture": 7, "caption": "", "alt": "Sawah", "size": "column"}
    assert blocks(html) == [
        ("paragraph", "<p>Awal</p>"),
        ("picture", picture),
        ("paragraph", "<p>akhir</p>"),
    ]


def test_a_caption_shortcode_becomes_a_picture_with_its_caption() -> None:
    html = '[caption width="100"]<img src="https://a.id/sawah.jpg" /> Panen <em>raya</em>[/caption]'
    assert blocks(html) == [("picture", {"picture": 7, "caption": "Panen raya", "alt": "", "size": "column"})]


@pytest.mark.parametrize(
    "html", ['[gallery ids="70,80"]', "[gallery]", '<figure class="wp-block-gallery"><figure>'
             '<img src="https://a.id/sawah.jpg"></figure><figure><img src="https://a.id/kali.jpg"></figure></figure>']
)  # fmt: skip
def test_a_gallery_is_found_however_it_is_written(html: str) -> None:
    ((kind, value),) = blocks(html)
    assert kind == "gallery"
    assert [item["picture"] for item in value["pictures"]] == [7, 8]


def test_a_caption_of_a_missing_picture_is_counted() -> None:
    found, lost = set_in_type(
        "<figure><img src='https://a.id/hilang.jpg'><figcaption>Kali</figcaption></figure>"
    )
    assert found == []
    assert lost == ["caption of a picture that is not here"]


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ('<iframe src="//www.youtube.com/embed/abcDEF123_-"></iframe>', "https://www.youtube.com/watch?v=abcDEF123_-"),
        ("[youtube https://youtu.be/abc]", "https://youtu.be/abc"),
        ("<p>https://vimeo.com/123</p>", "https://vimeo.com/123"),
        ('<figure class="wp-block-embed"><div>\nhttps://twitter.com/a/status/1\n</div></figure>',
         "https://twitter.com/a/status/1"),
        ('<blockquote class="twitter-tweet">Cuit <a href="https://twitter.com/a/status/2">1</a></blockquote>',
         "https://twitter.com/a/status/2"),
    ],
)  # fmt: skip
def test_embeds_of_the_allow_list_are_embeds(html: str, url: str) -> None:
    ((kind, value),) = blocks(html)
    assert (kind, value["url"]) == ("embed", url)


def test_an_embed_from_elsewhere_leaves_a_link_and_is_counted() -> None:
    found, lost = set_in_type('<iframe src="https://jahat.example/x"></iframe>')
    link = '<p><a href="https://jahat.example/x">https://jahat.example/x</a></p>'
    assert found == [("paragraph", link)]
    assert lost == ["<iframe> not on the allow-list; a link was kept"]


def test_columns_and_groups_are_flattened_in_order() -> None:
    html = "<div class=a><div><p>Kiri</p></div><div><p>Kanan</p>teks</div></div>"
    assert [value for _, value in blocks(html)] == ["<p>Kiri</p>", "<p>Kanan</p>", "<p>teks</p>"]


def test_unknown_shortcodes_are_dropped_and_counted_but_brackets_of_the_writer_stay() -> None:
    found, lost = set_in_type('Ia berkata [sic] "ya" [contact-form-7 id="3"][box]isi[/box] [[gallery]]')
    assert found == [("paragraph", '<p>Ia berkata [sic] "ya" isi [gallery]</p>')]
    assert lost == ["shortcode [contact-form-7]", "shortcode [box]"]


def test_code_that_shows_a_shortcode_is_left_as_it_is() -> None:
    assert blocks("<pre>[gallery ids=1]</pre>") == [("paragraph", "<p>[gallery ids=1]</p>")]


def test_a_very_deep_page_loses_no_words() -> None:
    html = "<div>" * 400 + "dalam" + "</div>" * 400
    assert "dalam" in json.dumps(blocks(html))


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<p><a href='javascript:alert(1)'>x</a></p>",
    "<p><a href='&#106;avascript:alert(1)'>x</a></p>",
    "<p><a href='java\nscript:alert(1)'>x</a></p>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<math><mtext></mtext><style><img src=x onerror=alert(1)></style></math>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object><embed src='javascript:alert(1)'>",
    "<form action='//evil'><button formaction='javascript:alert(1)'>x</button></form>",
    "<p style='background:url(javascript:alert(1))' onclick=alert(1)>x</p>",
    "<li onmouseover=alert(1)>x</li><ul><li><b onclick=alert(1)>x</b><script>alert(1)</script></li></ul>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "[caption caption='<img src=x onerror=alert(1)>']<img src=x>[/caption]",
    "[embed]javascript:alert(1)[/embed][video src='javascript:alert(1)']",
    "<table><tr><td><script>alert(1)</script>x</td></tr></table>",
    "<h2 onclick=alert(1)>x<script>alert(1)</script></h2>",
    "<blockquote cite='javascript:alert(1)' class='twitter-tweet'>x</blockquote>",
    "<details ontoggle=alert(1)><summary onclick=alert(1)>x</summary></details>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<p>\x00<\x00script>alert(1)</script></p>",
]


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_hostile_survives(html: str) -> None:
    for kind, value in blocks(html):
        if kind == "paragraph":
            rich = [value]
        elif kind == "list":
            rich = value["items"]
        else:
            rich = []
        for text in rich:
            lowered = text.lower()
            assert not any(
                bad in lowered for bad in ("<script", "onerror=", "onclick=", "<img", "<svg", "style=")
            )
            assert "javascript:" not in lowered.split("href=", 1)[-1].split(">", 1)[0]
            assert "data:" not in lowered.split("href=", 1)[-1].split(">", 1)[0]
        if kind == "embed":
            assert value["url"].startswith("https://")
