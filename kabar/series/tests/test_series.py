"""A series is counted from its first day; a day's roundup is begun from the day's stories."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from kabar.editions.models import Edition
from kabar.masthead.pages import keys_of
from kabar.series import queries, services
from kabar.series.models import Installment, Series
from kabar.series.newsroom.composing import first_part
from kabar.series.services import Item
from kabar.staff.models import AuditEntry
from kabar.stories import services as stories
from kabar.stories.models import State
from kabar.stories.refusals import StateConflict
from kabar.stories.testing import a_live_story, a_section, rina
from kabar.topics.models import Topic

pytestmark = pytest.mark.django_db
#: Day 79 of a war that began on 24 February 2022.
DAY = date(2022, 5, 13)


@pytest.fixture
def war():
    topic = Topic.objects.create(name="Perang Ukraina", slug="perang-ukraina")
    return Series.objects.create(
        name="Serangan Rusia ke Ukraina", begins_on=date(2022, 2, 24), section=a_section(), topic=topic
    )


def the_days_stories(war):
    noon = datetime(2022, 5, 13, 5, tzinfo=UTC)
    call = a_live_story("Menhan AS-Rusia Telepon, yang Pertama", topics=[war.topic], at=noon)
    nato = a_live_story("Finlandia Ingin Gabung NATO", topics=[war.topic], at=noon)
    return call, nato, a_live_story("Harga cabai turun", at=noon + timedelta(minutes=1))


def test_days_are_counted_from_the_first(war):
    assert war.number_of(war.begins_on) == 1
    assert war.number_of(DAY) == 79


def test_a_roundup_joins_the_parts_of_the_day_in_its_headline(war):
    call, nato, _chili = the_days_stories(war)
    items = [Item(call, "Menhan AS-Rusia Telepon"), Item(nato, "Finlandia Ingin Gabung NATO")]
    draft = services.compose(war, DAY, items, by=rina())
    assert draft.headline == (
        "Rangkuman Hari Ke-79 Serangan Rusia ke Ukraina: "
        "Menhan AS-Rusia Telepon | Finlandia Ingin Gabung NATO"
    )
    assert (draft.state, draft.section, draft.installment.number) == (State.DRAFT, war.section, 79)
    assert [block.block_type for block in draft.body][:3] == ["heading", "paragraph", "also_read"]
    assert AuditEntry.objects.latest("id").act == "compose roundup"


def test_a_day_has_one_roundup_and_none_comes_before_the_first_day(war):
    call, *_others = the_days_stories(war)
    services.compose(war, DAY, [Item(call)], by=rina())
    with pytest.raises(StateConflict, match="79"):
        services.compose(war, DAY, [Item(call)], by=rina())
    with pytest.raises(ValidationError):
        services.compose(war, war.begins_on - timedelta(days=1), [Item(call)], by=rina())


def test_readers_are_led_from_day_to_day_and_past_what_is_not_out(client, war):
    call, *_others = the_days_stories(war)
    days = [services.compose(war, DAY + timedelta(days=n), [Item(call)], by=rina()) for n in range(3)]
    for each in (days[0], days[2]):
        stories.publish(each)
    first, last = (client.get(each.path) for each in (days[0], days[2]))
    assert f'href="{days[2].path}" rel="next"' in first.content.decode()
    assert f'href="{days[0].path}" rel="prev"' in last.content.decode()
    # The day between is not out yet; when it is, its own edition prints both pages again.
    assert f"story:{days[1].pk}" in keys_of(first)
    assert f"story:{days[1].pk}" in keys_of(last)
    stories.publish(days[1])
    assert f'href="{days[1].path}" rel="next"' in client.get(days[0].path).content.decode()


def test_a_new_installment_has_its_neighbours_printed_again(war):
    call, *_others = the_days_stories(war)
    first = services.compose(war, DAY, [Item(call)], by=rina())
    stories.publish(first)
    services.compose(war, DAY + timedelta(days=1), [Item(call)], by=rina())
    assert Edition.objects.latest("number").keys == [f"story:{first.pk}"]


def test_the_newsroom_offers_the_days_stories_with_those_of_the_topic_chosen(war):
    call, nato, chili = the_days_stories(war)
    desk = Client()
    desk.force_login(rina())
    page = reverse("series_roundup", args=[war.pk])
    html = desk.get(page, {"day": "2022-05-13"}).content.decode()
    assert f'name="take-{call.pk}" value="1" checked' in html
    assert f'name="take-{chili.pk}" value="1">' in html
    assert html.index(f"take-{nato.pk}") < html.index(f"take-{chili.pk}")
    assert 'value="Menhan AS-Rusia Telepon"' in html
    sent = {"day": "2022-05-13", f"take-{nato.pk}": "1", f"part-{nato.pk}": "Finlandia ke NATO"}
    answer = desk.post(page, sent)
    begun = Installment.objects.get()
    assert answer["location"] == reverse("stories:edit", args=[begun.story_id])
    assert begun.story.headline.endswith(": Finlandia ke NATO")
    again = desk.post(page, sent).content.decode()
    assert "sudah punya berita" in again
    assert again.count(f'href="{answer["location"]}"') == 2


def test_a_day_is_one_of_the_papers_zone(war):
    late = datetime(2022, 5, 13, 18, 30, tzinfo=UTC)  # half past one on the 14th in Jakarta
    story = a_live_story("Malam di Kyiv", topics=[war.topic], at=late)
    assert queries.of_day(war, DAY) == []
    assert queries.of_day(war, DAY + timedelta(days=1)) == [story]


def test_a_headline_keeps_within_its_length_by_itself(war):
    call, *_others = the_days_stories(war)
    long = services.headline_of(war, DAY, ["panjang " * 40, "Finlandia"])
    assert long.startswith("Rangkuman Hari Ke-79 Serangan Rusia ke Ukraina: panjang panjang")
    assert len(long) <= services.LONGEST_HEADLINE
    parts = [f"Bagian nomor {number} dari hari ini" for number in range(30)]
    draft = services.compose(war, DAY, [Item(call, part) for part in parts], by=rina())
    assert draft.headline.endswith("dari hari ini") and draft.headline.count(" | ") > 4
    assert sum(block.block_type == "heading" for block in draft.body) == 30


def test_nothing_is_chosen_before_and_no_more_than_fits(war):
    noon = datetime(2022, 5, 13, 5, tzinfo=UTC)
    for number in range(12):
        a_live_story(f"Sidang nomor {number} digelar di gedung lama", topics=[war.topic], at=noon)
    desk = Client()
    desk.force_login(rina())
    page = reverse("series_roundup", args=[war.pk])
    html = desk.get(page, {"day": "2022-05-13"}).content.decode()
    parts = re.findall(r'name="part-\d+" maxlength="200" value="(.*?)"', html)
    assert (html.count(" checked>"), len(parts)) == (12, 12)
    assert 0 < len([part for part in parts if part]) < 12
    Series.objects.update(topic=None)
    html = desk.get(page, {"day": "2022-05-13"}).content.decode()
    assert (html.count(" checked>"), html.count('value="Sidang nomor')) == (0, 12)
    stories = re.findall(r'name="take-(\d+)"', html)
    sent = {f"take-{pk}": "1" for pk in stories} | {
        f"part-{pk}": "Sidang yang panjang sekali" for pk in stories
    }
    done = desk.post(page, {"day": "2022-05-13", **sent}, follow=True).content.decode()
    assert "tidak muat" in done
    assert len(Installment.objects.get().story.headline) <= services.LONGEST_HEADLINE


def test_a_long_headline_is_offered_by_its_first_words():
    assert first_part("Menhan AS-Rusia Telepon, yang Pertama") == "Menhan AS-Rusia Telepon"
    assert len(first_part("kata " * 40)) <= 60
