"""The newsroom's list: quick, narrow when asked, and counting no further than it must."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kabar.staff.models import NewsroomSession, User
from kabar.stories import services
from kabar.stories.editor import listing
from kabar.stories.models import Story
from kabar.stories.testing import a_draft, a_live_story, a_section

pytestmark = pytest.mark.django_db
PAGE = "stories:list"


@pytest.fixture
def desk():
    client = Client()
    client.force_login(User.objects.create_superuser("rina"))
    client.get(reverse("wagtailadmin_home"))
    assert NewsroomSession.objects.count() == 1
    return client


def headlines(response):
    return [story.headline for story in response.context["object_list"]]


def test_the_list_asks_the_database_the_same_few_times_however_many_stories(desk):
    for number in range(60):
        a_draft(f"Berita {number}", names=("Ayu Lestari", f"Penulis {number % 7}"))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = desk.get(reverse(PAGE))
    assert len(page.context["object_list"]) == 50
    assert len(asked) <= 15, "\n".join(query["sql"][:120] for query in asked)


def test_no_query_of_the_list_reads_bodies_or_counts_all(desk):
    a_draft()
    with CaptureQueriesContext(connection) as asked:
        desk.get(reverse(PAGE))
    about_stories = [query["sql"] for query in asked if 'FROM "kabar_stories_story"' in query["sql"]]
    assert about_stories
    assert not any('"kabar_stories_story"."body"' in sql or "COUNT(*)" in sql for sql in about_stories)


def test_the_list_stops_counting_and_says_so(desk, monkeypatch):
    monkeypatch.setattr(listing, "FAR_ENOUGH", 3)
    for _ in range(5):
        a_draft()
    paginator = desk.get(reverse(PAGE)).context["paginator"]
    assert paginator.count == 3
    assert "3" in paginator.items_count_label
    assert paginator.items_count_label != "3 stories"


def test_the_newest_stands_first_and_drafts_show_their_newest_headline(desk):
    a_draft("Pertama")
    live = a_live_story("Kedua")
    live.headline = "Kedua, dilengkapi"
    services.save_draft(live)
    response = desk.get(reverse(PAGE))
    assert [story.newest_headline for story in response.context["object_list"]] == [
        "Kedua, dilengkapi",
        "Pertama",
    ]


def test_the_list_is_narrowed_by_state_section_author_and_day(desk):
    economy = a_section("Ekonomi")
    a_draft("Draf ekonomi", section=economy, names=("Rina Wulandari",))
    a_live_story("Terbit global", at=datetime(2026, 1, 5, 3, tzinfo=UTC))
    a_live_story("Terbit ekonomi", section=economy, at=datetime(2026, 2, 5, 3, tzinfo=UTC))
    assert headlines(desk.get(reverse(PAGE), {"state": "draft"})) == ["Draf ekonomi"]
    assert headlines(desk.get(reverse(PAGE), {"section": economy.pk})) == ["Terbit ekonomi", "Draf ekonomi"]
    assert headlines(desk.get(reverse(PAGE), {"author": "wulan"})) == ["Draf ekonomi"]
    in_january = {"published_from": "2026-01-01", "published_to": "2026-01-31"}
    assert headlines(desk.get(reverse(PAGE), in_january)) == ["Terbit global"]


def test_a_search_finds_words_of_the_headline_and_whole_addresses(desk):
    story = a_live_story("Harga cabai turun setelah panen")
    a_draft("Sekolah malam di kaki gunung")
    assert headlines(desk.get(reverse(PAGE), {"q": "CABAI panen"})) == [story.headline]
    assert headlines(desk.get(reverse(PAGE), {"q": f"http://localhost:8000{story.path}?utm_source=wa"})) == [
        story.headline
    ]
    assert headlines(desk.get(reverse(PAGE), {"q": "tidak ada"})) == []


def test_a_search_looks_through_the_newest_only(desk, monkeypatch):
    old = a_draft("Cabai lama")
    a_draft("Cabai baru")
    monkeypatch.setattr(listing, "RECENT", Story.objects.latest("pk").pk - old.pk)
    assert headlines(desk.get(reverse(PAGE), {"q": "cabai"})) == ["Cabai baru"]


def test_the_start_shows_what_is_written_what_is_live_and_what_waits(desk):
    a_draft("Sedang ditulis")
    waiting = a_live_story("Terbit hari ini")
    waiting.headline = "Terbit hari ini, dilengkapi"
    services.save_draft(waiting)
    page = desk.get(reverse("wagtailadmin_home")).content.decode()
    assert page.index("Sedang ditulis") < page.index("Terbit hari ini, dilengkapi")
    assert page.count("Terbit hari ini, dilengkapi") == 1


def test_the_start_asks_the_database_few_times(desk):
    for number in range(20):
        a_draft(names=(f"Penulis {number}",))
        a_live_story(names=(f"Penulis {number}",))
    with CaptureQueriesContext(connection) as asked:
        desk.get(reverse("wagtailadmin_home"))
    assert len(asked) <= 26, "\n".join(query["sql"][:120] for query in asked)


def test_saving_a_story_writes_nothing_into_a_search_index_of_wagtail_s(desk):
    with CaptureQueriesContext(connection) as asked:
        a_live_story()
    assert not any("indexentry" in query["sql"] for query in asked)
