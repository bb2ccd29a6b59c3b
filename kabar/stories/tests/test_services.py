"""A story goes to press, changes, and leaves: wholly or not at all."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from kabar.editions.models import Edition
from kabar.staff.models import AuditEntry
from kabar.stories import queries, services
from kabar.stories.models import FormerAddress, State, Story
from kabar.stories.rules import Ground
from kabar.stories.signals import story_published, story_updated
from kabar.stories.testing import a_draft, a_live_story, a_section, rina

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_draft_stays_in_the_building():
    draft = a_draft()
    assert draft.state == State.DRAFT
    assert draft.path is None
    assert not queries.live("main").exists()
    assert not Edition.objects.exists()


def test_a_published_story_is_live_under_its_date_and_in_the_records():
    story = a_draft("Menteri menelepon menteri")
    edition = services.publish(story, by=rina(), at=datetime(2022, 5, 13, 13, 15, tzinfo=UTC))
    assert story.state == State.LIVE
    assert story.live
    assert story.path == "/global/2022/05/13/menteri-menelepon-menteri"
    assert story.live_revision is not None
    assert edition.kind == Edition.Kind.PUBLISH
    assert f"story:{story.pk}" in edition.keys
    assert "front:main" in edition.keys
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.by.username, entry.subject_id) == ("publish", "rina", str(story.pk))


def test_the_day_of_an_address_is_the_papers_own_day():
    story = a_live_story("Lewat tengah malam", at=datetime(2022, 5, 13, 17, 30, tzinfo=UTC))
    assert story.path == "/global/2022/05/14/lewat-tengah-malam"


def test_a_draft_on_top_of_a_live_story_changes_nothing_readers_see():
    story = a_live_story("Harga cabai turun")
    story.headline = "Harga cabai naik"
    services.save_draft(story)
    assert Story.objects.get(pk=story.pk).headline == "Harga cabai turun"
    services.publish(story)
    assert Story.objects.get(pk=story.pk).headline == "Harga cabai naik"


def test_an_older_revision_can_be_sent_to_press_again():
    story = a_live_story("Satu")
    first = story.live_revision
    story.headline = "Dua"
    services.save_draft(story)
    services.publish(story)
    services.publish(story, revision=first)
    again = Story.objects.get(pk=story.pk)
    assert again.headline == "Satu"
    assert again.has_unpublished_changes


def test_a_revision_that_is_live_already_is_not_printed_again():
    told = []
    story_updated.connect(lambda **news: told.append(news), weak=False, dispatch_uid="told")
    story = a_draft()
    try:
        first, again = services.publish(story, by=rina()), services.publish(story, by=rina())
    finally:
        story_updated.disconnect(dispatch_uid="told")
    assert first == again == Edition.objects.get()
    assert AuditEntry.objects.count() == 1
    assert told == []


def test_a_new_slug_leaves_the_old_address_leading_to_the_story():
    story = a_live_story("Nama lama", at=datetime(2022, 5, 13, tzinfo=UTC))
    story.slug = "nama-baru"
    services.save_draft(story)
    services.publish(story)
    assert story.path == "/global/2022/05/13/nama-baru"
    assert queries.moved_from("main", "/global/2022/05/13/nama-lama") == story


def test_a_slug_that_comes_back_takes_its_old_address_again():
    story = a_live_story("Nama lama")
    for slug in ("nama-baru", "nama-lama"):
        story.slug = slug
        services.save_draft(story)
        services.publish(story)
    assert story.path.endswith("/nama-lama")
    assert [former.path.rsplit("/", 1)[1] for former in FormerAddress.objects.all()] == ["nama-baru"]


def test_two_stories_of_one_headline_have_two_addresses():
    one, two = a_live_story("Banjir"), a_live_story("Banjir")
    assert two.path == f"{one.path}-2"


def test_no_story_takes_an_address_that_leads_to_another():
    one = a_live_story("Banjir")
    one.slug = "air-surut"
    services.save_draft(one)
    services.publish(one)
    assert a_live_story("Banjir").path.endswith("/banjir-2")


def test_a_story_moved_between_sections_reprints_both():
    story = a_live_story()
    left, entered = story.section, a_section("Daerah")
    story.section = entered
    services.save_draft(story)
    edition = services.publish(story)
    assert {f"section:{left.pk}", f"section:{entered.pk}"} <= set(edition.keys)
    assert story.path.startswith("/daerah/")


def test_a_withdrawn_story_leaves_every_list_and_may_return():
    story = a_live_story()
    services.withdraw(story, by=rina(), reason="Menunggu konfirmasi")
    assert story.state == State.WITHDRAWN
    assert not queries.live("main").exists()
    first = story.path
    services.publish(story)
    assert (story.state, story.path) == (State.LIVE, first)


def test_a_killed_story_never_goes_to_press_again():
    story = a_live_story()
    services.kill(story, by=rina(), reason="Anak korban dapat dikenali", ground=Ground.COUNCIL)
    assert (story.state, story.kill_reason) == (State.KILLED, "Anak korban dapat dikenali")
    editions = Edition.objects.count()
    with pytest.raises(services.StateConflict):
        services.publish(story)
    assert Edition.objects.count() == editions


def test_a_kill_without_a_reason_is_refused():
    story = a_live_story()
    with pytest.raises(ValidationError):
        services.kill(story, by=rina(), reason="  ", ground=Ground.COUNCIL)
    assert Story.objects.get(pk=story.pk).live


def test_a_live_story_cannot_be_spiked():
    story = a_live_story()
    with pytest.raises(services.StateConflict):
        services.spike(story, by=rina())


def test_a_story_without_a_headline_does_not_go_to_press():
    story = a_draft()
    story.headline = " "
    services.save_draft(story)
    with pytest.raises(ValidationError):
        services.publish(story)
    assert not Edition.objects.exists()


def test_when_the_transaction_fails_nothing_was_published_and_nobody_was_told():
    told = []
    story_published.connect(lambda **news: told.append(news), weak=False, dispatch_uid="told")
    story = a_draft()
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            services.publish(story)
            raise RuntimeError("the power went out")
    finally:
        story_published.disconnect(dispatch_uid="told")
    assert told == []
    assert Story.objects.get(pk=story.pk).state == State.DRAFT
    assert not AuditEntry.objects.exists()


def test_news_of_a_publication_and_of_an_update_differ():
    told = []
    for name, signal in (("published", story_published), ("updated", story_updated)):
        signal.connect(lambda name=name, **news: told.append(name), weak=False, dispatch_uid=name)
    try:
        story = a_live_story()
        services.publish(story, revision=services.save_draft(story))
    finally:
        story_published.disconnect(dispatch_uid="published")
        story_updated.disconnect(dispatch_uid="updated")
    assert told == ["published", "updated"]
