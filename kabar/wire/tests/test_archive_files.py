"""Zips, tables and agencies' archives: taken as they are, refused when they are an attack or do not fit."""

from __future__ import annotations

import json
import struct
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kabar.stories.models import State, Story
from kabar.stories.queries import moved_from
from kabar.wire.services import ImportRefused
from kabar.wire.tests.handed_in import take, written, zipped
from kabar.wire.tests.material import shared

pytestmark = [pytest.mark.django_db, pytest.mark.once]


# --- zips ---------------------------------------------------------------------------------------------------


def test_real_medium_and_substack_exports_come_in_from_their_zips(tmp_path: Path) -> None:
    for kind, made, *names in (
        ("medium", 8, "migrate", "mg-medium-export", "test", "fixtures", "export"),
        ("substack", 5, "migrate", "mg-substack", "test", "fixtures"),
    ):
        folder = shared("cms-exports", *names)
        files = {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in folder.rglob("*")
            if file.is_file()
        }
        assert take(kind, zipped(tmp_path, **files)).created == made
    assert Story.objects.get(headline="Plain Text", live=True).standfirst == "“This quote’s rather short”"
    assert moved_from("main", "/p/plain-text").headline == "Plain Text"
    advanced = Story.objects.get(headline="Advanced Post Title")
    assert (advanced.section.name, advanced.standfirst) == ("Things", "This is a subtitle of some sort")
    assert "Advanced Post Title" not in str(advanced.body.get_prep_value())


def a_link() -> zipfile.ZipInfo:
    link = zipfile.ZipInfo("posts/x.html")
    link.external_attr = 0o120777 << 16
    return link


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("../../etc/cron.d/x", "x", "names a place outside"), ("/etc/passwd", "x", "names a place outside"),
        ("C:\\x", "x", "names a place outside"), ("posts/..", "x", "names a place outside"),
        (a_link(), "/etc/passwd", "is a link"), ("posts/b.html", "\0" * 40_000_000, "to one: exports do not"),
    ],
    ids=["dots", "absolute", "backslash", "parent", "link", "bomb"],
)  # fmt: skip
def test_a_zip_that_reaches_outside_or_explodes_is_refused_before_anything_is_read(
    tmp_path: Path, name: Any, data: str, reason: str
) -> None:
    file = tmp_path / "x.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("posts/a.html", "<p>x</p>")
        packed.writestr(name, data)
    for kind in ("medium", "substack", "agency"):
        with pytest.raises(ImportRefused, match=reason):
            take(kind, file)


def test_a_zip_that_lies_about_its_size_is_cut_off(tmp_path: Path) -> None:
    file = zipped(tmp_path, **{"posts/a.html": b"<section data-field='body'>" + b"a" * 70_000_000})
    data = bytearray(file.read_bytes())
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        struct.pack_into("<I", data, data.index(mark) + at, 100)
    file.write_bytes(bytes(data))
    with pytest.raises(ImportRefused, match=r"posts/a.html (cannot be read|is longer)"):
        take("medium", file)
    assert not Story.objects.exists()


# --- tables and agencies ------------------------------------------------------------------------------------

MAP = '[fields]\nkey = "no"\ntitle = "judul"\nbody = "isi"\n'


def test_a_table_comes_in_by_its_mapping(tmp_path: Path) -> None:
    mapping = MAP + (
        'published = { column = "tgl", format = "%d/%m/%Y %H.%M" }\n'
        'topics = { column = "tagar", split = "|" }\n'
        'state = { column = "st", values = { T = "terbit" } }\n'
        'section = "kanal"\nurl = "url"\nauthors = "oleh"\n'
    )
    rows = "no;judul;isi;tgl;tagar;st;kanal;url;oleh\n"
    rows += '1;Satu;"<p>Isi;\nlagi</p>";02/01/2020 10.30;a|b;T;Desa;/lama/1;Ayu\n'
    rows += "2;Dua;<p>x</p>;03/01/2020 10.30;;K;Desa;/lama/2;Ayu\n"
    report = take(
        "table",
        written(tmp_path, "arsip.csv", rows),
        mapping=str(written(tmp_path, "peta.toml", 'zone = "Asia/Jakarta"\n' + mapping)),
    )
    assert (report.created, report.ok) == (2, True)
    story = Story.objects.get(live=True)
    assert story.first_published_at == datetime(2020, 1, 2, 3, 30, tzinfo=UTC)
    assert (story.headline, story.section.name, moved_from("main", "/lama/1")) == ("Satu", "Desa", story)
    assert [topic.name for topic in story.topics.order_by("name")] == ["a", "b"]


