"""What Word, Google Docs and the others put on the clipboard becomes clean blocks, and no word is lost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from kabar.stories.markup import inline
from kabar.writing.paste.blocks import from_html, from_text

CLIPBOARDS = Path(__file__).parent / "clipboard"


def pasted(name: str) -> Any:
    return from_html((CLIPBOARDS / f"{name}.html").read_text("utf-8"))


def blocks(html: str) -> list[tuple[str, Any]]:
    return [(block["type"], block["value"]) for block in from_html(html).blocks]


def table(*rows: tuple[str, ...]) -> tuple[str, Any]:
    width = len(rows[0])
    value = {"columns": [{"type": "text", "heading": ""}] * width, "caption": ""}
    return "table", {**value, "rows": [{"values": list(row)} for row in rows]}


def listed(*items: str, ordered: bool = False) -> tuple[str, Any]:
    return "list", {"ordered": ordered, "items": list(items)}


WHAT_THEY_BECOME: dict[str, tuple[list[tuple[str, Any]], list[str]]] = {
    "word": (
        [
            ("heading", {"text": "Jembatan Kali Progo dibuka", "level": "2"}),
            (
                "paragraph",
                "<p>Warga Wates menyeberang sejak pagi, kata <b>Camat</b><b> Sutrisno</b>. Ia menyebutnya "
                "<i>hari baik</i> bagi warga desa.</p>",
            ),
            ("heading", {"text": "Ongkos dan jadwal", "level": "2"}),
            listed("Dana desa Rp 400 juta", "Bantuan <b>provinsi</b> Rp 1,2 miliar"),
            listed("Tahap pertama", "Tahap kedua", ordered=True),
            ("quote", {"text": "Kami menunggu sebelas tahun.", "who": "", "role": ""}),
            (
                "paragraph",
                '<p>Laporan lengkap ada di <a href="https://dinaspu.example.go.id/laporan?id=7&amp;thn=2026">'
                "situs dinas</a> menurut pejabat. Dana sudah cair.</p>",
            ),
            table(("Tahun", "Biaya (juta)"), ("2026", "1.600")),
        ],
        ["Jembatan dari tepi kali"],
    ),
    "google_docs": (
        [
            ("heading", {"text": "Harga cabai naik", "level": "2"}),
            (
                "paragraph",
                "<p>Di Pasar Kranggan, harga mencapai <b>Rp 92.000</b><i> per kilogram</i>, menurut "
                '<a href="https://pasar.example.id/harga">dinas pasar</a>.</p>',
            ),
            listed("Cabai rawit", "Merah", "Cabai keriting"),
            table(("Senin", "88.000"), ("Selasa", "92.000")),
            ("paragraph", "<p>Pedagang berharap hujan reda.</p>"),
        ],
        ["AD_4nXdQ0z"],
    ),
    "libreoffice": (
        [
            ("heading", {"text": "Rapat di balai desa", "level": "2"}),
            (
                "paragraph",
                "<p>Rapat dibuka pukul 09.00. <b>Kepala Desa</b> <i>Suparman</i> hadir bersama tiga "
                "perangkat¹.</p>",
            ),
            listed("Irigasi", 'Jalan <a href="https://desa.example.id/jalan">usaha tani</a>', ordered=True),
            ("quote", {"text": "Kami sepakat.", "who": "", "role": ""}),
            table(("Pos", "Rupiah"), ("Irigasi", "90 juta")),
            ("paragraph", "<p>1Menurut daftar hadir.</p>"),
        ],
        ["Balai desa"],
    ),
    "apple_notes": (
        [
            ("paragraph", "<p>Wawancara dengan <b>Bu Lurah</b> pukul 14.</p>"),
            listed("Air bersih", "Listrik <i>padam</i> dua hari"),
            ("paragraph", '<p>Lihat <a href="https://lurah.example.id/air">pengumuman</a>.</p>'),
        ],
        [],
    ),
    "apple_pages": (
        [
            ("paragraph", "<p><b>Panen raya</b></p>"),
            ("paragraph", "<p>Petani di Sleman memanen padi.</p>"),
            ("paragraph", "<p><i>Gabah kering</i> dibeli Rp 6.500.</p>"),
            table(("Padi", "8 ton")),
        ],
        [],
    ),
    "whatsapp_web": (
        [
            ("paragraph", "<p>Selamat pagi, Mbak <b>Ayu</b>.<br/>Jembatan dibuka <i>hari ini</i>.</p>"),
            (
                "paragraph",
                '<p>Mohon ditunggu 🙏 siaran persnya: <a href="https://kecamatan.example.go.id/siaran">'
                "https://kecamatan.example.go.id/siaran</a></p>",
            ),
        ],
        [],
    ),
    "news_site": (
        [
            (
                "paragraph",
                "<p><b>YOGYAKARTA, Kabar.example</b> - Gunung Merapi meluncurkan awan panas sejauh 1,5 km "
                "pada Kamis (26/11/2026).</p>",
            ),
            (
                "paragraph",
                '<p>Kepala balai meminta warga menjauhi <a href="https://kabar.example/tag/kali-krasak">'
                "Kali Krasak</a>.</p>",
            ),
            ("paragraph", "<p>Status gunung <b><i>masih Siaga</i></b>.</p>"),
            ("paragraph", "<p><i>Awan panas Merapi. (ANTARA/Hendra)</i></p>"),
            (
                "paragraph",
                '<p><b>Baca juga: <a href="https://kabar.example/read/1/erupsi">Sejarah erupsi</a></b></p>',
            ),
        ],
        ["Awan panas terlihat dari Kaliurang"],
    ),
}


@pytest.mark.parametrize("name", WHAT_THEY_BECOME)
def test_a_clipboard_becomes_clean_blocks(name: str) -> None:
    found = pasted(name)
    assert ([(block["type"], block["value"]) for block in found.blocks], found.missing) == WHAT_THEY_BECOME[
        name
    ]


def words_of(value: Any) -> list[str]:
    if isinstance(value, str):
        return inline.text_of(value).split()
    if isinstance(value, dict):
        return [
            word
            for name in ("text", "items", "rows", "values")
            if name in value
            for word in words_of(value[name])
        ]
    return [word for item in value for word in words_of(item)]


#: What the page said besides: struck out, hidden, talked about, drawn as a bullet, or no text at all.
NOT_TEXT = re.compile(
    r"<head>.*?</head>|<!--.*?-->|<!\[.*?\]>|<del\b.*?</del>|<script.*?</script>|<div class=\"ads.*?</div>"
    r"|<span style='mso-list:Ignore'>.*?</span>|<a class=msocomanchor.*?</a>"
    r"|<div style='mso-element:comment-list'>.*",
    re.S,
)


@pytest.mark.parametrize("name", WHAT_THEY_BECOME)
def test_no_word_of_a_clipboard_is_lost(name: str) -> None:
    html = NOT_TEXT.sub("", (CLIPBOARDS / f"{name}.html").read_text("utf-8"))
    html = re.sub(r"<img[^>]*data-plain-text=\"([^\"]*)\"[^>]*>", r"\1", html)
    seen = inline.text_of(re.sub(r"</?(?:p|li|td|div|h\d|tr|br)\b[^>]*>", " ", html))
    found = [word for block in pasted(name).blocks for word in words_of(block["value"])]
    # A raised number is written with the signs there are for one.
    assert normalize("NFKC", "".join(found)) == normalize("NFKC", seen.replace(" ", ""))


@pytest.mark.parametrize("name", WHAT_THEY_BECOME)
def test_nothing_of_the_other_program_stays(name: str) -> None:
    everything = str(pasted(name).blocks).lower()
    for junk in (
        "mso",
        "style",
        "class=",
        "span",
        "\xa0",
        "\\xa0",
        "o:p",
        "font",
        "docs-internal",
        "file:",
        "data:",
        "<p></p>",
    ):
        assert junk not in everything, junk


def test_word_online_s_runs_become_a_list_and_paragraphs() -> None:
    html = (
        '<div class="OutlineElement Ltr"><p class="Paragraph" style="white-space: pre-wrap;">'
        '<span class="TextRun">'
        '<span class="NormalTextRun">Satu kalimat.</span></span><span class="EOP">&nbsp;</span></p></div>'
        '<div class="ListContainerWrapper"><ul class="BulletListStyle1" role="list"><li data-leveltext="●">'
        '<p class="Paragraph"><span class="TextRun" style="font-weight:bold">Butir</span></p></li></ul></div>'
    )
    assert blocks(html) == [("paragraph", "<p>Satu kalimat.</p>"), listed("<b>Butir</b>")]


def test_one_paragraph_is_set_into_the_line_at_hand() -> None:
    assert from_html("<p>Kata <b>tebal</b></p>").inline == "Kata <b>tebal</b>"
    assert from_html("<p>Satu</p><p>Dua</p>").inline == ""
    assert from_html("<h2>Judul</h2>").inline == ""


def test_lines_of_plain_text_are_paragraphs() -> None:
    found = from_text("Satu & dua\r\n\r\n  Tiga <b>\nEmpat")
    assert [block["value"] for block in found.blocks] == [
        "<p>Satu &amp; dua</p>",
        "<p>Tiga &lt;b&gt;</p>",
        "<p>Empat</p>",
    ]


def test_a_box_of_one_column_is_text() -> None:
    assert blocks("<table><tr><td><p>Boks</p><p>Dua</p></td></tr></table>") == [
        ("paragraph", "<p>Boks</p>"),
        ("paragraph", "<p>Dua</p>"),
    ]


def test_an_empty_line_inside_bold_parts_two_bold_paragraphs() -> None:
    assert blocks("<p><b>Satu<br><br>Dua</b></p>") == [
        ("paragraph", "<p><b>Satu</b></p>"),
        ("paragraph", "<p><b>Dua</b></p>"),
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "<p onclick=x()>Kata</p>",
        "<a href='javascript:alert(1)'>Kata</a>",
        "<svg><script>alert(1)</script></svg><p>Kata</p>",
        "<p>Kata</p><iframe srcdoc='<script>1</script>'></iframe>",
        "<p>Ka\x00ta</p>",
        "<b>" * 300 + "Kata",
        "<div>" * 300 + "Kata",
    ],
)
def test_nothing_hostile_comes_through(hostile: str) -> None:
    found = str(from_html(hostile).blocks)
    assert "Kata" in found
    assert "script" not in found
    assert "onclick" not in found


@pytest.mark.parametrize(
    "nothing", ["", "  ", "<p>&nbsp;</p>", "<!--StartFragment--><!--EndFragment-->", "<style>p{}</style>"]
)
def test_an_empty_clipboard_is_no_block(nothing: str) -> None:
    assert from_html(nothing).blocks == []
