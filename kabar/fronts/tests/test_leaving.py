"""A story that was killed or moved away holds up no front: it leaves its slot, and that is said."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from kabar.desk.models import Notice
from kabar.fronts import queries, services
from kabar.fronts.models import Rule
from kabar.fronts.slots import Choice, Place, band
from kabar.schedule import services as schedule
from kabar.schedule.models import PlannedAct, Stand
from kabar.schedule.testing import in_an_hour, look_once, time_passes
from kabar.stories import services as stories
from kabar.stories.rules import Ground
from kabar.stories.testing import a_draft, a_live_story, a_section, rina

pytestmark = pytest.mark.django_db
FRONT = Place("main")
SCREEN = "/redaksi/fronts/page/"
LEFT = (
    "“Banjir surut” meninggalkan tempat “Berita utama”: berita itu sudah dicabut. "
    "Tempat itu diisi menurut aturannya."
)


def kill(story):
    stories.kill(story, by=rina(), reason="Melanggar privasi", ground=Ground.TRAUMA)


@pytest.fixture
def placed():
    """A front with two stories by hand."""
    lead, beside = a_live_story("Banjir surut"), a_live_story("Pasar pindah")
    services.arrange(FRONT, {"lead": Choice(lead.pk), "beside-1": Choice(beside.pk)}, by=rina())
    return lead, beside


@pytest.fixture
def desk():
    client = Client()
    client.force_login(rina())
    return client


def sent(**changes):
    slots = ["lead", "below-1", "below-2", *(f"beside-{n}" for n in range(1, 5))]
    return {**{f"{slot}-rule": "latest" for slot in slots}, **changes}


def stand():
    return {slot: choice.story for slot, choice in queries.choices_of(FRONT).items() if choice.story}


def test_the_screen_offers_a_killed_story_no_more_and_says_which_slot_it_left(desk, placed):
    lead, _beside = placed
    kill(lead)
    html = desk.get(SCREEN).content.decode()
    assert LEFT in html
    assert f'<option value="{lead.pk}"' not in html


def test_a_front_with_a_killed_story_goes_to_press_without_it(desk, placed):
    lead, beside = placed
    seen = queries.standing(FRONT).pk
    kill(lead)
    form = sent(**{"lead-story": lead.pk, "beside-1-story": beside.pk, "do": "press", "basis": seen})
    html = desk.post(SCREEN, form, follow=True).content.decode()
    assert LEFT in html and "Pembaca sudah melihatnya" in html
    assert stand() == {"beside-1": beside.pk}


def test_the_preview_shows_no_story_that_was_killed_or_withdrawn(desk, placed):
    lead, beside = placed
    kill(lead)
    stories.withdraw(beside, by=rina(), reason="Diperiksa")
    form = sent(**{"lead-story": lead.pk, "beside-1-story": beside.pk})
    html = desk.post(SCREEN + "preview/", form).content.decode()
    assert "Banjir surut" not in html and "Pasar pindah" not in html


def test_a_planned_front_happens_without_what_was_killed_and_its_planner_is_told(desk, placed):
    lead, beside = placed
    choices = {"lead": Choice(beside.pk), "below-1": Choice(lead.pk, rule=Rule.MOST_READ)}
    planned = services.plan_arrangement(FRONT, choices, in_an_hour(), by=rina())
    kill(lead)
    with time_passes(hours=1, seconds=1):
        look_once()
    planned.refresh_from_db()
    assert planned.state == Stand.DONE
    assert stand() == {"lead": beside.pk}
    assert queries.choices_of(FRONT)["below-1"].rule == Rule.MOST_READ
    notice = Notice.objects.get(to=rina())
    assert notice.story == lead
    assert notice.subject == "Halaman depan: " + LEFT.replace("Berita utama", "Di bawah berita utama, 1")
    assert notice.subject in desk.get(reverse("kabar_desk:screen")).content.decode()


def test_a_plan_that_failed_over_a_killed_story_passes_when_tried_again(placed):
    lead, beside = placed
    choices = {"lead": Choice(lead.pk), "below-1": Choice(beside.pk)}
    planned = services.plan_arrangement(FRONT, choices, in_an_hour(), by=rina())
    kill(lead)
    PlannedAct.objects.filter(pk=planned.pk).update(state=Stand.FAILED)
    planned.refresh_from_db()
    schedule.retry(planned, by=rina())
    with time_passes(hours=1, seconds=1):
        look_once()
        look_once()
    assert stand() == {"below-1": beside.pk}
    assert Notice.objects.filter(kind=Notice.Kind.FRONT).count() == 1


def test_a_withdrawn_story_keeps_its_slot_for_its_return_and_is_shown_apart(desk, placed, client):
    lead, beside = placed
    stories.withdraw(lead, by=rina(), reason="Diperiksa")
    html = desk.get(SCREEN).content.decode()
    group = html[html.index("sedang tidak dilihat pembaca") :]
    assert f'<option value="{lead.pk}" selected' in group[: group.index("</optgroup>")]
    desk.post(SCREEN, sent(**{"lead-story": lead.pk, "beside-1-story": beside.pk, "do": "press"}))
    stories.publish(lead, by=rina())
    page = client.get("/").content.decode()
    assert page.index(">Banjir surut<") < page.index("front-beside")


def test_a_story_that_moved_to_another_section_leaves_the_front_of_its_old_one(desk, placed):
    lead, _beside = placed
    old = Place("main", lead.section)
    services.arrange(old, {"second-1": Choice(lead.pk)}, by=rina())
    lead.section = a_section("Daerah")
    stories.save_draft(lead)
    stories.publish(lead)
    html = desk.get(reverse("fronts_newsroom:section", args=[old.section.pk])).content.decode()
    assert "“Banjir surut” meninggalkan tempat “Baris kedua, 1”: berita itu di kanal Daerah." in html


def test_who_returns_to_an_earlier_front_is_told_what_is_missing_from_it(desk, placed):
    lead, beside = placed
    first = queries.standing(FRONT)
    services.arrange(FRONT, {}, by=rina())
    kill(lead)
    html = desk.post(reverse("fronts_newsroom:return", args=[first.pk]), follow=True).content.decode()
    assert LEFT in html
    assert stand() == {"beside-1": beside.pk}


def test_what_is_refused_names_the_story_and_its_slot(placed):
    lead, _beside = placed
    opener = band(a_section("Daerah").pk)
    with pytest.raises(ValidationError, match=r"“Banjir surut” berdiri dua kali.*“Berita utama”, “Daerah”"):
        services.arrange(FRONT, {"lead": Choice(lead.pk), opener: Choice(lead.pk)}, by=rina())
    other = a_draft("Konser batal", section=a_section("Daerah"))
    with pytest.raises(ValidationError, match="“Konser batal” tidak dapat berdiri di “Berita utama”"):
        services.arrange(Place("main", lead.section), {"lead": Choice(other.pk)}, by=rina())
    kill(lead)
    with pytest.raises(
        ValidationError, match=r"“Banjir surut” tidak dapat berdiri di “Berita utama”: .*dicabut"
    ):
        services.plan_arrangement(FRONT, {"lead": Choice(lead.pk)}, in_an_hour(), by=rina())


def test_a_story_whose_time_has_passed_is_no_news_to_the_planner(placed):
    lead, beside = placed
    until = in_an_hour() + timedelta(hours=1)
    choices = {"lead": Choice(lead.pk, until=until), "below-1": Choice(beside.pk)}
    services.plan_arrangement(FRONT, choices, in_an_hour(), by=rina())
    with time_passes(hours=3):
        look_once()
    assert stand() == {"below-1": beside.pk}
    assert not Notice.objects.exists()
