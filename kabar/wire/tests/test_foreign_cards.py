"""What Ghost, Blogger, Substack and WordPress write their own way, as it is written there."""

from __future__ import annotations

from html import escape
from json import dumps
from typing import Any

import pytest

from kabar.stories.markup.setting import NoPictures
from kabar.wire.importers import lexical
from kabar.wire.importers.markup import blogger, ghost, substack, walking, wordpress

pytestmark = pytest.mark.once


class Album(NoPictures):
    """Holds every picture, under the number in its name."""

    def find(self, url: str, number: str = "") -> int | None:
        return int("".join(sign for sign in url.rpartition("/")[2] if sign.isdigit()) or 0)


def set_in_type(html: str, system: Any, site: str = "") -> tuple[list[Any], list[tuple[str, str]]]:
    lost: list[tuple[str, str]] = []
    tell = lambda what, example: lost.append((what, example))  # noqa: E731 - as importers pass it
    blocks = walking.blocks_of(html, Album(), tell, system.HANDLERS, site=site)
    return [seen(block["type"], block["value"]) for block in blocks], lost


def seen(kind: str, value: Any) -> Any:
    if kind == "picture":
        return value["picture"], value["caption"]
    if kind == "gallery":
        return [(each["picture"], each["caption"]) for each in value["pictures"]], value["title"]
    return value if kind == "paragraph" else value.get("url") or value["text"]


CARD = "card that shows another page; a link was kept"
FILE = "file that is not taken in; its link was kept"

BOOKMARK = (
    '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="https://b.example/a">'
    '<div class="kg-bookmark-title">Judul &amp; kata</div><div class="kg-bookmark-metadata">'
    '<img class="kg-bookmark-icon" src="https://b.example/9.png"></div></a></figure>'
)
FILED = (
    '<div class="kg-card kg-file-card"><a class="kg-file-card-container" href="{}/p.pdf"><div>'
    '<div class="kg-file-card-title">Putusan</div><div class="kg-file-card-caption">PDF</div>'
    '<div class="kg-file-card-filename">p.pdf</div></div></a></div>'
)
SOUND = (
    '<div class="kg-card kg-audio-card"><img src="/4.jpg" class="kg-audio-thumbnail">'
    '<audio src="/content/a.mp3"></audio>'
    '<div class="kg-audio-title">Sidang</div><span>0:00</span><div>/<span>1:23</span></div></div>'
)
FILM = (
    '<figure class="kg-card kg-video-card"><video src="/content/v.mp4"></video><span>0:00'
    "</span><div>/<span>0:15"
    "</span></div><figcaption><p>Rekaman</p></figcaption></figure>"
)


def test_ghosts_bookmark_keeps_its_title_and_address_and_its_icon_is_no_picture() -> None:
    assert set_in_type(BOOKMARK, ghost) == (
        ['<p><a href="https://b.example/a">Judul &amp; kata</a></p>'], [(CARD, "https://b.example/a")]
    )  # fmt: skip


def test_ghosts_file_is_a_link_where_it_leads_somewhere() -> None:
    link = '<p><a href="https://a.id/p.pdf">Putusan</a></p>'
    assert set_in_type(FILED.format("https://a.id"), ghost) == ([link], [(FILE, "https://a.id/p.pdf")])
    assert set_in_type(FILED.format("/content"), ghost) == (
        ["<p>Putusan</p>"], [(walking.UNREACHED, "/content/p.pdf")]
    )  # fmt: skip


@pytest.mark.parametrize(("html", "words"), [(SOUND, "Sidang"), (FILM, "Rekaman")])
def test_ghosts_sound_and_film_come_without_the_clock_of_their_player(html: str, words: str) -> None:
    found, lost = set_in_type(html, ghost)
    assert found == [f"<p>{words}</p>"]
    assert lost[0][0].endswith("it has no address to lead to")
    [link] = set_in_type(html, ghost, "https://a.id")[0]
    assert link.startswith('<p><a href="https://a.id/content/') and f">{words}<" in link


def test_ghosts_gallery_has_its_caption_once_and_a_callout_is_one_line() -> None:
    html = (
        '<figure class="kg-card kg-gallery-card"><div class="kg-gallery-container"><div>'
        '<img src="2.jpg"></div>'
        '<div><img src="3.jpg"></div></div><figcaption>Semua</figcaption></figure>'
        '<div class="kg-callout-card">'
        '<div class="kg-callout-emoji">!</div><div class="kg-callout-text">Penting <b>ya</b></div></div>'
    )
    assert set_in_type(html, ghost) == ([([(2, ""), (3, "")], "Semua"), "<p>! Penting <b>ya</b></p>"], [])


