"""What WordPress posts keep beside their text: read where it fits, counted by its name where it does not."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from kabar.stories.models import Story
from kabar.wire.importers import extras
from kabar.wire.reports import Report
from kabar.wire.services import import_wxr
from kabar.wire.tests.handed_in import written
from kabar.wire.tests.test_wxr import HEAD, a_post, filed_under

pytestmark = [pytest.mark.django_db, pytest.mark.once]
POLITICS = (
    "<wp:category><wp:term_id>77</wp:term_id><wp:category_nicename>politik</wp:category_nicename>"
    "<wp:category_parent></wp:category_parent><wp:cat_name>Politik</wp:cat_name></wp:category>"
)


def kept(**fields: str) -> str:
    pair = "<wp:postmeta><wp:meta_key>{}</wp:meta_key><wp:meta_value>{}</wp:meta_value></wp:postmeta>"
    return "".join(pair.format(key, escape(value)) for key, value in fields.items())


def taken(folder: Path, *items: str) -> Report:
    return import_wxr(
        settings.PAPER, written(folder, "e.xml", HEAD + POLITICS + "".join(items) + "</channel></rss>")
    )


def text() -> list[Any]:
    return [block["value"] for block in Story.objects.get().body.get_prep_value()]


def test_a_post_of_elementor_has_the_text_that_lies_beside_it(tmp_path: Path) -> None:
    widget = {"elType": "widget", "widgetType": "text-editor", "settings": {"editor": "<p>Seluruh isi.</p>"}}
    taken(tmp_path, a_post(text="", also=kept(_elementor_data=json.dumps([widget]))))
    assert text() == ["<p>Seluruh isi.</p>"]
    assert Story.objects.get().live


def test_a_post_without_any_text_is_a_draft_with_a_note(tmp_path: Path) -> None:
    report = taken(tmp_path, a_post(text="<!-- wp:latest-posts /-->", also=kept(_elementor_data="rusak")))
    assert not Story.objects.get().live
    assert report.examples["without any text here: kept as a draft"] == ("Pos 1",)


@pytest.mark.parametrize("key", extras.PRIMARY)
def test_the_category_an_editor_chose_as_the_first_is_the_section(tmp_path: Path, key: str) -> None:
    under = filed_under(("category", "berita", "Berita"), ("category", "politik", "Politik"))
    taken(tmp_path, a_post(also=under + kept(**{key: "77"})))
    story = Story.objects.get()
    assert (story.section.name, [topic.name for topic in story.topics.all()]) == ("Politik", ["Berita"])


def test_a_subtitle_is_the_standfirst_where_there_is_no_excerpt(tmp_path: Path) -> None:
    php = 'a:2:{s:1:"x";i:1;s:11:"td_subtitle";s:8:"Subjudul";}'
    bare = a_post(also=kept(td_post_theme_settings=php)).replace("Ringkas <b>sekali</b>", "")
    taken(tmp_path, bare)
    assert Story.objects.get().standfirst == "Subjudul"
    report = taken(tmp_path, a_post(2, also=kept(subtitle="Anak <i>judul</i>")))
    assert Story.objects.last().standfirst == "Ringkas sekali"
    assert report.examples["subtitle beside an excerpt, which is the standfirst here"] == ("Anak judul",)


def test_what_search_results_say_is_the_standfirst_where_nothing_else_is(tmp_path: Path) -> None:
    said = kept(_yoast_wpseo_metadesc="%%excerpt%%", rank_math_description="Ringkas &amp; jelas")
    report = taken(tmp_path, a_post(also=said).replace("Ringkas <b>sekali</b>", ""))
    assert Story.objects.get().standfirst == "Ringkas & jelas"
    assert [note for note in report.notes if "custom field" in note] == [
        "custom field _yoast_wpseo_metadesc, which has no place here"
    ]


def test_a_leading_picture_on_another_host_is_asked_for(tmp_path: Path) -> None:
    report = taken(tmp_path, a_post(also=kept(_fifu_image_url="https://b.example/a.jpg")))
    [asked] = [name for note, name in report.examples.items() if note.startswith("picture not fetched")]
    assert asked == ("https://b.example/a.jpg",)


def test_the_sound_of_a_podcast_stays_where_it_is_and_has_a_link_once(tmp_path: Path) -> None:
    sound = "https://desa.id/a.mp3"
    report = taken(tmp_path, a_post(also=kept(enclosure=f"{sound}\n123\naudio/mpeg")))
    assert text() == ["<p>Isi</p>", f'<p><a href="{sound}">{sound}</a></p>']
    assert report.examples["in the text: sound or film left where it is; a link was kept"] == (sound,)
    assert extras.text_of(f"<audio src='{sound}'></audio>", {"enclosure": sound}, _never).count(sound) == 1


def _never(what: str, example: str) -> None:
    raise AssertionError(what)


def test_footnotes_stand_below_the_text_and_are_numbered_in_it(tmp_path: Path) -> None:
    mark = '<sup data-fn="a" class="fn"><a href="#a">1</a></sup>'
    said = f"<!-- wp:paragraph --><p>Kata{mark}.</p><!-- /wp:paragraph -->"
    notes = json.dumps([{"id": "a", "content": "Isi <em>catatan</em>"}])
    report = taken(tmp_path, a_post(text=f"{said}<!-- wp:footnotes /-->", also=kept(footnotes=notes)))
    assert text() == ["<p>Kata¹.</p>", {"ordered": True, "items": ["Isi <i>catatan</i>"]}]
    assert not any("footnotes" in note for note in report.notes)


def test_fields_nobody_reads_are_counted_by_their_names_and_not_told(tmp_path: Path) -> None:
    fields = {
        "_yoast_wpseo_title": "Rahasia", "bagian_0_teks": "a", "bagian_1_teks": "b", "_edit_lock": "1:2",
        "_oembed_0123456789abcdef0123456789abcdef": "x", "kosong": "",
    }  # fmt: skip
    report = taken(tmp_path, a_post(also=kept(**fields) + "<wp:is_sticky>1</wp:is_sticky>"), a_post(2))
    told = {note: count for note, count in report.notes.items() if "custom field" in note}
    assert told == {
        "custom field _yoast_wpseo_title, which has no place here": 1,
        "custom field bagian_#_teks, which has no place here": 2,
    }
    assert "Rahasia" not in "\n".join(report.lines())
    assert report.examples["kept at the top there: here an editor arranges the front"] == ("Pos 1",)


def test_very_many_fields_are_counted_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "MANY", 2)
    report = taken(tmp_path, a_post(also=kept(a="1", b="1", c="1", d="1")))
    assert report.notes[extras.FURTHER] == 2
