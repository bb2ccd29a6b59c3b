"""Archives of JSON lines: what comes in, what is dropped or refused, what a second run leaves alone."""

from __future__ import annotations

import gc
import gzip
import json
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from kabar import clock
from kabar.sections.models import Section
from kabar.sources.models import Distributor
from kabar.stories import services as newsroom
from kabar.stories.models import State, Story
from kabar.stories.queries import live
from kabar.stories.rules import Ground
from kabar.stories.testing import rina
from kabar.wire.importers import lines
from kabar.wire.importers.filing import Desk
from kabar.wire.models import ImportRun
from kabar.wire.reports import Report
from kabar.wire.services import ImportRefused, import_stories
from kabar.wire.tests.material import shared

pytestmark = pytest.mark.django_db


def a_line(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"n{number}",
        "site": "kantor-berita.id",
        "channel": "Global",
        "title": f"Berita nomor {number}",
        "published": "2022-05-13T10:00:00+07:00",
        "url": f"https://kantor-berita.id/global/{number}",
        "body": ["Paragraf <satu> & dua."],
        **fields,
    }


@pytest.fixture
def written(tmp_path: Path) -> Any:
    def write(*lines: Any, name: str = "arsip.jsonl") -> Path:
        file = tmp_path / name
        text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines) + "\n"
        packed = gzip.compress(text.encode()) if name.endswith(".gz") else text.encode()
        file.write_bytes(packed)
        return file

    return write


def take_in(file: Path) -> Report:
    return import_stories(settings.PAPER, file)


def test_a_line_becomes_a_live_story_with_its_date_section_and_source(written: Any) -> None:
    report = take_in(written(a_line(), name="arsip.jsonl.gz"))
    story = Story.objects.get()
    assert (report.created, report.ok) == (1, True)
    assert story.path == "/global/2022/05/13/berita-nomor-1"
    assert story.first_published_at == datetime(2022, 5, 13, 3, tzinfo=UTC)
    assert story.body.raw_data[0]["value"] == "<p>Paragraf &lt;satu&gt; &amp; dua.</p>"
    assert story.distributor == Distributor.objects.get(name="kantor-berita.id")
    assert story.origin == "https://kantor-berita.id/global/1"


def test_a_second_run_changes_nothing_and_a_changed_line_is_an_update(written: Any) -> None:
    take_in(written(a_line(1), a_line(2)))
    again = take_in(written(a_line(1), a_line(2)))
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    changed = take_in(written(a_line(1), a_line(2, title="Judul baru"), a_line(3)))
    assert (changed.created, changed.updated, changed.unchanged) == (1, 1, 1)
    assert Story.objects.get(headline="Judul baru").path == "/global/2022/05/13/berita-nomor-2"


def test_what_the_newsroom_did_since_is_never_overwritten(written: Any) -> None:
    take_in(written(a_line(1), a_line(2)))
    edited, killed = Story.objects.order_by("pk")
    edited.headline = "Disunting Rina"
    newsroom.save_draft(edited, by=rina())
    newsroom.publish(edited, by=rina())
    newsroom.kill(killed, by=rina(), reason="Salah", ground=Ground.COUNCIL)
    report = take_in(written(a_line(1, title="X"), a_line(2, title="Y")))
    assert report.skipped == {"edited here since it came in": 1, "killed here since it came in": 1}
    assert set(Story.objects.values_list("headline", "state")) == {
        ("Disunting Rina", "live"),
        ("Berita nomor 2", "killed"),
    }


def test_a_malformed_line_is_one_clear_line_and_the_rest_comes_in(written: Any) -> None:
    file = written(
        a_line(1), "{bukan json", "[]", {"title": "tanpa alamat", "body": []}, a_line(2, body="teks"),
        a_line(3, published="kemarin"), a_line(4, body=[{"foto": 1}]), a_line(5),
    )  # fmt: skip
    report = take_in(file)
    assert report.created == 2
    assert not report.ok
    assert [line.split(": ")[0] for line in report.problems] == [f"{file}:{n}" for n in (2, 3, 4, 5, 6, 7)]
    assert all("\n" not in line for line in report.problems)