@pytest.mark.parametrize("name", ["arsip.csv", "arsip.jsonl", "arsip.json"])
def test_a_row_that_does_not_fit_is_named_by_line_and_column_and_the_next_comes_in(
    tmp_path: Path, name: str
) -> None:
    mapping = written(tmp_path, "peta.toml", MAP + 'published = "tgl"\n')
    rows = [
        {"no": "1", "judul": "A", "isi": "<p>x</p>", "tgl": "kemarin"},
        {"no": "", "judul": "B", "isi": "x", "tgl": ""}, {"no": "3", "judul": "", "isi": "", "tgl": ""},
        {"no": "4", "judul": "D", "isi": "<p>x</p>", "tgl": "2020-01-01"},
    ]  # fmt: skip
    text = json.dumps(rows)
    if name.endswith("l"):
        text = "\n".join(json.dumps(row) for row in rows)
    elif name.endswith("csv"):
        text = "no,judul,isi,tgl\n" + "".join(",".join(row.values()) + "\n" for row in rows) + "5,E\n"
    report = take("table", written(tmp_path, name, text), mapping=str(mapping))
    assert report.created == 1
    first = {"arsip.csv": "arsip.csv:2", "arsip.jsonl": "arsip.jsonl:1", "arsip.json": "row 1"}[name]
    assert f"{first}: tgl: not a date: 'kemarin'" in report.problems[0]
    assert "no: empty" in report.problems[1]
    assert "isi: empty, and so is the title" in report.problems[2]
    assert (name != "arsip.csv") or "2 columns instead of 4" in report.problems[3]


