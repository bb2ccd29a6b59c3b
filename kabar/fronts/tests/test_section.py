"""The front of a section."""

from datetime import timedelta

import pytest

from kabar import clock
from kabar.masthead.pages import keys_of
from kabar.pictures.testing import a_picture
from kabar.stories.testing import a_live_story, a_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def full_section():
    """A section of twenty-three stories, the newest called Berita 1."""
    section, now = a_section("Global", description="Dunia, ditulis dari sini."), clock.now()
    for number in range(1, 24):
        a_live_story(f"Berita ke-{number:02d}", section=section, at=now - timedelta(hours=number))
    return section


def test_a_section_shows_its_newest_stories(client, full_section):
    html = client.get("/global/").content.decode()
    assert "Berita ke-01" in html
    assert "Berita ke-20" in html
    assert "Berita ke-21" not in html
    assert "Dunia, ditulis dari sini." in html


def test_older_stories_stand_on_the_next_sheet(client, full_section):
    html = client.get("/global/?halaman=2").content.decode()
    assert "Berita ke-21" in html
    assert "Berita ke-20" not in html
    assert 'rel="prev"' in html
    assert '<link rel="canonical" href="http://localhost:8000/global/?halaman=2">' in html


def test_a_section_of_another_name_is_not_found(client, full_section):
    assert client.get("/lokal/").status_code == 404


def test_a_sheet_beyond_the_last_is_not_found(client, full_section):
    assert client.get("/global/?halaman=3").status_code == 404


def test_the_menu_says_where_the_reader_is(client, full_section):
    assert 'href="/global/" aria-current="page"' in client.get("/global/").content.decode()


def test_a_section_without_stories_says_so(client):
    a_section("Budaya")
    response = client.get("/budaya/")
    assert response.status_code == 200
    assert "lead-headline" not in response.content.decode()


def test_a_section_points_to_its_own_feed(client, full_section):
    assert 'href="http://localhost:8000/global/rss.xml"' in client.get("/global/").content.decode()


def test_a_section_is_made_with_few_questions(client, full_section, django_assert_max_num_queries):
    # Three of them the press keeps until they change: the menu, the boxes of advertising, what is on offer.
    with django_assert_max_num_queries(6):
        client.get("/global/")


def test_a_section_is_reprinted_when_one_of_its_stories_changes(client, full_section):
    assert keys_of(client.get("/global/"))[0] == f"section:{full_section.pk}"


def test_a_link_to_a_section_shows_its_first_picture(client):
    picture = a_picture()
    a_live_story(section=a_section("Global"), lead_picture=picture)
    picture.refresh_from_db()
    assert f'property="og:image" content="http://localhost:8000{picture.share_url()}"' in (
        client.get("/global/").content.decode()
    )
