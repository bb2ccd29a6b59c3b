"""A batch of an archive is found by search as soon as it is in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from kabar.archive import tasks
from kabar.archive.models import SearchEntry
from kabar.archive.search import aside, queries, services
from kabar.archive.search.apart import Apart
from kabar.archive.search.index import Scope
from kabar.archive.search.queries import Order
from kabar.archive.search.questions import understand
from kabar.clock import now
from kabar.stories import services as desk
from kabar.stories.bulk import Filed, publish_many, taken_in
from kabar.stories.models import State, Story
from kabar.stories.rules import Ground
from kabar.stories.testing import a_live_story, a_section, rina


@pytest.fixture
def apart() -> Iterator[Apart]:
    opened = Apart()
    yield opened
    opened.close()


def a_filed(headline: str) -> Filed:
    facts = {"section": a_section(), "first_published_at": now(), "body": [("paragraph", "<p>Isi.</p>")]}
    return Filed(Story(headline=headline, state=State.LIVE, **facts))


def found(word: str) -> list[int]:
    ranking = queries.ranked(understand(word), Scope("main"), Order.BEST)
    return [candidate.story_id for candidate in ranking.candidates]


def pages_of_waiting_words() -> int:
    sql = "SELECT gin_clean_pending_list('archive_search_words')"
    with connection.cursor() as cursor:
        cursor.execute(sql if connection.vendor == "postgresql" else "SELECT 0")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_batch_of_an_archive_is_found_when_it_has_committed(
    django_capture_on_commit_callbacks: Any,
) -> None:
    facts = {"section": a_section(), "first_published_at": now(), "body": [("paragraph", "<p>Isi.</p>")]}
    batch = [
        Filed(Story(headline="Harga beras", state=State.LIVE, **facts)),
        Filed(Story(headline="Rahasia", state=State.DRAFT, **facts)),
    ]
    with django_capture_on_commit_callbacks(execute=True):
        publish_many(batch)
        assert not SearchEntry.objects.exists()
    assert [entry.story_id for entry in SearchEntry.objects.all()] == [batch[0].story.pk]


@pytest.mark.django_db(transaction=True)
class TestBesideAnImport:
    """With more to come, PostgreSQL indexes a batch while the next is read."""

    def test_all_of_it_is_found_when_the_archive_is_in(self) -> None:
        for number in range(4):
            publish_many([a_filed(f"Beras {number}")], more=True)
        taken_in()
        assert SearchEntry.objects.count() == 4
        assert services.catch_up() == 0

    def test_no_word_waits_when_a_short_archive_is_in_whoever_publishes_meanwhile(self) -> None:
        publish_many([a_filed(f"Beras {number}") for number in range(120)], more=True)
        publish_many([a_filed("Gabah")])
        taken_in()
        assert pages_of_waiting_words() == 0
        assert (len(found("beras")), len(found("gabah"))) == (120, 1)

    def test_words_of_single_stories_are_put_away_by_the_jobs_unless_an_archive_comes_in(self) -> None:
        a_live_story("Beras")
        tasks.keep_up()
        assert pages_of_waiting_words() == 0
        publish_many([a_filed("Jagung")], more=True)
        a_live_story("Kelapa")
        tasks.keep_up()
        waiting = pages_of_waiting_words()
        assert waiting == (1 if connection.vendor == "postgresql" else 0)
        taken_in()

    def test_what_an_editor_changed_meanwhile_is_found_by_its_new_words(self, apart: Apart) -> None:
        batch = [a_filed("Beras lama")]
        edition = publish_many(batch)
        story = Story.objects.get(pk=batch[0].story.pk)
        story.headline = "Gabah baru"
        desk.save_draft(story)
        desk.publish(story)
        assert aside._index([batch[0].story], edition, apart)
        assert (found("gabah"), found("beras")) == ([story.pk], [])

    def test_a_story_killed_meanwhile_is_not_found(self, apart: Apart) -> None:
        batch = [a_filed("Beras lama")]
        edition = publish_many(batch)
        desk.kill(
            Story.objects.get(pk=batch[0].story.pk),
            by=rina(),
            reason="Melanggar embargo",
            ground=Ground.COUNCIL,
        )
        assert aside._index([batch[0].story], edition, apart)
        assert found("beras") == []

    def test_what_died_with_the_process_is_found_after_the_next_import(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as death:
            death.setattr(services, "index_many", lambda stories, for_each: 1 / 0)
            publish_many([a_filed("Beras tertinggal")])
        assert found("beras") == []
        taken_in()
        assert len(found("beras")) == 1

    def test_a_batch_at_work_is_not_indexed_by_the_jobs_as_well(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as busy:
            busy.setattr(services, "index_many", lambda stories, for_each: 1 / 0)
            publish_many([a_filed("Beras baru masuk")])
        asked: list[str] = []
        monkeypatch.setattr(tasks, "enqueue_once", lambda task, key: asked.append(key))
        tasks.keep_up()
        assert (asked, found("beras")) == ([], [])