def test_ghosts_lexical_cards_become_the_same() -> None:
    cards = [
        {"type": "bookmark", "url": "https://b.example/a", "metadata": {"title": "Judul"}},
        {"type": "file", "src": "/content/f.pdf", "fileTitle": "Berkas"},
        {"type": "video", "src": "https://a.id/v.mp4", "caption": "Film"},
        {"type": "product", "productTitle": "Buku"},
    ]
    lost: list[tuple[str, str]] = []
    html = lexical.html_of(dumps({"root": {"children": cards}}), lambda what, said: lost.append((what, said)))
    assert lost == [("card product: an offer, not news", "Buku")]
    assert set_in_type(html, ghost)[0] == [
        '<p><a href="https://b.example/a">Judul</a></p>', "<p>Berkas</p>",
        '<p><a href="https://a.id/v.mp4">Film</a></p>',
    ]  # fmt: skip


def test_bloggers_captions_stand_below_their_pictures_and_its_footer_goes() -> None:
    html = (
        'Awal<br /><br />Lanjut<table class="tr-caption-container"><tbody><tr><td>'
        '<a href="1.jpg"><img src="1.jpg" />'
        '</a></td></tr><tr><td class="tr-caption">Foto: Budi</td></tr></tbody></table>ekor'
        '<div class="blogger-post-footer">Iklan</div>'
    )
    assert set_in_type(html, blogger) == (
        ["<p>Awal</p>", "<p>Lanjut</p>", (1, "Foto: Budi"), "<p>ekor</p>"],
        [("footer below every post", "Iklan")],
    )  # fmt: skip


def kept(said: Any) -> str:
    return escape(dumps(said))


def test_substacks_galleries_posts_of_others_and_digests_are_read_from_what_its_scripts_show() -> None:
    images = [{"src": "https://s.example/2.jpg"}, {"src": "https://s.example/3.jpg"}, {"src": 4}]
    shown = {"gallery": {"images": images, "caption": "Semua"}}
    html = (
        f'<div class="image-gallery-embed" data-attrs="{kept(shown)}">'
        f'</div><div class="tweet" data-attrs="{kept({"url": "https://twitter.com/x/status/1"})}"></div>'
        f'<div class="digest-post-embed" data-attrs="{kept({"title": "Lain", "canonical_url": "https://z.id/p"})}">'
        '</div><div class="tweet" data-attrs="[rusak">kata</div><div class="poll-embed">Ya?</div>'
    )
    found, lost = set_in_type(html, substack)
    assert found == [
        ([(2, ""), (3, "")], "Semua"), "https://twitter.com/x/status/1", '<p><a href="https://z.id/p">Lain</a></p>',
        "<p>kata</p>",
    ]  # fmt: skip
    assert lost == [(CARD, "https://z.id/p"), ("poll, whose answers stayed there", "Ya?")]


def test_substacks_notes_are_numbered_at_the_foot_and_pictures_named_where_they_were_kept() -> None:
    picture = f'<img src="https://cdn.example/w_9/x" data-attrs="{kept({"src": "https://s.example/5.jpg"})}">'
    html = (
        '<p>Awal<a class="footnote-anchor" href="#footnote-1">1</a>.</p>' + picture + '<div class="footnote">'
        '<a class="footnote-number" href="#footnote-anchor-1">1</a>'
        '<div class="footnote-content"><p>Isi <b>n</b></p>'
        "<p>lagi</p></div></div>"
    )
    found = ["<p>Awal¹.</p>", (5, ""), "<p>¹ Isi <b>n</b></p>", "<p>lagi</p>"]
    assert set_in_type(html, substack) == (found, [])


def test_wordpress_files_say_their_name_once_and_slides_keep_their_captions() -> None:
    uploads = "https://a.id/wp-content/uploads/2024"
    html = (
        f'<div class="wp-block-file"><a href="{uploads}/p.pdf">Putusan</a><a href="{uploads}/p.pdf" '
        'class="wp-block-file__button">Unduh</a></div><div class="wp-block-jetpack-slideshow">'
        "<ul><li><figure>"
        '<img src="5.jpg"><figcaption>Lima</figcaption></figure></li><li><figure>'
        '<img src="6.jpg"></figure></li></ul>'
        f'<a class="button-prev"></a></div><p>Unduh <a href="{uploads}/q.docx">di sini</a></p>'
    )
    found, lost = set_in_type(html, wordpress)
    assert found == [
        f'<p><a href="{uploads}/p.pdf">Putusan</a></p>', ([(5, "Lima"), (6, "")], ""),
        f'<p>Unduh <a href="{uploads}/q.docx">di sini</a></p>',
    ]  # fmt: skip
    assert lost == [(FILE, f"{uploads}/p.pdf"), (FILE, f"{uploads}/q.docx")]


@pytest.mark.parametrize("system", [blogger, ghost, substack, wordpress])
def test_cards_without_anything_in_them_break_nothing(system: Any) -> None:
    empty = "".join(f'<div class="{name}"></div>kata' for name in system.HANDLERS)
    nested = f'<div class="{" ".join(system.HANDLERS)}">' * 40 + "dalam"
    assert "kata" in str(set_in_type(empty, system)[0])
    set_in_type(nested, system)
