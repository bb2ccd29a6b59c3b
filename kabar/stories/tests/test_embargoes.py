"""An embargoed story stays in the building until its hour, whoever asks and whichever way they come."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kabar import clock
from kabar.editions.models import Edition
from kabar.staff.models import AuditEntry, User
from kabar.stories import embargoes, services
from kabar.stories.bulk import Filed, publish_many
from kabar.stories.models import State, Story
from kabar.stories.refusals import UnderEmbargo
from kabar.stories.testing import a_draft, a_live_story, rina

pytestmark = pytest.mark.django_db


def soon() -> datetime:
    return (clock.now() + timedelta(hours=1)).replace(microsecond=0)


@pytest.fixture
def held() -> Story:
    story = a_draft("Bank dijual")
    embargoes.hold(story, soon(), by=rina())
    return story


def test_an_embargoed_story_stays_in_the_building(held):
    with pytest.raises(UnderEmbargo, match="“Bank dijual”"):
        services.publish(held, by=rina())
    assert Story.objects.get().state == State.DRAFT
    assert not Edition.objects.exists()


def test_nothing_is_made_ready_before_the_hour(held, monkeypatch):
    printed = []
    monkeypatch.setattr(services, "print_sizes", printed.append)
    with pytest.raises(UnderEmbargo):
        services.make_ready(held, held.latest_revision)
    assert printed == []


def test_the_refusal_says_the_hour_to_the_second(held):
    embargoes.hold(held, datetime(2031, 5, 13, 10, 0, 5, tzinfo=UTC), by=rina())
    with pytest.raises(UnderEmbargo, match=r"13 Mei 2031, 17\.00\.05 WIB"):
        services.publish(held)


def test_the_embargo_is_the_storys_and_no_draft_brings_another(held):
    first = held.latest_revision
    embargoes.hold(held, soon() + timedelta(days=1), by=rina())
    assert first.as_object().embargo_until == held.embargo_until
    with pytest.raises(UnderEmbargo):
        services.publish(held, revision=first)


def test_a_batch_of_an_archive_brings_an_embargoed_story_in_as_a_draft(held):
    held.state = State.LIVE
    publish_many([Filed(held)])
    kept = Story.objects.get()
    assert (kept.state, kept.live, kept.path) == (State.DRAFT, False, None)


def test_wagtails_own_way_to_press_is_closed(held):
    with pytest.raises(RuntimeError, match="under embargo"):
        held.latest_revision.publish()


def test_at_its_hour_a_story_goes_out_and_the_embargo_is_over(held, monkeypatch):
    later = soon() + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    services.publish(held, by=rina())
    assert (held.state, held.embargo_until) == (State.LIVE, None)


def test_while_the_clock_is_in_doubt_no_hour_has_come(held, monkeypatch):
    later = soon() + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(embargoes, "_doubts", [lambda: True])
    with pytest.raises(UnderEmbargo):
        services.publish(held, by=rina())


def test_lifting_early_is_an_act_with_a_reason_and_publishes_nothing(held):
    with pytest.raises(ValidationError):
        embargoes.lift(held, by=rina(), reason=" ")
    embargoes.lift(held, by=rina(), reason="Kantor berita lain sudah menayangkan")
    assert (held.state, held.embargo_until) == (State.DRAFT, None)
    entry = AuditEntry.objects.latest("id")
    assert entry.act == "lift embargo"
    assert entry.details["reason"] == "Kantor berita lain sudah menayangkan"
    services.publish(held, by=rina())
    assert held.live


def test_who_has_no_right_to_schedule_lifts_nothing(held):
    with pytest.raises(PermissionDenied):
        embargoes.lift(held, by=User.objects.create_user("tamu"), reason="Ingin tahu")


def test_what_readers_have_seen_cannot_be_held():
    with pytest.raises(services.StateConflict):
        embargoes.hold(a_live_story(), soon(), by=rina())


def test_an_hour_that_has_passed_is_refused(held):
    with pytest.raises(ValidationError):
        embargoes.hold(held, clock.now() - timedelta(seconds=1), by=rina())


def test_the_embargo_is_in_no_revision(held):
    assert json.loads(json.dumps(held.latest_revision.content))["embargo_until"] is None
