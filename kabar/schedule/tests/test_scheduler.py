"""The scheduler does what is due, once, in order, and lets nothing that fails stop the rest."""

from datetime import timedelta

import pytest

from kabar import clock
from kabar.editions.models import Edition
from kabar.schedule import performers, scheduler, services, turns
from kabar.schedule.models import Act, PlannedAct, Stand
from kabar.schedule.testing import in_an_hour, look_once, time_passes
from kabar.staff.models import AuditEntry
from kabar.stories import services as stories
from kabar.stories.models import State, Story
from kabar.stories.testing import a_draft, a_live_story, rina

pytestmark = pytest.mark.django_db(transaction=True)


def test_before_the_hour_nothing_happens_and_at_it_everything():
    story = a_draft("Bank dijual")
    planned = services.embargo(story, in_an_hour(), by=rina())
    assert 0 < look_once() <= scheduler.POLL
    assert Story.objects.get().state == State.DRAFT
    with time_passes(hours=1, seconds=1):
        look_once()
    planned.refresh_from_db()
    edition = Edition.objects.get()
    assert (planned.state, planned.edition) == (Stand.DONE, edition.number)
    assert 1 <= planned.late_by < 60
    printed = Story.objects.get()
    assert (printed.live, printed.embargo_until) == (True, None)
    assert AuditEntry.objects.filter(act="publish").count() == 1


def test_the_version_of_the_plan_goes_out_not_the_newest():
    story = a_draft("Satu")
    services.plan_publication(story, in_an_hour(), by=rina())
    story.headline = "Dua"
    stories.save_draft(story)
    with time_passes(hours=2):
        look_once()
    assert Story.objects.get().headline == "Satu"


def test_a_withdrawal_happens_at_its_hour_with_its_reason():
    story = a_live_story()
    services.plan_withdrawal(story, in_an_hour(), by=rina(), reason="Hak siar habis")
    with time_passes(hours=2):
        look_once()
    gone = Story.objects.get()
    assert (gone.state, gone.kill_reason) == (State.WITHDRAWN, "Hak siar habis")


def test_what_was_missed_is_done_in_the_order_of_its_hours_and_called_late():
    first, second = a_draft("Pertama"), a_draft("Kedua")
    services.plan_publication(second, in_an_hour() + timedelta(minutes=5), by=rina())
    services.plan_publication(first, in_an_hour(), by=rina())
    with time_passes(hours=5):
        look_once()
    went = list(PlannedAct.objects.order_by("edition"))
    assert [planned.story for planned in went] == [first, second]
    assert all(planned.late_by > 60 and planned.why for planned in went)


def test_a_refused_act_is_shown_and_stops_nobody():
    spiked, fine = a_draft(), a_draft()
    refused = services.plan_publication(spiked, in_an_hour(), by=rina())
    services.plan_publication(fine, in_an_hour(), by=rina())
    stories.spike(spiked, by=rina())
    with time_passes(hours=2):
        look_once()
    refused.refresh_from_db()
    assert refused.state == Stand.FAILED
    assert refused.why
    assert Story.objects.get(pk=fine.pk).live


@pytest.fixture
def broken(monkeypatch):
    """Publishing breaks, as it would with a full disk."""

    def breaks(planned):
        raise OSError("no space left")

    monkeypatch.setitem(performers._performers, Act.PUBLISH, performers.Performer(breaks))


def test_a_broken_act_is_tried_five_times_with_growing_pauses_and_given_up(broken, caplog):
    planned = services.plan_publication(a_draft("Rahasia dagang"), in_an_hour(), by=rina())
    waits = []
    for hours in range(2, 9):
        with time_passes(hours=hours):
            look_once()
            planned.refresh_from_db()
            waits.append(round((planned.try_at - clock.now()).total_seconds()))
    assert (planned.state, planned.attempts) == (Stand.FAILED, turns.MAX_TRIES)
    assert waits[:4] == [1, 4, 16, 64]
    assert "no space left" in planned.why
    assert not Story.objects.get().live
    assert "no space left" not in caplog.text
    assert "Rahasia" not in caplog.text


def test_a_failed_act_can_be_tried_again(broken, monkeypatch):
    planned = services.plan_publication(a_draft(), in_an_hour(), by=rina())
    PlannedAct.objects.update(state=Stand.FAILED, attempts=5)
    monkeypatch.undo()
    with time_passes(hours=2):
        services.retry(planned, by=rina())
        look_once()
    assert Story.objects.get().live


def test_a_newer_text_is_never_overwritten_by_an_older_plan():
    story = a_draft("Lama")
    planned = services.plan_publication(story, in_an_hour(), by=rina())
    story.headline = "Baru"
    stories.save_draft(story)
    stories.publish(story, by=rina())
    with time_passes(hours=2):
        look_once()
    planned.refresh_from_db()
    assert planned.state == Stand.CANCELLED
    assert Story.objects.get().headline == "Baru"


def test_a_version_sent_by_hand_before_its_hour_is_not_sent_twice():
    story = a_draft()
    planned = services.plan_publication(story, in_an_hour(), by=rina())
    edition = stories.publish(story, by=rina())
    with time_passes(hours=2):
        look_once()
    planned.refresh_from_db()
    assert (planned.state, planned.edition) == (Stand.DONE, edition.number)
    assert Edition.objects.count() == 1


def test_a_story_withdrawn_meanwhile_does_not_come_back_by_itself():
    story = a_live_story()
    update = services.plan_publication(story, in_an_hour(), by=rina(), revision=stories.save_draft(story))
    stories.withdraw(story, by=rina(), reason="Diperiksa")
    with time_passes(hours=2):
        look_once()
    update.refresh_from_db()
    assert update.state == Stand.CANCELLED
    assert Story.objects.get().state == State.WITHDRAWN


def test_a_cancelled_act_does_not_happen():
    planned = services.plan_publication(a_draft(), in_an_hour(), by=rina())
    services.cancel(planned, by=rina())
    with time_passes(hours=2):
        look_once()
    assert not Story.objects.get().live


def test_a_claim_that_passed_on_does_nothing():
    services.plan_publication(a_draft(), in_an_hour(), by=rina())
    with time_passes(hours=2):
        mine = turns.claim("lain/1")
        PlannedAct.objects.update(lease_owner="lain/2")
        scheduler.perform(mine)
    assert not Story.objects.get().live
    assert not Edition.objects.exists()


def test_a_dead_schedulers_claim_is_taken_back_at_once():
    services.plan_publication(a_draft(), in_an_hour(), by=rina())
    with time_passes(hours=2):
        turns.claim(f"{turns.owner_name().rpartition('/')[0]}/4194999")
        look_once()
    assert PlannedAct.objects.get().state == Stand.DONE


def test_a_living_schedulers_claim_is_left_alone_until_its_lease_is_over():
    services.plan_publication(a_draft(), in_an_hour(), by=rina())
    with time_passes(hours=2):
        turns.claim("mesin-lain/7")
        look_once()
        assert PlannedAct.objects.get().state == Stand.CLAIMED
    with time_passes(hours=2, seconds=16):
        look_once()
    assert PlannedAct.objects.get().state == Stand.DONE