def test_a_damaged_gzip_file_is_refused_before_anything_is_written(written: Any) -> None:
    file = written(*[a_line(n) for n in range(50)], name="arsip.jsonl.gz")
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(ImportRefused, match="damaged or cut off"):
        take_in(file)
    assert not Story.objects.exists()


def test_a_missing_file_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"tak-ada\.jsonl: cannot be read"):
        take_in(tmp_path / "tak-ada.jsonl")


def test_noise_of_the_page_is_dropped_and_counted(written: Any) -> None:
    body = [
        "ADVERTISEMENT",
        "Isi.",
        "[Gambas:Video CNN]",
        "Baca juga:",
        "* * *",
        "SCROLL TO CONTINUE WITH CONTENT",
    ]
    report = take_in(written(a_line(body=body)))
    assert len(Story.objects.get().body.raw_data) == 1
    assert report.notes["dropped: advertisement"] == 2
    assert sum(count for note, count in report.notes.items() if note.startswith("dropped")) == 5


def test_sections_that_differ_only_in_case_are_one_and_none_takes_a_word_of_the_paper(written: Any) -> None:
    channels = ["bisnis", "Bisnis", "BISNIS", "TV", "Redaksi", "News & Entertainment", "日本"]
    take_in(written(*[a_line(n, channel=name) for n, name in enumerate(channels)]))
    sections = dict(Section.objects.values_list("slug", "name"))
    assert sections["bisnis"] == "Bisnis" and sections["tv"] == "TV"
    assert sections["kanal-redaksi"] == "Redaksi" and "redaksi" not in sections
    assert len(sections) == 5
    assert Section.objects.filter(on_menu=True).count() == 5


def test_an_also_read_finds_its_story_before_or_after_it(written: Any) -> None:
    first = a_line(1, body=["Isi.", {"read_also": "Berita Nomor 2"}, {"read_also": "Tak pernah ada"}])
    second = a_line(2, body=[{"read_also": {"title": "Yang pertama", "url": a_line(1)["url"]}}])
    take_in(written(first))
    take_in(written(second, name="lain.jsonl"))
    one, two = Story.objects.order_by("pk")
    assert [block["value"]["story"] for block in one.body.raw_data[1:]] == [two.pk, None]
    assert two.body.raw_data[0]["value"]["story"] == one.pk
    assert take_in(written(first)).unchanged == 1


def test_a_pointer_written_as_text_becomes_an_also_read(written: Any) -> None:
    take_in(written(a_line(1, body=["Baca juga: Harga beras naik lagi"])))
    block = Story.objects.get().body.raw_data[0]
    assert (block["type"], block["value"]["title"]) == ("also_read", "Harga beras naik lagi")


def test_a_story_without_a_title_or_date_gets_them_from_its_address_or_its_summary(written: Any) -> None:
    crawled = a_line(1, title=None, published=None, url="https://a.id/e/20250812154745-1/pajak-baru-naik")
    summarised = a_line(
        2, title=None, slug="harga-beras", published=None, summarised_at="2017-03-28T04:15:36+00:00"
    )
    report = take_in(written(crawled, summarised))
    one, two = Story.objects.order_by("pk")
    assert (one.headline, one.first_published_at) == (
        "Pajak baru naik",
        datetime(2025, 8, 12, 8, 47, 45, tzinfo=UTC),
    )
    assert (two.headline, two.first_published_at.year) == ("Harga beras", 2017)
    assert report.notes["headline made from the address"] == 2


def test_a_story_whose_date_nobody_knows_leads_no_list_and_prints_none(written: Any, client: Any) -> None:
    report = take_in(written(a_line(1, published=None), a_line(2)))
    undated, dated = Story.objects.order_by("pk")
    assert report.notes["without a date: filed behind all others"] == 1
    assert list(live("main")) == [dated, undated]
    page = client.get(undated.path).content.decode()
    assert [line for line in page.splitlines() if "story-time" in line] == []
    assert "datePublished" not in page and "article:published_time" not in page
    feed = client.get("/rss.xml").content.decode()
    assert (feed.count("<item>"), feed.count("<pubDate>")) == (2, 1)
    assert client.get("/sitemap-1.xml").content.decode().count("<lastmod>") == 1
    undated.headline = "Diberi judul baru"
    newsroom.save_draft(undated)
    newsroom.publish(undated)
    assert list(live("main")) == [dated, undated]
    assert "story-updated" in client.get(undated.path).content.decode()


