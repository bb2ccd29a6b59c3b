"""The newsroom's pages of the schedule: hours are set, moved and cancelled there, by those who may."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kabar import clock
from kabar.schedule import queries, services
from kabar.schedule.models import ClockDoubt, PlannedAct, Stand
from kabar.schedule.testing import in_an_hour
from kabar.staff.models import User
from kabar.staff.roles import Role, establish, give
from kabar.stories import services as stories
from kabar.stories.models import Story
from kabar.stories.testing import a_draft, a_live_story, rina

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    client = Client()
    client.force_login(rina())
    return client


def hour_of(instant: datetime, prefix: str, zone: str = clock.WIB) -> dict[str, str]:
    there = clock.local(instant, zone)
    return {
        f"{prefix}-day": f"{there:%Y-%m-%d}",
        f"{prefix}-time": f"{there:%H:%M:%S}",
        f"{prefix}-zone": zone,
    }


def page_of(story):
    return reverse("schedule:story", args=[story.pk])


def test_an_hour_is_meant_on_the_papers_clocks_or_on_the_storys_own(desk):
    for zone, hour in ((clock.WIB, 10), (clock.WIT, 8)):
        story = a_draft(dateline_zone=clock.WIT)
        sent = {"out-day": "2031-05-13", "out-time": "17:00:05", "out-zone": zone, "do": "plan"}
        desk.post(page_of(story), sent)
        assert queries.publication_of(story).due == datetime(2031, 5, 13, hour, 0, 5, tzinfo=UTC)
        html = desk.get(page_of(story)).content.decode()
        assert "WIB" in html
        assert "WIT" in html


def test_one_button_puts_a_story_under_embargo_and_plans_its_hour(desk):
    story, hour = a_draft("Bank dijual"), in_an_hour()
    desk.post(page_of(story), {**hour_of(hour, "out"), "do": "embargo"})
    story.refresh_from_db()
    assert story.embargo_until == hour == queries.publication_of(story).due
    form = desk.get(reverse("stories:edit", args=[story.pk])).content.decode()
    assert "kabar-state--embargo" in form
    assert "action-publish" not in form
    assert "go_live_at" not in form


def test_an_embargo_is_lifted_with_a_reason(desk):
    story = a_draft()
    services.embargo(story, in_an_hour(), by=rina())
    desk.post(page_of(story), {"do": "lift", "reason": ""})
    assert Story.objects.get().embargo_until
    desk.post(page_of(story), {"do": "lift", "reason": "Pihak lain sudah menayangkan"})
    assert not Story.objects.get().embargo_until


def test_a_planned_publication_is_moved_exchanged_and_cancelled(desk):
    story = a_draft()
    desk.post(page_of(story), {**hour_of(in_an_hour(), "out"), "do": "plan"})
    later = in_an_hour() + timedelta(hours=1)
    desk.post(page_of(story), {**hour_of(later, "out"), "do": "plan"})
    newest = stories.save_draft(story)
    assert b'value="newest"' in desk.get(page_of(story)).content
    desk.post(page_of(story), {"do": "newest"})
    planned = PlannedAct.objects.get()
    assert (planned.due, planned.revision) == (later, newest)
    desk.post(reverse("schedule:change", args=[planned.pk, "cancel"]), {"story": "1"})
    assert queries.publication_of(story) is None


def test_a_withdrawal_is_planned_with_its_reason(desk):
    story, hour = a_live_story(), in_an_hour()
    sent = {**hour_of(hour, "leave"), "leave-reason": "Hak siar habis", "do": "withdraw"}
    desk.post(page_of(story), sent)
    planned = queries.withdrawal_of(story)
    assert (planned.due, planned.payload) == (hour, {"reason": "Hak siar habis"})


def test_an_hour_that_is_none_is_answered_with_the_form(desk):
    story = a_draft()
    answer = desk.post(page_of(story), {"out-day": "besok", "out-time": "", "out-zone": "x", "do": "plan"})
    assert answer.status_code == 200
    assert answer.content.count(b"error-message") == 3
    assert not PlannedAct.objects.exists()


def test_a_refusal_is_said_in_one_line(desk):
    story = a_draft()
    past = hour_of(clock.now() - timedelta(hours=2), "out")
    answer = desk.post(page_of(story), {**past, "do": "plan"}, follow=True)
    assert "Jam ini sudah lewat" in answer.content.decode()


def test_the_schedule_shows_what_is_due_done_and_stuck(desk):
    services.plan_publication(a_draft("Besok terbit"), in_an_hour(), by=rina())
    stuck = services.plan_publication(a_draft("Macet"), in_an_hour(), by=rina())
    PlannedAct.objects.filter(pk=stuck.pk).update(state=Stand.FAILED, why="Halaman kosong")
    html = desk.get(reverse("schedule:index")).content.decode()
    assert html.index("Macet") < html.index("Besok terbit")
    assert "Halaman kosong" in html
    desk.post(reverse("schedule:change", args=[stuck.pk, "retry"]))
    stuck.refresh_from_db()
    assert stuck.state == Stand.WAITING


def test_a_clock_in_doubt_alarms_the_whole_newsroom_until_somebody_confirms_it(desk):
    ClockDoubt.objects.create(host="mesin", seconds=3600)
    somewhere = reverse("stories:list")
    assert "Jadwal: jam diragukan" in desk.get(somewhere).content.decode()
    assert "3600" in desk.get(reverse("schedule:index")).content.decode()
    desk.post(reverse("schedule:clock"))
    assert not queries.clock_in_doubt()
    assert "Jadwal: jam diragukan" not in desk.get(somewhere).content.decode()


def test_an_act_that_failed_alarms_the_newsroom(desk):
    planned = services.plan_publication(a_draft(), in_an_hour(), by=rina())
    PlannedAct.objects.filter(pk=planned.pk).update(state=Stand.FAILED)
    assert "Jadwal: 1 macet" in desk.get(reverse("stories:list")).content.decode()


@pytest.fixture
def ayu():
    establish()
    user = User.objects.create_user("ayu", password="kopi-pahit-7")
    give(user, Role.WRITER)
    return user


def test_a_writer_sees_hours_and_sets_none(ayu):
    story = a_draft("Milik Ayu", by=ayu)
    planned = services.plan_publication(story, in_an_hour(), by=rina())
    services.embargo(a_draft("Rahasia Rina", names=("Rina Wulandari",)), in_an_hour(), by=rina())
    client = Client()
    client.force_login(ayu)
    html = client.get(reverse("schedule:index")).content.decode()
    assert "Milik Ayu" in html
    assert "Rahasia Rina" not in html
    assert client.get(page_of(story)).status_code == 302
    client.post(reverse("schedule:change", args=[planned.pk, "cancel"]))
    client.post(reverse("schedule:clock"))
    planned.refresh_from_db()
    assert planned.state == Stand.WAITING


def test_a_stranger_is_shown_the_door_whatever_the_story():
    story = a_draft()
    services.embargo(story, in_an_hour(), by=rina())
    answers = [Client().get(reverse("schedule:story", args=[pk])) for pk in (story.pk, story.pk + 1)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].content == answers[1].content
