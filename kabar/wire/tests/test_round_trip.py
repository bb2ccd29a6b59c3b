"""What goes out comes in again the same, in every field; a tampered export brings nothing hostile."""

from __future__ import annotations

import gzip
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from kabar.append_only.testing import lifted
from kabar.pictures.models import Picture
from kabar.pictures.testing import a_picture
from kabar.sections.models import Section
from kabar.sources.models import Distributor
from kabar.staff.models import Author
from kabar.stories import services as newsroom
from kabar.stories.models import FormerAddress, Story, StoryByline, Takedown
from kabar.stories.rules import Ground
from kabar.stories.testing import a_draft, a_live_story, a_section, an_author, rina
from kabar.topics.models import Topic
from kabar.wire.exporters.paper import story_line
from kabar.wire.models import ImportRun, ReceivedPicture, ReceivedStory
from kabar.wire.services import ImportRefused, export, import_stories

pytestmark = pytest.mark.django_db
MAY = datetime(2022, 5, 13, 3, 0, 5, 123456, tzinfo=UTC)


def a_full_paper() -> None:
    """A live story of every block, one killed, one withdrawn, a draft, and a draft over a live story."""
    picture, other = a_picture(
        focal_point_x=10, focal_point_y=20, people="Budi Santoso", place="Kupang", usage="once",
        owner="ANTARA", terms="Hanya daring", protects="child", unrecognisable=True, ai_use="altered",
        taken_at=datetime(2024, 5, 1, 3, 4, tzinfo=UTC), rights_until=datetime(2099, 1, 1, tzinfo=UTC),
    ), a_picture(origin="dari-jauh")  # fmt: skip
    picture.tags.add("sawah", "panen")
    section = a_section("Global", description="Dunia", hue=12, position=3)
    pointed = a_live_story("Yang ditunjuk", section=section)
    body = [
        (
            "paragraph",
            '<p data-block-key="abc12">Isi <b>tebal</b> &amp; <a href="https://a.id/?x=1&amp;y=2">t</a></p>',
        ),
        ("heading", {"text": "Judul < kecil", "level": "3"}),
        ("quote", {"text": "“Kata”", "who": "Budi", "role": "Menteri"}),
        ("list", {"ordered": True, "items": ["<p>satu</p>", "<p>dua</p>"]}),
        ("picture", {"picture": other, "caption": "Di sini", "alt": "", "size": "wide"}),
        ("gallery", {"title": "G", "pictures": [{"picture": picture, "caption": "x"}]}),
        ("fact_box", {"title": "Fakta", "body": "<ul><li>a</li></ul>"}),
        ("embed", {"url": "https://www.youtube.com/watch?v=abcdefg", "caption": ""}),
        ("also_read", {"story": pointed.pk, "title": "", "url": ""}),
        ("also_read", {"story": None, "title": "Di luar", "url": "https://luar.id/x"}),
    ]
    full = a_live_story(
        "Berita lengkap", at=MAY, section=section, body=body, kicker="K", standfirst="S\nS",
        slugline="lengkap", language="en", dateline_place="Jayapura", dateline_zone="Asia/Jayapura",
        lead_picture=picture,
        lead_caption="Teras", distributor=Distributor.objects.create(name="Reuters", slug="reuters"),
        names=("Ayu Lestari", "Sari"), may_harm=True, unverified=True, first_source="Bupati",
        why_urgent="Banjir", out_of_reach="Camat", protects_witness=True, ai_use="assisted",
        ai_approved_by="Rina", sponsor="Toko",
    )  # fmt: skip
    full.body.append(("table", _a_table(full)))
    full.topics.set([Topic.objects.create(name="Banjir", slug="banjir", summary="Air")])
    full.bylines.add(StoryByline(author=an_author("Rina"), role="editor"))
    newsroom.save_draft(full)
    newsroom.publish(full, at=MAY)
    FormerAddress.objects.create(paper="main", path="/?p=12", story=full)
    newsroom.kill(a_live_story("Yang salah"), by=rina(), reason="Salah orang", ground=Ground.COUNCIL)
    newsroom.withdraw(a_live_story("Yang ditarik"), by=rina(), reason="Menunggu konfirmasi")
    newsroom.spike(a_draft("Yang dibuang"), by=rina())
    draft = a_draft("Yang belum selesai")
    draft.headline = "Yang sudah diubah"
    newsroom.save_draft(draft)
    over = a_live_story("Yang dibaca")
    over.headline = "Yang sedang disunting"
    newsroom.save_draft(over)
    a_picture(title="Tak terpakai")