def test_a_story_dated_tomorrow_is_kept_as_a_draft(written: Any) -> None:
    take_in(written(a_line(published=clock.now().replace(year=clock.now().year + 1).isoformat())))
    story = Story.objects.get()
    assert (story.state, story.live, story.path) == (State.DRAFT, False, None)


def test_a_line_that_comes_twice_in_a_file_is_one_story(written: Any) -> None:
    report = take_in(written(a_line(1), a_line(1, title="Lain")))
    assert (report.created, sum(report.skipped.values())) == (1, 1)
    again = take_in(written(a_line(1), a_line(1, title="Lain")))
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)


def test_an_interrupted_import_goes_on_where_it_stopped(
    written: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kabar.wire.importers.filing.BATCH", 3)
    file = written(*[a_line(n) for n in range(10)])
    whole, calls = Desk._commit, []

    def cut_off(self: Desk, prepared: list[Any]) -> None:
        calls.append(len(prepared))
        if len(calls) == 3:
            raise KeyboardInterrupt
        whole(self, prepared)

    monkeypatch.setattr(Desk, "_commit", cut_off)
    with pytest.raises(KeyboardInterrupt):
        take_in(file)
    assert Story.objects.count() == ImportRun.objects.get().place == 6
    monkeypatch.setattr(Desk, "_commit", whole)
    report = take_in(file)
    assert (report.created, report.unchanged) == (10, 0)
    assert Story.objects.count() == 10
    assert ImportRun.objects.get().finished_at is not None


def test_an_import_maps_no_database_into_its_memory_and_looks_for_garbage_among_its_own(
    written: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mapped() -> Any:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size" if connection.vendor == "sqlite" else "SELECT 0")
            return cursor.fetchone()

    whole, before, seen = Desk._commit, (mapped(), gc.get_threshold()), []

    def look(self: Desk, prepared: list[Any]) -> None:
        seen.append((mapped() in (None, (0,)), gc.get_freeze_count() > 100_000))
        whole(self, prepared)

    monkeypatch.setattr(Desk, "_commit", look)
    take_in(written(a_line(1)))
    assert set(seen) == {(True, True)}
    assert (mapped(), gc.get_threshold()) == before and gc.get_freeze_count() == 0


@pytest.mark.parametrize(
    ("archive", "stories", "every"),
    [
        ("id-news-2025-dev", 3443, 1),
        # Shaped like the first: what it tells of a database, that one has told.
        pytest.param("id-news-indosum", 3463, 1, marks=pytest.mark.once),
        pytest.param("id-news-2019", 21938, 10, marks=pytest.mark.once),
    ],
)
@pytest.mark.slow
def test_every_story_of_a_real_archive_is_accounted_for(
    archive: str, stories: int, every: int, tmp_path: Path, long_run: bool
) -> None:
    file = shared(archive, "articles.jsonl.gz")
    assert lines.count(file) == stories
    if every > 1 and not long_run:
        file, stories = sample(file, every, tmp_path), -(-stories // every)
    report = take_in(file)
    assert (report.total, report.ok) == (stories, True)
    assert report.created + sum(report.skipped.values()) == stories
    assert Story.objects.filter(live=True).count() == report.created
    assert Story.objects.filter(live=True, path=None).count() == 0


def sample(file: Path, every: int, folder: Path) -> Path:
    """Return the first of every so many lines of an archive; `--long` takes in all of them."""
    some = folder / file.name
    with lines.opened(file) as stream, gzip.open(some, "wb", compresslevel=1) as out:
        out.writelines(islice(stream, None, None, every))
    return some
