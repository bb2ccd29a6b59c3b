"""A story on loan is the same story: it stands in the sister's section, and its fate there is its own."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kabar import clock
from kabar.corrections.models import Kind
from kabar.corrections.services import Account, correct
from kabar.editions.models import Edition
from kabar.fronts import services as fronts
from kabar.fronts.slots import LEAD, Choice, Place
from kabar.sisters import lists, queries, services
from kabar.sisters.models import Stand
from kabar.staff.models import AuditEntry, Desk, User
from kabar.staff.roles import Role, give
from kabar.stories import addresses
from kabar.stories import services as stories
from kabar.stories.models import Story
from kabar.stories.refusals import StateConflict
from kabar.stories.rules import Ground
from kabar.stories.testing import a_draft, a_live_story, a_section, rina

pytestmark = pytest.mark.django_db


@pytest.fixture
def loan(bridge, village):
    return services.offer(bridge, village, by=rina())


def an_editor(name, paper):
    desk = Desk.objects.create(paper=paper, name=name, slug=name)
    user = User.objects.create_user(name)
    give(user, Role.EDITOR, desk)
    return desk, User.objects.get(pk=user.pk)


def test_it_stands_in_the_section_of_choice_under_the_sisters_address_and_words(loan, bridge, villager):
    assert loan.state == Stand.STANDING and loan.path.startswith("/world/20")
    page = villager.page(loan.path)
    assert '<html lang="en">' in page and "Village Post" in page
    assert '<a href="/world/" lang="en">World</a>' in page
    for path in ("/", "/world/"):
        assert f'href="{loan.path}"' in villager.page(path)
    assert bridge.path not in villager.page("/world/")


def test_it_says_who_printed_it_first_and_leads_machines_there(loan, bridge, villager):
    page = villager.page(loan.path)
    home = f"http://localhost:8000{bridge.path}"
    assert re.search(rf'First published by <a href="{home}">Kabar Uji</a>', page)
    assert f'<link rel="canonical" href="{home}">' in page and f'property="og:url" content="{home}"' in page
    (told,) = [json.loads(each) for each in re.findall(r'ld\+json">(.*?)</script>', page)]
    assert (told["url"], told["publisher"]["name"]) == (home, "Kabar Uji")
    assert "PALU, KABAR UJI —" in page
    for path in ("/sitemap-news.xml", "/rss.xml", "/sitemap-0.xml"):
        assert loan.path not in villager.page(path)
    assert villager("/sitemap-1.xml").status_code == 404


def test_what_it_points_to_stands_at_home(loan, bridge, villager):
    article = villager.page(loan.path).split("<article", 1)[1].split("</article>")[0]
    assert 'href="http://localhost:8000/penulis/ayu-lestari/"' in article
    inside = set(re.findall(r'href="(/[^"]*)"', article))
    assert inside <= {"/world/"}


def test_others_set_it_in_from_its_address_here_and_are_led_home(loan, bridge, villager):
    told = json.loads(villager(f"/oembed?url=http://desa.example{loan.path}").content)
    assert told["title"] == bridge.headline and told["provider_name"] == "Kabar Uji"
    assert f'cite="http://localhost:8000{bridge.path}"' in told["html"]
    services.end(loan, by=rina())
    assert villager(f"/oembed?url=http://desa.example{loan.path}").status_code == 404


def test_its_hours_are_printed_on_the_sisters_clocks(loan, villager):
    assert "WIT" in villager.page(loan.path)


def test_a_correction_and_a_change_reach_it_at_once(loan, bridge, villager):
    draft = bridge.get_latest_revision_as_object()
    draft.headline = "Jembatan dibuka lagi"
    stories.save_draft(draft)
    account = Account(Kind.CORRECTION, "Dua lajur, bukan tiga.", serious=True)
    correct(Story.objects.get(pk=bridge.pk), account, by=rina())
    edition = Edition.objects.latest("number")
    assert "Dua lajur, bukan tiga." in villager.page(loan.path)
    assert {f"section:{loan.section_id}", "front:desa", "latest:desa"} <= set(edition.keys)
    assert "Jembatan dibuka lagi" in villager.page(loan.path)
    assert "Jembatan dibuka lagi" in villager.page("/world/")


def test_a_withdrawal_and_a_kill_take_it_from_both_papers_and_a_return_brings_it_back(loan, bridge, villager):
    stories.withdraw(bridge, by=rina(), reason="Menunggu konfirmasi")
    assert (villager(loan.path).status_code, villager("/world/").content.count(b"Jembatan")) == (410, 0)
    assert "Menunggu konfirmasi" in villager(loan.path).content.decode()
    assert ("desa", loan.path) in addresses.everywhere(bridge)
    stories.publish(bridge, by=rina())
    assert villager(loan.path).status_code == 200
    stories.kill(bridge, by=rina(), reason="Salah orang", ground=Ground.COUNCIL)
    assert villager(loan.path).status_code == 410


def test_an_ended_loan_leads_home_and_may_be_lent_again_at_its_old_address(loan, bridge, village, villager):
    services.end(loan, by=rina())
    answer = villager(loan.path)
    assert (answer.status_code, answer.url) == (302, f"http://localhost:8000{bridge.path}")
    assert loan.path not in villager.page("/world/")
    assert services.offer(bridge, village, by=rina()).path == loan.path
    assert villager(loan.path).status_code == 200


def test_a_story_that_becomes_its_members_own_goes_home(loan, bridge, villager):
    Story.objects.filter(pk=bridge.pk).update(access="members")
    assert villager(loan.path).status_code == 302
    assert loan.path not in villager.page("/world/")


def test_only_a_story_that_everybody_reads_is_lent_and_not_within_its_paper(bridge, village):
    for story, section in (
        (a_draft(), village),
        (a_live_story(access="members"), village),
        (bridge, bridge.section),
    ):
        with pytest.raises(ValidationError):
            services.offer(story, section, by=rina())
    services.offer(bridge, village, by=rina())
    with pytest.raises(StateConflict):
        services.offer(bridge, village, by=rina())


def test_each_paper_decides_for_itself(bridge, village):
    desk, city = an_editor("kota", "main")
    Story.objects.update(section=a_section("Kota", desk=desk))
    own_desk, rural = an_editor("desa", "desa")
    village.desk = own_desk
    village.save()
    bridge = Story.objects.get(pk=bridge.pk)
    with pytest.raises(PermissionDenied):
        services.offer(bridge, village, by=rural)
    with pytest.raises(PermissionDenied):
        services.ask_for(bridge, village, by=city)
    offered = services.offer(bridge, village, by=city)
    with pytest.raises(PermissionDenied):
        services.agree(offered, by=city)
    assert (offered.state, [loan.pk for loan in queries.concerning(rural)]) == (Stand.OFFERED, [offered.pk])
    assert services.agree(offered, by=rural).state == Stand.STANDING
    services.end(offered, by=rural)
    asked = services.ask_for(bridge, village, by=rural)
    with pytest.raises(PermissionDenied):
        services.agree(asked, by=rural)
    assert (asked.state, services.agree(asked, by=city).state) == (Stand.ASKED, Stand.STANDING)
    acts = AuditEntry.objects.filter(subject_type="story", subject_id=str(bridge.pk)).order_by("pk")
    told = [entry.act for entry in acts][-5:]
    assert told == ["offer story", "lend story", "end loan", "ask for story", "lend story"]


def test_a_guest_leads_a_front_by_hand_and_leaves_it_with_its_loan(loan, bridge, villager, village):
    newer = a_live_story("Harvest begins", section=village, language="en")
    fronts.arrange(Place("desa"), {LEAD: Choice(bridge.pk)}, by=rina())
    fronts.arrange(Place("desa", village), {LEAD: Choice(bridge.pk)}, by=rina())
    for path in ("/", "/world/"):
        page = villager.page(path)
        assert page.index(loan.path) < page.index(newer.path)
        assert page.count(f'<a href="{loan.path}"') <= 2
    services.end(loan, by=rina())
    assert loan.path not in villager.page("/")


def test_own_stories_and_guests_are_leafed_through_by_their_hours(village):
    at = clock.now()
    by_hour = []
    for number in range(9):
        hour = at - timedelta(hours=number)
        guest = number % 3 == 1
        story = a_live_story(at=hour, section=None if guest else village)
        if guest:
            services.offer(story, village, by=rina())
        by_hour.append(story)
    by_hour.sort(key=lambda story: (story.first_published_at, story.pk), reverse=True)
    shelf = lists.OfSection("desa", village.pk)
    for begins in range(10):
        for ends in range(begins, 11):
            assert [s.pk for s in shelf[begins:ends]] == [s.pk for s in by_hour[begins:ends]]


def test_a_story_of_the_sisters_own_takes_another_address_than_a_guest(loan, village, bridge):
    own = a_live_story("Jembatan putus", section=village)
    assert own.path == f"{loan.path}-2"


def test_a_loan_is_an_edition_that_prints_the_lists_it_joins(bridge, village):
    loan = services.offer(bridge, village, by=rina())
    edition = Edition.objects.latest("number")
    assert set(edition.keys) == {f"loan:{loan.pk}", f"section:{village.pk}", "front:desa", "latest:desa"}


def test_a_paper_without_sisters_asks_nothing(settings, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert queries.guests("main") == []
        assert not queries.is_held("main", "/x") and queries.at_path("main", "/x") is None


def test_a_paper_that_was_given_up_leaves_the_newsroom_standing(loan, bridge, settings, client):
    client.force_login(rina())
    assert "Village Post" in client.get("/redaksi/sisters/").content.decode()
    settings.PAPER = replace(settings.PAPER, sisters=())
    for page in ("/redaksi/sisters/", f"/redaksi/sisters/{bridge.pk}/"):
        answer = client.get(page)
        assert answer.status_code == 200 and "Village Post" not in answer.content.decode()