def _a_table(story: Story) -> Any:
    block = story.body.stream_block.child_blocks["table"]
    cells = [{"values": ["1", "2"]}]
    return block.to_python(
        {
            "columns": [{"type": "text", "heading": "A"}, {"type": "text", "heading": "B"}],
            "rows": cells,
            "caption": "T",
        }
    )


def empty_the_paper() -> None:
    for model in (
        ReceivedStory,
        ReceivedPicture,
        ImportRun,
        Takedown,
        Story,
        Picture,
        Section,
        Topic,
        Author,
        Distributor,
    ):
        with lifted(connection):
            model.objects.all().delete()


def as_told() -> list[dict[str, Any]]:
    """Return every story as an export tells it, with names for the keys that differ between papers."""
    titles = {str(picture.pk): f"picture {picture.title}" for picture in Picture.objects.all()}
    headlines = {str(story.pk): f"story {story.headline}" for story in Story.objects.all()}
    told = []
    for story in Story.objects.order_by("pk"):
        line = story_line(settings.PAPER, story)
        text = re.sub(
            r'"(?:lead_)?picture": (\d+)', lambda found: f'"p": "{titles[found[1]]}"', json.dumps(line)
        )
        text = re.sub(r'"story": (\d+)', lambda found: f'"s": "{headlines[found[1]]}"', text)
        line = json.loads(text)
        for name in ("id",):
            line.pop(name)
        line["kabar"].pop("key")
        told.append(line)
    return told


def cards() -> dict[str, Any]:
    return {
        "sections": list(Section.objects.order_by("slug").values("slug", "name", "position", "hue")),
        "authors": list(Author.objects.values("slug", "name").order_by("slug")),
        "topics": list(Topic.objects.values("slug", "name", "summary").order_by("slug")),
        "distributors": list(Distributor.objects.values("slug", "name", "url").order_by("slug")),
        "pictures": [
            (p.title, p.description, p.caption, p.credit, p.rights, p.origin, p.focal_point_x, p.width,
             p.released, sorted(p.tags.names()), p.file.read(), p.owner, p.terms, p.usage, p.place, p.people,
             p.protects, p.unrecognisable, p.ai_use, p.taken_at, p.rights_until)
            for p in Picture.objects.order_by("title")
        ],
    }  # fmt: skip


def test_an_export_taken_into_an_empty_paper_equals_the_original_in_every_field(tmp_path: Path) -> None:
    a_full_paper()
    stories, before = as_told(), cards()
    assert export(settings.PAPER, tmp_path / "luar").created == len(stories) == 7
    empty_the_paper()
    report = import_stories(settings.PAPER, tmp_path / "luar" / "stories.jsonl.gz")
    assert (report.created, report.ok, dict(report.skipped)) == (7, True, {})
    for told, original in zip(as_told(), stories, strict=True):
        assert told.pop("kabar") == original.pop("kabar")
        assert told == original
    assert cards() == before


def test_a_round_trip_run_twice_changes_nothing(tmp_path: Path) -> None:
    a_full_paper()
    export(settings.PAPER, tmp_path)
    empty_the_paper()
    import_stories(settings.PAPER, tmp_path / "stories.jsonl.gz")
    again = import_stories(settings.PAPER, tmp_path / "stories.jsonl.gz")
    assert (again.created, again.updated, again.unchanged) == (0, 0, 7)
    assert Picture.objects.count() == 3


