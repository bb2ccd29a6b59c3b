"""Pages of topics, authors and days."""

from datetime import UTC, datetime

import pytest

from kabar.masthead.pages import keys_of
from kabar.stories import services
from kabar.stories.testing import a_draft, a_live_story, a_section, an_author, rina
from kabar.topics.models import Topic

pytestmark = pytest.mark.django_db


def a_topic(name="Pemilu", **fields):
    return Topic.objects.create(name=name, slug=name.lower().replace(" ", "-"), **fields)


def test_a_topic_lists_its_stories_and_no_others(client):
    topic = a_topic(summary="Segala hal tentang memilih.")
    a_live_story("Kotak suara tiba", topics=[topic])
    a_live_story("Pasar pindah")
    html = client.get("/topik/pemilu/").content.decode()
    assert "Kotak suara tiba" in html
    assert "Pasar pindah" not in html
    assert "Segala hal tentang memilih." in html


def test_a_topic_is_a_line_of_days_the_newest_first(client):
    topic = a_topic()
    for day in (3, 5):
        for hour in (1, 2):
            printed_at = datetime(2022, 5, day, hour, tzinfo=UTC)
            a_live_story(f"Hari {day} jam {hour}", topics=[topic], at=printed_at)
    html = client.get("/topik/pemilu/").content.decode()
    assert html.count('class="timeline-day"') == 2
    told = [
        html.index(text)
        for text in ("Kamis, 5 Mei 2022", "Hari 5 jam 2", "Selasa, 3 Mei 2022", "Hari 3 jam 2")
    ]
    assert told == sorted(told)


def test_a_topic_is_reprinted_when_one_of_its_stories_changes(client):
    topic = a_topic()
    a_live_story(topics=[topic])
    assert keys_of(client.get("/topik/pemilu/"))[0] == f"topic:{topic.pk}"


def test_a_topic_is_no_page_before_its_first_story_is_out(client):
    a_section()
    absent = client.get("/topik/pemilu/")
    a_draft(topics=[a_topic()])
    begun = client.get("/topik/pemilu/")
    assert begun.status_code == 404
    assert begun.content == absent.content


def test_an_author_is_no_page_before_their_first_story_is_out(client):
    a_section()
    absent = client.get("/penulis/ayu-lestari/")
    a_draft(names=("Ayu Lestari",))
    begun = client.get("/penulis/ayu-lestari/")
    assert begun.status_code == 404
    assert begun.content == absent.content


@pytest.mark.parametrize("path", ["/topik/tidak-ada/", "/penulis/tidak-ada/", "/arsip/2022/05/13/"])
def test_what_does_not_exist_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_an_author_has_a_page_with_what_carries_the_name(client):
    ayu = an_author("Ayu Lestari")
    ayu.bio, ayu.role_title, ayu.beat = "Lahir di desa.", "Wartawan", "Desa, pasar ,"
    ayu.save()
    a_live_story("Jembatan dibuka", names=("Ayu Lestari",))
    a_live_story("Pasar pindah", names=("Budi Santoso",))
    html = client.get("/penulis/ayu-lestari/").content.decode()
    assert "Lahir di desa." in html
    assert "Meliput Desa · pasar</p>" in html
    assert "Jembatan dibuka" in html
    assert "Pasar pindah" not in html


def test_a_story_signed_twice_by_one_name_is_listed_once(client):
    a_live_story("Jembatan dibuka", names=("Ayu Lestari", "Ayu Lestari"))
    assert client.get("/penulis/ayu-lestari/").content.decode().count(">Jembatan dibuka<") == 1


def test_whoever_holds_a_position_stands_in_the_imprint(client):
    ayu = an_author("Ayu Lestari")
    ayu.role_title = "Redaktur desa"
    ayu.save()
    an_author("Budi Santoso")
    html = client.get("/susunan-redaksi/").content.decode()
    assert "Redaktur desa" in html
    assert "Budi Santoso" not in html


def at(day, hour=5):
    return datetime(2022, 5, day, hour, tzinfo=UTC)


def test_a_day_lists_what_was_printed_on_it_in_the_papers_zone(client):
    a_live_story("Telepon malam", at=datetime(2022, 5, 12, 18, 30, tzinfo=UTC))
    a_live_story("Telepon siang", at=at(13))
    a_live_story("Telepon lusa", at=at(15))
    html = client.get("/arsip/2022/05/13/").content.decode()
    assert "Telepon malam" in html
    assert "Telepon siang" in html
    assert "Telepon lusa" not in html


def test_a_day_leads_to_the_printed_days_around_it(client):
    for day in (10, 13, 15):
        a_live_story(at=at(day))
    html = client.get("/arsip/2022/05/13/").content.decode()
    assert 'href="/arsip/2022/05/10/"' in html
    assert 'href="/arsip/2022/05/15/"' in html


def test_the_newest_day_learns_of_the_next_when_it_comes(client):
    a_live_story(at=at(13))
    assert keys_of(client.get("/arsip/2022/05/13/"))[:2] == ("date:main:2022-05-13", "latest:main")
    a_live_story(at=at(15))
    assert "latest:main" not in keys_of(client.get("/arsip/2022/05/13/"))


def test_the_archive_opens_at_its_newest_day(client):
    a_live_story(at=at(13))
    response = client.get("/arsip/")
    assert (response.status_code, response["Location"]) == (302, "/arsip/2022/05/13/")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/arsip/2022/13/01/", "/arsip/2022/02/30/", "/arsip/0001/01/01/", "/arsip/x/y/z/"]
)
def test_a_day_that_never_was_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_a_withdrawn_story_leaves_its_day(client):
    story = a_live_story("Salah sebut nama", at=at(13))
    a_live_story("Telepon siang", at=at(13))
    services.withdraw(story, by=rina(), reason="Menunggu konfirmasi")
    assert "Salah sebut nama" not in client.get("/arsip/2022/05/13/").content.decode()


@pytest.mark.parametrize("path", ["/topik/pemilu/", "/penulis/ayu-lestari/", "/arsip/2022/05/13/"])
def test_a_list_is_made_with_few_questions(client, django_assert_max_num_queries, path):
    topic = a_topic()
    for _ in range(10):
        a_live_story(at=at(13), topics=[topic])
    with django_assert_max_num_queries(6):
        assert client.get(path).status_code == 200
