"""The blocks of a body, printed."""

import pytest
from django.template.loader import render_to_string

from kabar.pictures.testing import a_picture
from kabar.stories.body import blocks_of, prose
from kabar.stories.testing import a_draft, a_killed_story, a_live_story

pytestmark = pytest.mark.django_db


def printed(*blocks, dateline=""):
    """Return the HTML of a body."""
    story = a_draft(body=list(blocks))
    return "".join(
        block.html or render_to_string(block.template, {"value": block.value})
        for block in blocks_of(story, dateline)
    )


def test_prose_keeps_what_prose_may_hold():
    html = '<p>Kata <b>Kirby</b>, <i>mengutip</i> <a href="https://tass.example/">TASS</a>.</p>'
    assert prose(html) == html


@pytest.mark.parametrize(
    "attack",
    [
        "<p>x<script>alert(1)</script></p>",
        '<p onclick="alert(1)">x</p>',
        '<p><a href="javascript:alert(1)">x</a></p>',
        '<p style="position:fixed">x</p>',
        '<p><img src=x onerror="alert(1)"></p>',
        '<p><iframe src="https://evil.example/"></iframe></p>',
        "<svg/onload=alert(1)>",
    ],
)
def test_prose_loses_what_it_may_not_hold_whoever_put_it_there(attack):
    html = prose(attack)
    for poison in ("alert", "style", "<img", "<iframe", "<svg", "onclick"):
        assert poison not in html


def test_a_paragraph_written_without_its_tag_is_still_one():
    assert printed(("paragraph", "Warga <b>menyeberang</b>.")) == "<p>Warga <b>menyeberang</b>.</p>"


def test_an_empty_paragraph_leaves_no_gap():
    assert printed(("paragraph", "<p></p>"), ("paragraph", "")) == ""


def test_the_dateline_waits_for_the_first_paragraph():
    html = printed(
        ("heading", {"text": "Awal", "level": "2"}),
        ("paragraph", "<p>Satu.</p>"),
        ("paragraph", "<p>Dua.</p>"),
        dateline="AMBON, KABAR —",
    )
    assert '<p><span class="dateline">AMBON, KABAR —</span> Satu.</p>' in html
    assert html.count("AMBON") == 1


def test_a_dateline_cannot_become_markup():
    assert "<b>" not in printed(("paragraph", "<p>Satu.</p>"), dateline="<b>AMBON</b> —")


def test_headings_have_two_levels():
    html = printed(
        ("heading", {"text": "Satu jam", "level": "2"}), ("heading", {"text": "Lalu", "level": "3"})
    )
    assert '<h2 dir="auto">Satu jam</h2>' in html
    assert '<h3 dir="auto">Lalu</h3>' in html


def test_a_quote_names_who_said_it_and_reads_in_its_own_direction():
    html = printed(("quote", {"text": "السلام عليكم", "who": "John Kirby", "role": "juru bicara"}))
    assert '<p dir="auto">السلام عليكم</p>' in html
    assert "John Kirby" in html
    assert "juru bicara" in html


def test_a_list_keeps_its_order():
    html = printed(("list", {"ordered": True, "items": ["<p>Satu</p>", "<b>Dua</b>"]}))
    assert html.strip() == "<ol><li>Satu</li><li><b>Dua</b></li></ol>"


def test_a_picture_nobody_may_see_yet_leaves_no_trace():
    assert (
        printed(("picture", {"picture": a_picture(), "caption": "", "alt": "", "size": "wide"})).strip() == ""
    )


def test_a_live_storys_pictures_carry_caption_credit_and_rights(client):
    picture = a_picture(caption="Panen raya", credit="Kabar/Ayu", rights="CC0", description="Sawah")
    story = a_live_story(
        body=[
            ("picture", {"picture": picture, "caption": "Pagi di Sekar", "alt": "", "size": "wide"}),
            ("gallery", {"title": "Panen", "pictures": [{"picture": picture, "caption": ""}]}),
        ]
    )
    html = client.get(story.path).content.decode()
    assert "Pagi di Sekar" in html
    assert "Panen raya" in html
    assert html.count("Kabar/Ayu · CC0") == 2
    assert 'alt="Sawah"' in html
    assert 'class="picture picture-wide"' in html


def test_a_table_has_headings_and_can_be_scrolled_by_keyboard():
    story = a_draft()
    story.body.raw_data.append(
        {
            "type": "table",
            "value": {
                "columns": [{"type": "text", "heading": "Hal"}, {"type": "text", "heading": "Keterangan"}],
                "rows": [{"values": ["Lama", "<b>Satu jam</b>"]}],
                "caption": "Percakapan",
            },
        }
    )
    table = blocks_of(story)[-1]
    html = render_to_string(table.template, {"value": table.value})
    assert '<th scope="col">Hal</th>' in html
    assert "&lt;b&gt;Satu jam" in html
    assert 'tabindex="0"' in html


def test_an_embed_is_a_link_and_loads_nothing():
    html = printed(("embed", {"url": "https://www.youtube.com/watch?v=abc", "caption": "Rekaman"}))
    assert 'href="https://www.youtube.com/watch?v=abc"' in html
    assert "<iframe" not in html
    assert "<script" not in html


def test_an_embed_from_elsewhere_is_left_out():
    story = a_draft()
    story.body.raw_data.append({"type": "embed", "value": {"url": "https://evil.example/x", "caption": ""}})
    assert "embed" not in [block.kind for block in blocks_of(story)]


def test_also_read_points_to_where_the_story_stands():
    other = a_live_story("Rangkuman hari ke-79")
    html = printed(("also_read", {"story": other.pk, "title": "", "url": ""}))
    assert f'href="{other.path}"' in html
    assert "Rangkuman hari ke-79" in html


def test_also_read_does_not_point_to_what_readers_may_not_see():
    assert printed(("also_read", {"story": a_killed_story().pk, "title": "Rahasia", "url": ""})) == ""
    assert printed(("also_read", {"story": a_draft("Belum terbit").pk, "title": "", "url": ""})) == ""


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example/", "data:text/html,x", ""])
def test_also_read_leads_only_to_addresses(url):
    story = a_draft()
    story.body.raw_data.append({"type": "also_read", "value": {"story": None, "title": "Baca", "url": url}})
    assert "also_read" not in [block.kind for block in blocks_of(story)]


def test_pictures_and_stories_are_fetched_at_once(django_assert_max_num_queries):
    other = a_live_story()
    blocks = [
        ("picture", {"picture": a_picture(), "caption": "", "alt": "", "size": "column"}) for _ in range(5)
    ]
    story = a_draft(body=[*blocks, *[("also_read", {"story": other.pk, "title": "", "url": ""})] * 5])
    with django_assert_max_num_queries(2):
        blocks_of(story)
