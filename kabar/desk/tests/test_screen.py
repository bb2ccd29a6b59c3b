"""The screen of the day: each thing stands once, in its place, with its one next act; late ones first."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.models import EditingSession

from kabar import clock
from kabar.desk import services
from kabar.desk.models import Assignment
from kabar.desk.testing import a_filed_story, an_assignment
from kabar.schedule.models import PlannedAct, Stand
from kabar.schedule.services import embargo, plan_publication
from kabar.schedule.testing import in_an_hour, time_passes
from kabar.staff.models import Desk
from kabar.stories.models import Story
from kabar.stories.services import save_draft, spike
from kabar.stories.testing import a_draft, a_live_story, a_section

pytestmark = pytest.mark.django_db

SCREEN = reverse("kabar_desk:screen")
NOW = reverse("kabar_desk:now")


def sitting(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(rina):
    return sitting(rina)


def shown(client, address=SCREEN, **narrowed):
    return BeautifulSoup(client.get(address, narrowed).content, "html.parser")


def in_bands(page):
    """What stands in each band that holds something."""
    found = {
        band["id"]: [card.h3.get_text(strip=True) for card in band.select("[data-card]")]
        for band in page.select(".kd-band")
    }
    return {name: titles for name, titles in found.items() if titles}


def card(page, title):
    return next(each for each in page.select("[data-card]") if title in each.h3.get_text())


def hours(number):
    return clock.now() + timedelta(hours=number)


def test_each_thing_stands_in_its_band(desk, ayu, rina):
    an_assignment(rina, "Panen raya", due=hours(2))
    a_draft("Sedang ditulis", by=ayu)
    a_filed_story(ayu, "Menunggu mata kedua")
    services.approve(a_filed_story(ayu, "Siap cetak"), by=rina)
    a_live_story("Tayang pagi ini", by=rina)
    assert in_bands(shown(desk)) == {
        "wanted": ["Panen raya"],
        "writing": ["Sedang ditulis"],
        "review": ["Menunggu mata kedua"],
        "approved": ["Siap cetak"],
        "live": ["Tayang pagi ini"],
    }


def test_what_is_late_stands_on_top_and_nowhere_else(desk, ayu, rina, settings):
    an_assignment(rina, "Profil pelatih", due=hours(-3))
    begun = an_assignment(rina, "Rapat desa", who=ayu, due=hours(-1))
    services.begin(begun, by=ayu, paper=settings.PAPER)
    filed = an_assignment(rina, "Sudah disetor", who=ayu, due=hours(-2))
    services.file(services.begin(filed, by=ayu, paper=settings.PAPER), by=ayu)
    live = a_live_story("Angka keliru", by=rina)
    services.note(live, "Angka di paragraf dua salah.", by=rina, urgent=True)
    page = shown(desk)
    assert in_bands(page) == {
        "late": ["Angka keliru", "Profil pelatih", "Rapat desa"],
        "review": ["Sudah disetor"],
    }
    assert "kd-card--late" in card(page, "Rapat desa")["class"]


def test_what_waits_for_its_hour_stands_in_its_band_and_what_is_stuck_on_top(desk, rina):
    embargoed, planned, stuck = (a_draft(words, by=rina) for words in ("Pidato", "Panen", "Gagal terbit"))
    embargo(embargoed, in_an_hour(), by=rina)
    plan_publication(planned, in_an_hour() + timedelta(minutes=5), by=rina)
    plan_publication(stuck, in_an_hour() + timedelta(minutes=9), by=rina)
    PlannedAct.objects.filter(story=stuck).update(state=Stand.FAILED, why="Cakram penuh")
    page = shown(desk)
    assert in_bands(page) == {"late": ["Gagal terbit"], "scheduled": ["Pidato", "Panen"]}
    assert "Cakram penuh" in card(page, "Gagal").get_text()
    assert "Embargo sampai" in card(page, "Pidato").get_text()
    assert "Embargo" not in card(page, "Panen").get_text()
    act = card(page, "Pidato").select_one(".kd-act")
    assert act["href"] == reverse("schedule:story", args=[embargoed.pk])
    with time_passes(hours=2):
        assert in_bands(shown(desk)) == {"late": ["Pidato", "Panen", "Gagal terbit"]}


def test_a_version_newer_than_the_one_that_waits_is_still_in_writing(desk, ayu, rina):
    story = a_draft("Panen raya", by=ayu)
    plan_publication(story, in_an_hour(), by=rina)
    story.headline = "Panen raya gagal"
    save_draft(story, by=ayu)
    assert in_bands(shown(desk)) == {"scheduled": ["Panen raya"], "writing": ["Panen raya gagal"]}


def test_what_waits_for_its_hour_is_seen_by_whose_work_it_is(desk, ayu, rina):
    story = a_draft("Panen raya", by=ayu)
    plan_publication(story, in_an_hour(), by=rina)
    for who in (ayu, rina):
        page = shown(sitting(who), whose="mine")
        assert in_bands(page) == {"scheduled": ["Panen raya"]}


def test_a_live_story_with_a_newer_draft_comes_before_what_only_went_out(desk, rina):
    changing = a_live_story("Lama", by=rina)
    a_live_story("Baru tayang", by=rina)
    changing.headline = "Lama, diperbarui"
    save_draft(changing, by=rina)
    assert in_bands(shown(desk))["live"] == ["Lama, diperbarui", "Baru tayang"]


def test_a_spiked_story_leaves_the_screen(desk, rina, ayu):
    spike(a_draft("Disimpan", by=ayu), by=rina)
    assert in_bands(shown(desk)) == {}


def test_each_looks_at_the_same_card_with_their_own_next_act(ayu, rina):
    filed, given = a_filed_story(ayu, "Jembatan dibuka"), an_assignment(rina, "Panen raya", who=ayu)
    mine, hers = shown(sitting(ayu)), shown(sitting(rina))
    assert card(mine, "Jembatan").select_one(".kd-act") is None
    assert card(hers, "Jembatan").select_one(".kd-act")["href"] == reverse(
        "kabar_desk:review", args=[filed.pk]
    )
    accept = card(mine, "Panen").find("form")
    assert accept["action"] == reverse("kabar_desk:accept", args=[given.pk])
    sitting(ayu).post(accept["action"])
    begin = card(shown(sitting(ayu)), "Panen").find("form")["action"]
    answer = sitting(ayu).post(begin)
    story = Story.objects.get(headline="Panen raya")
    assert answer["location"] == reverse("stories:edit", args=[story.pk])


def test_a_writer_sees_their_own_work_and_no_other_s(ayu, rina):
    a_draft("Rahasia Rina", by=rina, names=())
    a_draft("Tulisan Ayu", by=ayu)
    services.assign("Untuk siapa saja", section=a_section(), by=rina)
    assert in_bands(shown(sitting(ayu))) == {"writing": ["Tulisan Ayu"], "wanted": ["Untuk siapa saja"]}


def test_the_screen_is_narrowed_by_section_desk_words_and_to_one_s_own(desk, ayu, rina):
    sports = a_section("Olahraga", desk=Desk.objects.create(name="Olahraga", slug="olahraga"))
    a_draft("Skor akhir", by=ayu, section=sports)
    a_draft("Harga beras", by=rina, section=a_section())
    every = {"Skor akhir", "Harga beras"}
    for narrowed, left in (
        ({}, every),
        ({"section": sports.pk}, {"Skor akhir"}),
        ({"desk": sports.desk_id}, {"Skor akhir"}),
        ({"q": "beras HARGA"}, {"Harga beras"}),
        ({"whose": "mine"}, {"Harga beras"}),
        ({"section": "x", "desk": "-1", "q": "\0"}, every),
    ):
        assert set(in_bands(shown(desk, **narrowed)).get("writing", [])) == left, narrowed


def test_who_is_in_a_story_and_how_many_notes_wait_stand_on_its_card(desk, ayu, rina):
    story = a_draft("Jembatan dibuka", by=ayu)
    kind = ContentType.objects.get_for_model(Story)
    for seen in (0, -1):
        EditingSession.objects.create(
            user=ayu if seen == 0 else rina,
            content_type=kind,
            object_id=str(story.pk),
            last_seen_at=hours(seen),
        )
    services.note(story, "Siapa?", by=rina)
    there = card(shown(desk), "Jembatan")
    assert [face["title"][:11] for face in there.select(".kd-face")] == ["Ayu Lestari"]
    assert there.select_one(".kd-notes").get_text(strip=True).startswith("1 ")


def test_the_part_that_changes_is_sent_only_when_it_changed(desk, ayu, rina):
    an_assignment(rina, "Panen raya")
    first = desk.get(NOW)
    again = desk.get(NOW, headers={"if-none-match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert "private" in first["Cache-Control"]
    a_draft("Satu lagi", by=ayu)
    third = desk.get(NOW, headers={"if-none-match": first["ETag"]})
    assert (third.status_code, b"Satu lagi" in third.content) == (200, True)


def asked_for(client):
    with CaptureQueriesContext(connection) as asked:
        client.get(SCREEN)
    return len(asked)


def fill(ayu, rina, number):
    for each in range(number):
        a_draft(f"Ditulis {each}", by=ayu)
        a_filed_story(ayu, f"Diperiksa {each}")
        services.note(a_live_story(f"Tayang {each}", by=rina), "Periksa.", by=rina, urgent=True)
        an_assignment(rina, f"Ditugaskan {each}", who=ayu, due=hours(each))


@pytest.mark.parametrize("who", ["rina", "ayu"])
def test_the_screen_asks_as_often_with_many_as_with_few(request, ayu, rina, who):
    client = sitting(request.getfixturevalue(who))
    fill(ayu, rina, 1)
    client.get(SCREEN)
    few = asked_for(client)
    fill(ayu, rina, 4)
    assert asked_for(client) == few <= 41


def test_a_band_shows_no_more_than_can_be_looked_at(desk, rina):
    section = a_section()
    Assignment.objects.bulk_create(
        Assignment(title=f"Tugas {number}", section=section, given_by=rina) for number in range(40)
    )
    page = shown(desk)
    assert len(in_bands(page)["wanted"]) == 30
    assert page.select_one("#wanted .kd-count").get_text() == "30+"


def test_a_stranger_is_shown_the_door_and_the_screen_needs_no_script(ayu, client):
    assert client.get(SCREEN).status_code == 302
    assert client.get(NOW).status_code == 302
    page = shown(sitting(ayu))
    assert page.select_one("form[role=search] input[name=q]")
    assert page.select_one("form[role=search] button[type=submit]")
