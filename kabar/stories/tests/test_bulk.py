"""Archives go to press by the hundred: each story with its address and names, all in one edition."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from kabar.editions.models import Edition
from kabar.staff.models import AuditEntry
from kabar.stories import services
from kabar.stories.bulk import Filed, publish_many
from kabar.stories.models import FormerAddress, State, Story, StoryByline
from kabar.stories.rows import insert
from kabar.stories.rules import Ground
from kabar.stories.signals import stories_published_in_bulk
from kabar.stories.testing import a_live_story, a_section, an_author, rina
from kabar.topics.models import Topic

pytestmark = pytest.mark.django_db
MAY = datetime(2022, 5, 13, 3, 0, tzinfo=UTC)


def filed(headline: str, **also: Any) -> Filed:
    """Return a live story of May, not yet written."""
    facts = {"state": State.LIVE, "first_published_at": MAY, "section": a_section(), **also.pop("story", {})}
    return Filed(Story(headline=headline, body=[("paragraph", "<p>Isi.</p>")], **facts), **also)


def test_a_batch_is_one_edition_and_one_audit_row() -> None:
    edition = publish_many([filed("Satu"), filed("Dua")], source="arsip")
    assert Edition.objects.get() == edition
    assert edition.kind == Edition.Kind.IMPORT
    assert len(edition.subjects) == 2
    assert {"front:main", "latest:main", "feeds:main", "date:main:2022-05-13"} <= set(edition.keys)
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.details["created"]) == ("import", 2)


def test_stories_of_the_same_headline_and_day_stand_at_numbered_addresses() -> None:
    a_live_story("Sama", at=MAY)
    publish_many([filed("Sama") for _ in range(7)])
    paths = set(Story.objects.values_list("path", flat=True))
    assert paths == {"/global/2022/05/13/sama", *(f"/global/2022/05/13/sama-{n}" for n in range(2, 9))}
    assert all(story.path.endswith(story.slug) for story in Story.objects.all())


def test_an_address_somebody_once_had_is_not_given_away() -> None:
    old = a_live_story("Lama", at=MAY)
    FormerAddress.objects.create(paper="main", path="/global/2022/05/13/baru", story=old)
    batch = [filed("Baru")]
    publish_many(batch)
    assert batch[0].story.path == "/global/2022/05/13/baru-2"


def test_a_headline_without_latin_letters_has_an_address_all_the_same() -> None:
    batch = [filed("日本語"), filed("한국어")]
    publish_many(batch)
    assert len({each.story.path for each in batch}) == 2


def test_settling_a_batch_asks_the_database_as_often_for_five_as_for_fifty(
    django_assert_max_num_queries: Any,
) -> None:
    a_section()
    five, fifty = [filed(f"A {n}") for n in range(5)], [filed(f"B {n}") for n in range(50)]
    with django_assert_max_num_queries(25) as captured:
        publish_many(five)
    with django_assert_max_num_queries(len(captured)):
        publish_many(fifty)


def test_names_topics_and_former_addresses_are_written_with_the_story() -> None:
    topic = Topic.objects.create(name="Banjir", slug="banjir")
    names = [(an_author("Ayu").pk, StoryByline.Role.WRITER), (an_author("Rina").pk, StoryByline.Role.EDITOR)]
    publish_many([filed("Banjir", bylines=names, topics=[topic.pk, topic.pk], former=["/?p=1", "/lama/"])])
    story = Story.objects.get()
    assert [(line.author.name, line.role) for line in story.bylines.all()] == [
        ("Ayu", "writer"),
        ("Rina", "editor"),
    ]
    assert list(story.topics.all()) == [topic]
    assert {former.path for former in story.former_addresses.all()} == {"/?p=1", "/lama/"}


def test_a_draft_in_a_batch_stays_in_the_building() -> None:
    edition = publish_many([filed("Rahasia", story={"state": State.DRAFT, "first_published_at": None})])
    story = Story.objects.get()
    assert not story.live and story.path is None
    assert edition.subjects == [] and edition.keys == []


def test_whoever_listens_hears_of_the_batch_when_it_has_committed(
    django_capture_on_commit_callbacks: Any,
) -> None:
    heard: list[Any] = []

    def listen(sender: type, stories: list[Story], edition: Edition, **kwargs: Any) -> None:
        heard.append(([story.headline for story in stories], edition.kind))

    stories_published_in_bulk.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            publish_many([filed("Satu"), filed("Dua", story={"state": State.DRAFT})])
            assert heard == []
    finally:
        stories_published_in_bulk.disconnect(listen)
    assert heard == [(["Satu"], Edition.Kind.IMPORT)]


def test_an_editor_opens_edits_and_publishes_an_imported_story() -> None:
    publish_many([filed("Arsip", bylines=[(an_author("Ayu").pk, "writer")])])
    story = Story.objects.get()
    path = story.path
    assert story.get_latest_revision() is None
    story.headline = "Arsip diperbaiki"
    services.save_draft(story, by=rina())
    assert Story.objects.get().headline == "Arsip"
    services.publish(Story.objects.get(), by=rina())
    printed = Story.objects.get()
    assert (printed.headline, printed.path, printed.first_published_at) == ("Arsip diperbaiki", path, MAY)
    assert [line.author.name for line in printed.bylines.all()] == ["Ayu"]
    services.kill(printed, by=rina(), reason="Salah orang", ground=Ground.COUNCIL)
    assert Story.objects.get().state == State.KILLED


def test_an_imported_story_published_as_it_is_gets_its_first_revision() -> None:
    publish_many([filed("Arsip")])
    services.publish(Story.objects.get(), by=rina())
    assert Story.objects.get().live_revision is not None


def test_an_update_in_bulk_replaces_text_and_names_and_reprints_where_the_story_stood() -> None:
    publish_many([filed("Lama", bylines=[(an_author("Ayu").pk, "writer")])])
    story = Story.objects.get()
    story.headline, story.section = "Baru", a_section("Olahraga")
    edition = publish_many([Filed(story, bylines=[(an_author("Budi").pk, "writer")])])
    story = Story.objects.get()
    assert story.path == "/olahraga/2022/05/13/lama"
    assert FormerAddress.objects.get().path == "/global/2022/05/13/lama"
    assert [line.author.name for line in story.bylines.all()] == ["Budi"]
    sections = {f"section:{a_section().pk}", f"section:{story.section_id}"}
    assert {f"story:{story.pk}", *sections} <= set(edition.keys)


def test_rows_written_in_bulk_read_like_rows_written_one_by_one() -> None:
    publish_many(
        [filed("Curah", story={"kicker": "K", "standfirst": "Baris\tsatu\nbaris \\ dua", "origin": "x"})]
    )
    story = Story.objects.get()
    assert story.standfirst == "Baris\tsatu\nbaris \\ dua"
    assert story.state == State.LIVE and story.first_published_at == MAY
    assert story.body[0].value.source == "<p>Isi.</p>"
    one_by_one = a_live_story("Satu per satu")
    assert one_by_one.pk > story.pk


def test_a_row_that_breaks_a_constraint_leaves_nothing_behind() -> None:
    rows = [Topic(name="A", slug="a"), Topic(name="B", slug="a")]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(rows)
    assert not Topic.objects.exists()
    assert connection.is_usable()