@pytest.mark.parametrize(
    ("mapping", "reason"),
    [
        ("", "fields.key is missing"),
        ("[fields]\nkey = 'no'\n", "fields.body is missing"), ("x", "not toml"),
        (MAP + "judul = 'x'\n", "fields.judul: no such field"),
        ("warna = 1\n" + MAP, "nothing is called warna"),
        (MAP + "published = 'tanggal'\n", "no column is called 'tanggal'; there are no, judul, isi"),
        (MAP + "topics = { pecah = ',' }\n", "fields.topics: a column, or a table of"),
        ("body = 'pdf'\n" + MAP, "body: 'pdf'"),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_be_is_refused_naming_file_and_key(
    tmp_path: Path, mapping: str, reason: str
) -> None:
    file = written(tmp_path, "arsip.csv", "no,judul,isi\n1,A,<p>x</p>\n")
    with pytest.raises(ImportRefused, match=reason):
        take("table", file, mapping=str(written(tmp_path, "peta.toml", mapping)))
    with pytest.raises(ImportRefused, match="these ship: beehiiv, blogger-api"):
        take("table", file, mapping="tidak-ada")


def test_drupal_s_answers_come_in_by_the_mapping_that_ships(tmp_path: Path) -> None:
    files = tmp_path / "sites" / "default" / "files"
    files.mkdir(parents=True)
    Image.new("RGB", (40, 30), "teal").save(files / "sawah.jpg")
    node = {
        "type": "node--article", "id": "0f1-uuid",
        "attributes": {
            "title": "Dari Drupal", "status": True, "created": "2019-05-01T00:00:00+00:00", "langcode": "id",
            "body": {"value": "<p>Isi</p>", "summary": "S"}, "path": {"alias": "/berita/dari-drupal"},
        },
        "relationships": {
            "uid": {"data": {"type": "user--user", "id": "u1"}},
            "field_tags": {"data": [{"type": "taxonomy_term--tags", "id": key} for key in ("t1", "t2")]},
            "field_image": {"data": {"type": "file--file", "id": "f1", "meta": {"title": "Sawah Gianyar"}}},
        },
    }  # fmt: skip
    hidden = {**node, "id": "2", "attributes": {**node["attributes"], "status": False}, "relationships": {}}
    included = [
        {"type": "user--user", "id": "u1", "attributes": {"display_name": "Ayu"}},
        {"type": "taxonomy_term--tags", "id": "t1", "attributes": {"name": "Desa"}},
        {"type": "taxonomy_term--tags", "id": "t2", "attributes": {"name": "Panen"}},
        {"type": "file--file", "id": "f1", "attributes": {"uri": {"url": "/sites/default/files/sawah.jpg"}}},
    ]
    answer = written(tmp_path, "d.json", {"data": [node, hidden], "included": included})
    assert take("table", answer, mapping="drupal", media=tmp_path).ok
    story = Story.objects.get(live=True)
    assert (story.standfirst, story.language, moved_from("main", "/berita/dari-drupal")) == ("S", "id", story)
    assert [topic.name for topic in story.topics.order_by("name")] == ["Desa", "Panen"]
    assert [byline.author.name for byline in story.bylines.all()] == ["Ayu"]
    assert (story.lead_picture.title, story.lead_caption) == ("sawah", "Sawah Gianyar")
    assert Story.objects.filter(state=State.DRAFT).count() == 1


def test_a_view_of_drupal_comes_in_as_it_was_exported(tmp_path: Path) -> None:
    rows = (
        "nid,title,field_summary,body,status,field_section,field_tags,uid,created,changed,view_node\n"
        '7,Panen,Ringkas,"<p>Isi, ya</p>",1,Desa,"Padi, Bali",Ayu,2019-05-01T08:00:00+0800,,/berita/panen\n'
        "8,Rahasia,,<p>x</p>,0,Desa,,Ayu,2019-05-02T08:00:00+0800,,/node/8\n"
    )
    report = take("table", written(tmp_path, "view.csv", rows), mapping="drupal-views")
    assert (report.created, report.ok) == (2, True), report.problems
    story = Story.objects.get(live=True)
    assert (story.section.name, story.standfirst) == ("Desa", "Ringkas")
    assert moved_from("main", "/berita/panen") == story
    assert story.first_published_at == datetime(2019, 5, 1, tzinfo=UTC)
    assert [topic.name for topic in story.topics.order_by("name")] == ["Bali", "Padi"]


def test_an_archive_of_ninjs_and_nitf_comes_in_and_what_is_no_text_is_counted() -> None:
    report = take("agency", shared("ninjs", "newsinjson", "examples", "1.4"))
    assert report.created >= 6
    assert report.ok, report.problems
    assert Story.objects.filter(live=True).exists()
    again = take("agency", shared("ninjs", "newsinjson", "examples", "1.4"))
    assert (again.created, again.updated, again.unchanged) == (0, 0, report.created)
    nitf = take("agency", shared("wire", "superdesk-core", "ap-nitf.xml"))
    assert nitf.created == 1
    assert nitf.created + sum(nitf.skipped.values()) == nitf.total


def test_pictures_in_the_text_of_an_agencys_archive_stand_where_they_stood(tmp_path: Path) -> None:
    for name, shade in (("satu.jpg", 20), ("dua.jpg", 200)):
        Image.new("RGB", (640, 427), (shade, 90, 140)).save(tmp_path / name)
    html = (
        '<figure><img src="satu.jpg"></figure><p>Awal.</p><img src="dua.jpg"><p>Akhir.</p><img src="x.jpg">'
    )
    said = {
        "uri": "urn:a:1",
        "headline": "Banjir",
        "versioncreated": "2020-01-01T00:00:00Z",
        "body_html": html,
    }
    assert take("agency", written(tmp_path, "a.json", said), media=tmp_path).created == 1
    story = Story.objects.get(headline="Banjir")
    assert [block.block_type for block in story.body] == ["paragraph", "picture", "paragraph"]
    assert story.lead_picture is not None and story.body[1].value["picture"] != story.lead_picture
