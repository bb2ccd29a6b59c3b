"""What readers find, on whichever database the suite runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from kabar import clock
from kabar.archive import tasks
from kabar.archive.models import SearchEntry, place_of
from kabar.archive.search import queries, services
from kabar.archive.search.index import Scope, index
from kabar.archive.search.queries import Order
from kabar.archive.search.questions import understand
from kabar.editions.models import Edition, Follower
from kabar.editions.services import open_edition
from kabar.progress import Silent
from kabar.stories import services as desk
from kabar.stories.models import State, Story
from kabar.stories.rules import Ground
from kabar.stories.testing import a_draft, a_live_story, a_section, rina
from kabar.topics.models import Topic

pytestmark = pytest.mark.django_db

MAY = datetime(2022, 5, 13, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def news_travels_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send what waits for a commit right away: the test's own transaction never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda call, *args, **kwargs: call())


def found(asked: str, *, order: Order = Order.BEST, **scope: int | None) -> list[str]:
    ranking = queries.ranked(understand(asked), Scope("main", **scope), order)
    return [finding.story.headline for finding in queries.findings(understand(asked), ranking.candidates)]


def with_body(headline: str, text: str, **fields: object) -> Story:
    return a_live_story(headline, body=[("paragraph", f"<p>{text}</p>")], **fields)


def test_budi_finds_a_story_by_a_word_of_its_headline() -> None:
    a_live_story("Harga beras naik di Cianjur")
    a_live_story("Jembatan dibuka")
    assert found("beras") == ["Harga beras naik di Cianjur"]


def test_a_story_is_found_by_a_relative_of_its_word() -> None:
    with_body("Razia malam", "Polisi menangkap dua orang.")
    assert found("penangkapan") == ["Razia malam"]


def test_the_exact_word_comes_before_its_relatives() -> None:
    with_body(
        "Kementerian bekerja", "Kementerian kementerian kementerian.", at=clock.now() - timedelta(hours=2)
    )
    with_body("Menteri datang", "Menteri itu datang.", at=clock.now() - timedelta(hours=1))
    assert found("kementerian") == ["Kementerian bekerja", "Menteri datang"]
    assert found("menteri") == ["Menteri datang", "Kementerian bekerja"]


def test_a_minister_is_not_an_anchovy() -> None:
    a_live_story("Menteri makan siang")
    assert found("teri") == []


def test_a_headline_weighs_more_than_a_body() -> None:
    with_body("Kabar pasar", "Soal beras dan lain-lain.")
    with_body("Beras langka", "Soal pasar.", at=clock.now() - timedelta(days=1))
    assert found("beras") == ["Beras langka", "Kabar pasar"]


def test_a_story_is_found_by_its_topic_and_its_author() -> None:
    story = a_draft("Tanpa judul penting", names=("Ayu Lestari",))
    story.topics = [Topic.objects.create(name="Banjir Demak", slug="banjir-demak")]
    desk.save_draft(story)
    desk.publish(story)
    assert found("demak") == found("lestari") == ["Tanpa judul penting"]


def test_an_english_story_is_found_by_english_stems() -> None:
    with_body("Defence ministers speak", "They talked about hotlines.", language="en")
    assert found("minister talking hotline") == ["Defence ministers speak"]


def test_a_story_in_a_language_without_stems_is_found_by_its_words_as_they_stand() -> None:
    with_body("الجسر المعلق", "عبر السكان الجسر منذ الصباح.", language="ar")
    assert found("السكان") == found("الصباح الجسر") == ["الجسر المعلق"]


def test_a_phrase_is_found_only_in_its_order() -> None:
    with_body("Satu", "Harga beras naik.")
    with_body("Dua", "Beras itu harga diri.")
    assert found('"harga beras"') == ["Satu"]


def test_a_phrase_steps_over_stop_words() -> None:
    a_live_story("Panglima di Papua")
    assert found('"panglima di papua"') == ["Panglima di Papua"]


def test_a_word_with_a_minus_keeps_stories_out() -> None:
    with_body("Satu", "Beras impor.")
    with_body("Dua", "Beras lokal.")
    assert found("beras -impor") == ["Dua"]
    assert found('beras -"beras lokal"') == ["Satu"]


def test_a_name_made_of_stop_words_is_found_in_headlines() -> None:
    a_live_story("The Who kembali ke panggung", language="en")
    assert found("the who") == ["The Who kembali ke panggung"]


def test_a_section_narrows_the_search() -> None:
    global_section, sport = a_section("Global"), a_section("Olahraga")
    a_live_story("Menteri olahraga dunia", section=global_section)
    a_live_story("Menteri datang ke stadion", section=sport)
    assert found("menteri", section_id=sport.pk) == ["Menteri datang ke stadion"]


def test_days_narrow_the_search() -> None:
    a_live_story("Menteri lama", at=MAY)
    a_live_story("Menteri baru", at=MAY + timedelta(days=10))
    assert found("menteri", since=place_of(MAY + timedelta(days=5))) == ["Menteri baru"]
    assert found("menteri", until=place_of(MAY + timedelta(days=5))) == ["Menteri lama"]


def test_the_newest_may_be_asked_for_first() -> None:
    a_live_story("Beras beras beras", at=MAY)
    with_body("Lain", "Beras.", at=MAY + timedelta(days=1))
    assert found("beras", order=Order.NEWEST) == ["Lain", "Beras beras beras"]
    assert found("beras") == ["Beras beras beras", "Lain"]


def test_of_two_alike_the_newer_comes_first() -> None:
    a_live_story("Gempa di Cianjur", at=MAY)
    a_live_story("Gempa di Cianjur lagi", at=clock.now())
    assert found("gempa cianjur")[0] == "Gempa di Cianjur lagi"


def test_stories_with_most_of_the_words_follow_those_with_all() -> None:
    a_live_story("Banjir rob Demak merendam sawah")
    a_live_story("Banjir rob Semarang")
    asked = understand("banjir rob demak")
    ranking = queries.ranked(asked, Scope("main"))
    assert (ranking.exact, ranking.count, ranking.loosened) == (1, 2, True)


def test_another_paper_is_not_searched(settings: Any) -> None:
    settings.PAPER = replace(settings.PAPER, sisters=(replace(settings.PAPER, key="other"),))
    a_live_story("Beras di koran lain", section=a_section("Lain", paper="other"))
    a_live_story("Beras di koran ini")
    assert found("beras") == ["Beras di koran ini"]


@pytest.mark.parametrize("leave", [desk.withdraw, partial(desk.kill, ground=Ground.COUNCIL)])
def test_a_story_that_left_is_not_found(leave: Callable[..., object]) -> None:
    story = a_live_story("Beras hilang")
    leave(story, by=rina(), reason="Keliru")
    assert found("beras") == []
    assert not SearchEntry.objects.exists()


def test_a_draft_stays_in_the_building() -> None:
    a_draft("Beras rahasia")
    draft = a_live_story("Jembatan dibuka")
    draft.headline = "Beras rahasia di jembatan"
    desk.save_draft(draft)
    services.reindex()
    assert found("rahasia") == []


def test_a_story_dated_ahead_is_not_indexed() -> None:
    story = a_live_story("Beras besok")
    Story.objects.filter(pk=story.pk).update(first_published_at=clock.now() + timedelta(hours=1))
    services.index_stories([story.pk])
    assert not SearchEntry.objects.exists()


def test_a_stale_entry_shows_nothing() -> None:
    story = a_live_story("Beras gaib")
    Story.objects.filter(pk=story.pk).update(live=False, state=State.KILLED)
    assert found("beras") == []


def test_a_corrected_story_is_found_by_its_new_words_only() -> None:
    story = a_live_story("Beras naik")
    story.headline = "Jagung naik"
    desk.save_draft(story)
    desk.publish(story)
    assert found("jagung") == ["Jagung naik"]
    assert found("beras") == []


def test_a_deleted_story_leaves_nothing_behind() -> None:
    story = a_live_story("Beras hilang")
    SearchEntry.objects.filter(story=story).delete()
    assert queries.ranked(understand("beras"), Scope("main")).count == 0


def crash_before_indexing(monkeypatch: pytest.MonkeyPatch, headline: str) -> Story:
    """Return a live story whose process died between its commit and the index."""
    with monkeypatch.context() as death:
        death.setattr(transaction, "on_commit", lambda call, *args, **kwargs: None)
        return a_live_story(headline)


def test_what_a_crash_kept_from_the_index_is_caught_up(monkeypatch: pytest.MonkeyPatch) -> None:
    services.catch_up()
    story = crash_before_indexing(monkeypatch, "Beras tertinggal")
    assert services.catch_up() == 1
    assert found("beras") == ["Beras tertinggal"]
    assert Follower.objects.get(name=services.FOLLOWER).number == Edition.objects.latest("number").number
    assert services.catch_up() == 0
    assert story.live


def test_what_was_indexed_at_once_is_not_indexed_again() -> None:
    services.catch_up()
    a_live_story("Beras naik")
    assert services.catch_up() == 0


def test_pages_that_are_only_printed_anew_do_not_have_a_story_indexed_again() -> None:
    services.catch_up()
    with transaction.atomic():
        open_edition(Edition.Kind.UPDATE, ["beside:17"])
    a_live_story("Beras naik")
    assert services.catch_up() == 0


def test_a_later_story_does_not_hide_one_that_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    services.catch_up()
    crash_before_indexing(monkeypatch, "Beras tertinggal")
    a_live_story("Beras menyusul")
    assert services.catch_up() == 2
    assert set(found("beras")) == {"Beras tertinggal", "Beras menyusul"}


def test_an_edition_of_something_else_is_stepped_over() -> None:
    with transaction.atomic():
        open_edition(Edition.Kind.MASTHEAD, ["paper:main"], subjects=["section:3"])
    assert services.catch_up() == 1


def test_an_archive_is_indexed_by_a_job_and_not_in_a_round(monkeypatch: pytest.MonkeyPatch) -> None:
    services.catch_up()
    story = crash_before_indexing(monkeypatch, "Beras tertinggal")
    an_hour_ago = clock.now() - timedelta(hours=1)
    Edition.objects.update(kind=Edition.Kind.IMPORT, at=an_hour_ago)
    asked: list[str] = []
    monkeypatch.setattr(tasks, "enqueue_once", lambda task, key: asked.append(key))
    tasks.keep_up()
    assert (asked, found("beras")) == (["archive-search"], [])
    tasks.index_archives.call()
    assert found("beras") == ["Beras tertinggal"]
    tasks.keep_up()
    assert len(asked) == 1
    assert story.live


def test_reindexing_goes_on_where_it_was_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        a_live_story(f"Beras {number}")
    SearchEntry.objects.all().delete()
    monkeypatch.setattr(services, "BATCH", 2)

    class Interrupted(Silent):
        def step(self, n: int = 1) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.reindex(Interrupted())
    assert SearchEntry.objects.count() == 2
    progress = Silent()
    assert services.reindex(progress) == 3
    assert (progress.total, progress.done) == (3, 3)
    assert len(found("beras")) == 5


def test_an_importer_indexes_many_at_once() -> None:
    stories = [a_live_story(f"Beras {number}") for number in range(3)]
    SearchEntry.objects.all().delete()
    draft = a_draft("Beras rahasia")
    assert services.index_many(Story.objects.filter(pk__in=[s.pk for s in [*stories, draft]])) == 3
    assert services.index_many(stories) == 3
    services.take_stock()
    assert len(found("beras")) == 3


NASTY = [
    "'",
    '"',
    "\\",
    ":*",
    "a:b",
    "NEAR(",
    "AND",
    "beras OR",
    "body:beras",
    "<->",
    "!beras",
    "&|!",
    "^",
    "%s",
    "{}",
]


@pytest.mark.parametrize("asked", [*NASTY, "beras\0", "beras " * 100, "'); DROP TABLE archive_search; --"])
def test_no_syntax_of_the_database_reaches_it(asked: str) -> None:
    a_live_story("Beras naik")
    found(asked)
    assert SearchEntry.objects.count() == 1


@examples(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=40))
def test_no_question_breaks_the_search(asked: str) -> None:
    queries.ranked(understand(asked), Scope("main"))
    queries.ranked(understand(f'beras "{asked}" -{asked}'), Scope("main"))


def test_every_kind_of_block_is_searched_and_pointers_are_not() -> None:
    blocks = [
        ("heading", {"text": "Alpukat", "level": "2"}),
        ("quote", {"text": "Belimbing", "who": "Cempedak", "role": "Durian"}),
        ("list", {"ordered": False, "items": ["<b>Erbis</b>"]}),
        ("fact_box", {"title": "Flamboyan", "body": "<p>Gandaria</p>"}),
        ("embed", {"url": "https://youtu.be/x", "caption": "Hujan"}),
        ("also_read", {"story": None, "title": "Jambu", "url": "/x"}),
    ]
    a_live_story("Buah", body=blocks)
    fruits = "alpukat belimbing cempedak durian erbis flamboyan gandaria hujan"
    assert [found(fruit) for fruit in fruits.split()] == [["Buah"]] * 8
    assert found("jambu") == []


def test_the_newest_are_the_same_whether_looked_up_among_the_newest_or_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kabar.archive.search.postgresql.index.MANY", 0)
    monkeypatch.setattr("kabar.archive.search.postgresql.index.MOST_OF_ALL", 0.9)
    holding = [number % 4 == 1 for number in range(16)]
    stories = [
        a_live_story(f"Rotan {number}" if holds else f"Kayu {number}", at=MAY + timedelta(hours=number))
        for number, holds in enumerate(holding)
    ]
    services.take_stock()
    newest = [story.pk for story, holds in zip(stories, holding, strict=True) if holds][::-1]
    for limit in (1, 2, 3, 9):
        candidates = index().newest(understand("rotan"), Scope("main"), limit)
        assert [candidate.story_id for candidate in candidates] == newest[:limit]


def test_words_that_nearly_every_story_holds_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    with_body("Pasar ramai", "Harga beras dan gula naik.")
    with_body("Harga gula naik", "Warga mengeluh di pasar.")
    with_body("Hujan lebat", "Harga gula tidak berubah.")
    with_body("Kereta pagi", "Penumpang berdiri.")
    counted = {asked: set(found(asked)) for asked in ("harga", "harga gula", '"gula naik"', "harga -beras")}
    for module in ("sqlite.index", "sqlite.likely", "postgresql.likely"):
        monkeypatch.setattr(f"kabar.archive.search.{module}.TOO_COMMON", 1)
    assert {asked: set(found(asked)) for asked in counted} == counted
    assert found("harga gula")[0] == "Harga gula naik"
    assert found("harga penumpang berdiri")[:1] == ["Kereta pagi"]


def test_the_number_of_a_section_finds_nothing_of_it() -> None:
    nation = a_section("Nasional")
    a_live_story("Gempa mengguncang Cianjur", section=nation)
    a_live_story("Jembatan dibuka", section=nation)
    assert found(f"s{nation.pk} gempa") == ["Gempa mengguncang Cianjur"]


def test_the_entry_of_a_story_stands_by_its_minute() -> None:
    story = a_live_story("Beras", at=MAY)
    entry = SearchEntry.objects.get(pk=story.pk)
    assert entry.place == place_of(MAY, story.pk)
    assert str(story.pk) in str(entry)
