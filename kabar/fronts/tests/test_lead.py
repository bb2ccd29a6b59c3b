"""An editor makes a story the lead of a front, now or at an hour, and it leads until another hour."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from kabar.editions.models import Edition
from kabar.fronts import queries, services
from kabar.fronts.models import Arrangement
from kabar.fronts.slots import Place
from kabar.schedule.models import PlannedAct, Stand
from kabar.schedule.services import embargo
from kabar.schedule.testing import in_an_hour, look_once, time_passes
from kabar.staff.models import AuditEntry, User
from kabar.stories import services as stories
from kabar.stories.refusals import StateConflict
from kabar.stories.testing import a_draft, a_live_story, a_section, rina

pytestmark = pytest.mark.django_db(transaction=True)
FRONT = Place("main")


def lead_of(client, path="/"):
    html = client.get(path).content.decode()
    return html[html.index("<main") :]


def first(html, *headlines):
    return min(headlines, key=html.index)


@pytest.fixture
def old():
    story = a_live_story("Banjir surut")
    for number in range(8):
        a_live_story(f"Berita baru nomor {number}")
    return story


def test_a_story_set_by_hand_leads_whatever_is_newer(client, old):
    _arrangement, edition = services.lead(old, by=rina())
    assert (edition.kind, edition.keys) == (Edition.Kind.FRONT, ["arranged:main", "front:main"])
    assert first(lead_of(client), "Banjir surut", "Berita baru nomor 7") == "Banjir surut"
    assert lead_of(client).count('<a href="' + old.path) <= 2
    assert AuditEntry.objects.latest("id").act == "arrange front"
    services.let_go(old, by=rina())
    assert queries.led_by_hand(FRONT) is None


def test_a_section_has_a_lead_of_its_own(client, old):
    services.lead(old, by=rina(), section=old.section)
    assert first(lead_of(client, "/global/"), "Banjir surut", "Berita baru nomor 7") == "Banjir surut"
    assert queries.led_by_hand(FRONT) is None


def test_the_next_lead_takes_the_place_and_the_history_stays(old):
    services.lead(old, by=rina())
    services.lead(a_live_story("Gempa"), by=rina())
    assert queries.led_by_hand(FRONT).headline == "Gempa"
    assert [made.replaced_at is None for made in Arrangement.objects.order_by("pk")] == [False, True]


def test_a_lead_ends_at_its_hour_and_the_front_is_printed_again(client, old):
    services.lead(old, by=rina(), until=in_an_hour())
    with time_passes(hours=1, seconds=1):
        look_once()
        assert queries.led_by_hand(FRONT) is None
        assert first(lead_of(client), "Banjir surut", "Berita baru nomor 7") == "Berita baru nomor 7"
    assert PlannedAct.objects.get().state == Stand.DONE
    assert Edition.objects.latest("number").keys == ["front:main"]


def test_a_lead_begins_at_its_hour_with_the_story_that_is_published_then(client, old):
    story = a_draft("Bank dijual")
    hour = in_an_hour()
    embargo(story, hour, by=rina())
    services.plan_lead(story, hour, by=rina(), until=hour + timedelta(hours=2))
    assert "Bank dijual" not in lead_of(client)
    with time_passes(hours=1, seconds=1):
        look_once()
        assert queries.led_by_hand(FRONT).headline == "Bank dijual"
    with time_passes(hours=4):
        look_once()
        assert queries.led_by_hand(FRONT) is None


def test_a_lead_that_was_replaced_is_not_ended_again(old):
    services.lead(old, by=rina(), until=in_an_hour())
    services.lead(a_live_story("Gempa"), by=rina())
    with time_passes(hours=2):
        look_once()
    assert queries.led_by_hand(FRONT).headline == "Gempa"
    assert PlannedAct.objects.get().state == Stand.CANCELLED


def test_a_lead_that_leaves_the_paper_leads_nothing(client, old):
    services.lead(old, by=rina())
    stories.withdraw(old, by=rina(), reason="Diperiksa")
    assert queries.led_by_hand(FRONT) is None
    assert "Banjir surut" not in lead_of(client)


def test_what_readers_do_not_see_cannot_lead():
    with pytest.raises(StateConflict):
        services.lead(a_draft(), by=rina())


def test_a_story_leads_no_other_section(old):
    with pytest.raises(ValidationError):
        services.lead(old, by=rina(), section=a_section("Daerah"))


def test_who_publishes_nothing_sets_no_lead(old):
    with pytest.raises(PermissionDenied):
        services.lead(old, by=User.objects.create_user("tamu"))


def test_an_editor_sets_and_ends_a_lead_in_the_newsroom(old):
    desk = Client()
    desk.force_login(rina())
    page = reverse("fronts_newsroom:lead", args=[old.pk])
    assert page in desk.get(reverse("stories:edit", args=[old.pk])).content.decode()
    desk.post(page, {"place": "front", "begins": "now", "ends": "further"})
    assert queries.led_by_hand(FRONT) == old
    assert 'name="let_go" value="front"' in desk.get(page).content.decode()
    desk.post(page, {"let_go": "front"})
    assert queries.led_by_hand(FRONT) is None


def test_an_hour_is_asked_for_only_where_one_is_meant(old):
    desk = Client()
    desk.force_login(rina())
    page = reverse("fronts_newsroom:lead", args=[old.pk])
    answer = desk.post(page, {"place": "front", "begins": "later", "ends": "further"})
    assert answer.status_code == 200
    assert b"error-message" in answer.content
