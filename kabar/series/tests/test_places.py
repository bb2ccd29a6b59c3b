"""A story is put into a series, moved and taken out, and its neighbours lead to it at once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from kabar.editions.models import Edition
from kabar.series import queries, services
from kabar.series.models import Installment, Series
from kabar.series.services import Item, NumberTaken, join, leave, move
from kabar.staff.models import AuditEntry, Desk, User
from kabar.staff.roles import Role, give
from kabar.stories import services as stories
from kabar.stories.models import Story
from kabar.stories.rules import Ground
from kabar.stories.testing import a_draft, a_live_story, a_section, rina

pytestmark = pytest.mark.django_db
DAY = date(2022, 5, 13)


@pytest.fixture
def war():
    return Series.objects.create(name="Perang", begins_on=date(2022, 2, 24), section=a_section())


@pytest.fixture
def odd():
    return Series.objects.create(name="Unik Global", section=a_section())


@pytest.fixture
def desk(client):
    client.force_login(rina())
    return client


def headlines(series):
    return [place.story.headline for place in queries.installments_of(series)]


def a_roundup(series, day=DAY):
    return services.compose(series, day, [Item(a_live_story())], by=rina())


def test_the_number_of_a_spiked_draft_is_free(war):
    first = a_roundup(war)
    stories.spike(first, by=rina())
    second = a_roundup(war)
    assert [place.story for place in war.installments.all()] == [second]
    stories.unspike(first, by=rina())
    assert queries.place_of(first) is None
    assert AuditEntry.objects.filter(act="take out of series", subject_id=str(first.pk)).exists()


def test_a_draft_that_comes_back_first_has_its_number_still(war):
    first = a_roundup(war)
    stories.spike(first, by=rina())
    stories.unspike(first, by=rina())
    with pytest.raises(NumberTaken) as refusal:
        a_roundup(war)
    assert refusal.value.story == first
    assert not Story.objects.filter(headline__startswith="Rangkuman").exclude(pk=first.pk).exists()


def test_a_killed_roundup_gives_its_number_up_and_a_withdrawn_one_does_not(war):
    first = a_roundup(war)
    stories.publish(first)
    stories.withdraw(first, by=rina(), reason="Menunggu")
    with pytest.raises(NumberTaken):
        a_roundup(war)
    stories.publish(first)
    stories.kill(first, by=rina(), reason="Salah", ground=Ground.COUNCIL)
    assert a_roundup(war).installment.number == 79


def test_a_story_takes_the_number_of_its_day_or_the_one_that_is_given(war):
    late = a_live_story(
        at=datetime(2022, 5, 12, 17, 30, tzinfo=UTC)
    )  # half past midnight on the 13th in Jakarta
    assert join(late, war, by=rina()).number == 79
    assert join(late, war, by=rina(), number=12).number == 12
    assert Installment.objects.count() == 1
    for number in (None, 0):
        with pytest.raises(ValidationError):
            join(a_draft(), war, by=rina(), number=number)


def test_both_neighbours_lead_to_a_story_at_once_and_no_longer_when_it_leaves(client, war):
    before, mid, after = (a_live_story(headline) for headline in ("Kemarin", "Hari ini", "Besok"))
    join(before, war, by=rina(), number=78)
    join(after, war, by=rina(), number=80)
    join(mid, war, by=rina(), number=79)
    assert set(Edition.objects.latest("number").keys) == {f"story:{each.pk}" for each in (before, mid, after)}
    assert f'href="{mid.path}" rel="next"' in client.get(before.path).content.decode()
    assert f'href="{mid.path}" rel="prev"' in client.get(after.path).content.decode()
    assert "Perang</bdi> · Hari ke-79" in client.get(mid.path).content.decode()
    leave(mid, by=rina())
    assert set(Edition.objects.latest("number").keys) == {f"story:{each.pk}" for each in (before, mid, after)}
    assert f'href="{after.path}" rel="next"' in client.get(before.path).content.decode()
    assert 'class="series"' not in client.get(mid.path).content.decode()


def test_a_story_that_moves_prints_those_it_leaves_and_those_it_joins(war, odd):
    old, mid, new = a_live_story(), a_live_story(), a_live_story()
    join(old, war, by=rina(), number=78)
    join(mid, war, by=rina(), number=79)
    join(new, odd, by=rina())
    join(mid, odd, by=rina())
    assert set(Edition.objects.latest("number").keys) == {f"story:{each.pk}" for each in (old, mid, new)}


def test_parts_stand_in_their_order_without_numbers(client, odd):
    one, two, three = (a_live_story(headline) for headline in ("Satu", "Dua", "Tiga"))
    for each in (one, two, three):
        join(each, odd, by=rina())
    join(one, odd, by=rina())
    assert headlines(odd) == ["Tiga", "Dua", "Satu"]
    move(three, earlier=True, by=rina())
    assert headlines(odd) == ["Dua", "Tiga", "Satu"]
    assert {f"story:{each.pk}" for each in (one, two, three)} <= set(Edition.objects.latest("number").keys)
    move(one, earlier=True, by=rina())
    assert headlines(odd) == ["Dua", "Tiga", "Satu"]
    page = client.get(three.path).content.decode()
    assert "Sebelum ini</span> <bdi>Satu</bdi>" in page.replace("← ", "")
    assert "Hari ke-" not in page


def test_a_part_alone_leads_nowhere_and_says_nothing(client, odd):
    story = a_live_story()
    join(story, odd, by=rina())
    assert 'class="series"' not in client.get(story.path).content.decode()


def test_only_who_publishes_a_story_puts_it_anywhere_and_nobody_one_that_is_put_away(war):
    sport = Desk.objects.create(name="Olahraga", slug="olahraga")
    editor = User.objects.create_user("joko")
    give(editor, Role.EDITOR, sport)
    story = a_live_story(section=a_section("Kota", desk=Desk.objects.create(name="Kota", slug="kota")))
    with pytest.raises(PermissionDenied):
        join(story, war, by=editor, number=3)
    gone = a_draft()
    stories.spike(gone, by=rina())
    with pytest.raises(ValidationError):
        join(gone, war, by=rina(), number=3)


def test_a_taken_number_leaves_everything_as_it_was(war):
    one, two = a_live_story(), a_live_story()
    join(one, war, by=rina(), number=1)
    join(two, war, by=rina(), number=2)
    with pytest.raises(NumberTaken), transaction.atomic():
        join(two, war, by=rina(), number=1)
    assert list(war.installments.values_list("story", "number")) == [(one.pk, 1), (two.pk, 2)]


def test_the_form_of_a_story_leads_to_its_place(desk, war):
    story, other = a_live_story("Sidang"), a_live_story("Kemarin")
    form = desk.get(reverse("stories:edit", args=[story.pk])).content.decode()
    page = reverse("series_of_story", args=[story.pk])
    assert f'href="{page}"' in form and "Tidak ada dalam seri mana pun." in form
    join(other, war, by=rina(), number=4)
    desk.post(page, {"do": "put", "series": war.pk, "number": "5"})
    form = desk.get(reverse("stories:edit", args=[story.pk])).content.decode()
    assert "Perang · Hari ke-5" in form and "← Kemarin" in form
    told = desk.post(page, {"do": "put", "series": war.pk, "number": "4"}, follow=True).content.decode()
    assert "sudah punya berita" in told and reverse("stories:edit", args=[other.pk]) in told
    desk.post(page, {"do": "out"})
    assert queries.place_of(story) is None


def test_a_paper_without_series_has_no_panel_for_them(desk):
    story = a_live_story()
    assert (
        reverse("series_of_story", args=[story.pk])
        not in desk.get(reverse("stories:edit", args=[story.pk])).content.decode()
    )


def test_a_series_lists_its_stories_and_takes_more(desk, war, odd):
    story = a_live_story("Sidang")
    page = reverse("series_stories", args=[war.pk])
    desk.post(page, {"do": "add", "story": story.pk, "number": "9"})
    place = war.installments.get()
    assert (place.story, place.number) == (story, 9)
    desk.post(page, {"do": f"number:{place.pk}", "number": "10"})
    html = desk.get(page).content.decode()
    assert "Hari ke-10" in html and "Sidang" in html
    assert (
        "hari" in desk.post(page, {"do": f"number:{place.pk}", "number": "x"}, follow=True).content.decode()
    )
    desk.post(page, {"do": f"out:{place.pk}"})
    assert not war.installments.exists()
    parts = reverse("series_stories", args=[odd.pk])
    for each in (story, a_live_story("Gempa")):
        desk.post(parts, {"do": "add", "story": each.pk})
    desk.post(parts, {"do": f"earlier:{odd.installments.last().pk}"})
    assert headlines(odd) == ["Sidang", "Gempa"]
    assert desk.get(reverse("series_roundup", args=[odd.pk])).url == parts


def test_a_draft_of_another_desk_keeps_its_headline(war):
    kota, sport = (Desk.objects.create(name=name, slug=name) for name in ("kota", "sport"))
    secret = a_draft("Rahasia besar", section=a_section("Kota", desk=kota))
    join(secret, war, by=rina(), number=9)
    writer = User.objects.create_user("joko")
    give(writer, Role.EDITOR, sport)
    there = Client()
    there.force_login(User.objects.get(pk=writer.pk))
    html = there.get(reverse("series_stories", args=[war.pk])).content.decode()
    assert "Hari ke-9" in html and "Rahasia besar" not in html
    compose = there.get(reverse("series_roundup", args=[war.pk]), {"day": "2022-03-04"}).content.decode()
    assert "Berita meja lain" in compose and "Rahasia besar" not in compose


def test_a_series_with_stories_stays_in_its_paper_and_goes_on_counting(desk, war):
    join(a_live_story(), war, by=rina(), number=1)
    edit = reverse("series:edit", args=[war.pk])
    said = {"name": "Perang", "section": war.section_id, "topic": "", "begins_on": ""}
    assert "tetap menghitung hari" in desk.post(edit, said).content.decode()
    desk.post(edit, {**said, "begins_on": "2022-02-23"})
    assert Series.objects.get().begins_on == date(2022, 2, 23)