def test_an_export_taken_into_the_paper_it_came_from_doubles_nothing(tmp_path: Path) -> None:
    a_full_paper()
    export(settings.PAPER, tmp_path)
    before, pictures = Story.objects.count(), Picture.objects.count()
    report = import_stories(settings.PAPER, tmp_path / "stories.jsonl.gz")
    assert report.created == 0
    assert sum(report.skipped.values()) == before == Story.objects.count()
    assert Picture.objects.count() == pictures


def test_an_export_is_the_same_bytes_twice_and_copies_each_original_once(tmp_path: Path) -> None:
    a_full_paper()
    export(settings.PAPER, tmp_path)
    first = (tmp_path / "stories.jsonl.gz").read_bytes()
    media = {file: file.stat().st_mtime_ns for file in (tmp_path / "media").rglob("*.*")}
    export(settings.PAPER, tmp_path)
    assert (tmp_path / "stories.jsonl.gz").read_bytes() == first
    assert {file: file.stat().st_mtime_ns for file in (tmp_path / "media").rglob("*.*")} == media
    assert not list(tmp_path.rglob("*.part"))


def test_anybody_can_read_the_plain_part_of_an_export(tmp_path: Path) -> None:
    a_full_paper()
    export(settings.PAPER, tmp_path)
    text = gzip.decompress((tmp_path / "stories.jsonl.gz").read_bytes()).decode()
    lines = [json.loads(line) for line in text.splitlines()]
    full = next(line for line in lines if line["title"] == "Berita lengkap")
    assert full["published"] == "2022-05-13T10:00:05.123456+07:00"
    assert full["url"] == "http://localhost:8000/global/2022/05/13/berita-lengkap"
    assert full["body"][0] == "Isi tebal & t"
    assert {"read_also": {"title": "Di luar", "url": "https://luar.id/x"}} in full["body"]


def test_a_line_of_an_export_alone_without_its_folder_is_refused(tmp_path: Path) -> None:
    a_full_paper()
    export(settings.PAPER, tmp_path)
    alone = tmp_path / "lain" / "stories.jsonl.gz"
    alone.parent.mkdir()
    alone.write_bytes((tmp_path / "stories.jsonl.gz").read_bytes())
    report = import_stories(settings.PAPER, alone)
    assert report.problem_count == 7
    assert "manifest.json" in report.problems[0]


def test_a_tampered_export_brings_nothing_hostile(tmp_path: Path) -> None:
    a_live_story("Baik")
    export(settings.PAPER, tmp_path)
    empty_the_paper()
    file = tmp_path / "stories.jsonl.gz"
    line = json.loads(gzip.decompress(file.read_bytes()))
    line["kabar"]["blocks"] = [
        {"type": "paragraph", "value": "<p onclick=alert(1)>x<script>alert(1)</script></p>"},
        {
            "type": "paragraph",
            "value": '<p><a href="javascript:alert(1)">x</a><img src=x onerror=alert(1)></p>',
        },
        {"type": "list", "value": {"ordered": False, "items": ["<svg onload=alert(1)>x"]}},
    ]
    embed = {"type": "embed", "value": {"url": "https://jahat.example/"}}
    evil = {**line, "kabar": {**line["kabar"], "key": 99, "path": None, "blocks": [embed]}}
    file.write_bytes(gzip.compress(f"{json.dumps(line)}\n{json.dumps(evil)}\n".encode()))
    report = import_stories(settings.PAPER, file)
    assert (report.created, report.problem_count) == (1, 1)
    told = json.dumps(Story.objects.get().body.get_prep_value())
    assert not any(bad in told for bad in ("script", "onclick", "onerror", "onload", "<img", "<svg"))


def test_a_manifest_of_another_form_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"form": 99, "source": "x"}')
    (tmp_path / "stories.jsonl").write_text("{}\n")
    with pytest.raises(ImportRefused, match="form 99"):
        import_stories(settings.PAPER, tmp_path / "stories.jsonl")
