"""Addresses that were a story's once, or almost are one's."""

from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import RequestFactory

from kabar.archive.views import not_found
from kabar.masthead.pages import keys_of
from kabar.staff.models import Author
from kabar.stories import listings, services
from kabar.stories.models import FormerAddress, FormerListing
from kabar.stories.testing import a_killed_story, a_live_story, a_section, rina
from kabar.topics.models import Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved():
    """A story that came from another system, where it stood at /2019/05/judul-lama/."""
    story = a_live_story("Jembatan dibuka")
    FormerAddress.objects.create(paper="main", path="/2019/05/judul-lama/", story=story)
    return story


def answer(path):
    """Return what the press gets for an address that no view answers."""
    request = RequestFactory().get(path)
    request.paper, request.for_press = settings.PAPER, True
    return not_found(request)


@pytest.mark.parametrize("path", ["/2019/05/judul-lama/", "/2019/05/judul-lama"])
def test_a_former_address_leads_to_the_story_for_good(moved, path):
    response = answer(path)
    assert (response.status_code, response["Location"]) == (301, moved.path)


def test_the_number_of_a_story_in_wordpress_leads_to_it(moved, client):
    FormerAddress.objects.create(paper="main", path="/?p=17", story=moved)
    response = client.get("/?p=17")
    assert (response.status_code, response["Location"]) == (301, moved.path)
    assert client.get("/?p=18").status_code == 404
    assert client.get("/?utm_source=wa").status_code == 200


def test_a_former_address_is_never_stored(moved):
    response = answer("/2019/05/judul-lama/")
    assert keys_of(response) == ()
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("tail", ["", "/", "/page/3/", "/feed/", "/page/2/feed/rss2/"])
def test_where_a_category_a_tag_and_a_writer_were_listed_leads_to_the_list_here(tail):
    section, topic = a_section("Politik"), Topic.objects.create(name="KPK", slug="kpk", paper="main")
    author = Author.objects.create(name="Ayu", slug="ayu")
    found = {"/category/nasional/politik": section, "/tag/Komisi%": topic, "/author/ayu-l/": author}
    listings.keep("main", found.items())
    listings.keep("main", [("/tag/Komisi%", section)])
    leads = [answer(quote(path.rstrip("/") + tail))["Location"] for path in found]
    assert leads == ["/politik/", "/topik/kpk/", "/penulis/ayu/"]


def test_a_list_that_is_gone_or_stands_where_it_stood_leads_nowhere(client):
    topic = Topic.objects.create(name="KPK", slug="kpk", paper="main")
    listings.keep("main", [("/topik/kpk/", topic), ("/tag/kpk", topic), ("/", topic), ("/x" * 300, topic)])
    assert list(FormerListing.objects.values_list("path", flat=True)) == ["/tag/kpk"]
    assert listings.moved_from("main", "/tag/kpk\0") == listings.moved_from("lain", "/tag/kpk") == ""
    topic.delete()
    assert answer("/tag/kpk").status_code == 404


def test_a_changed_slug_leads_on_from_the_old_one(client):
    story = a_live_story("Jembatan dibuka")
    before = story.path
    story.slug = "jembatan-desa"
    services.save_draft(story, by=rina())
    services.publish(story, by=rina())
    response = client.get(before)
    assert (response.status_code, response["Location"]) == (301, story.path)


def test_a_former_address_of_a_killed_story_leads_to_the_reason(client):
    story = a_killed_story("Melanggar privasi korban")
    FormerAddress.objects.create(paper="main", path="/lama", story=story)
    assert answer("/lama")["Location"] == story.path
    assert client.get(story.path).status_code == 410


def test_a_section_without_its_slash_leads_to_the_section():
    a_section("Global")
    response = answer("/global")
    assert (response.status_code, response["Location"]) == (301, "/global/")


def test_a_story_with_a_slash_too_many_leads_to_the_story(moved):
    assert answer(f"{moved.path}/")["Location"] == moved.path


@pytest.mark.parametrize(
    "path", ["/tidak-ada", "/tidak-ada/", "/global/2022/05/13/tidak-ada", "/a/b/c/d", "//evil.example/"]
)
def test_what_was_never_there_answers_404_with_a_way_on(path):
    a_live_story("Pasar pindah")
    response = answer(path)
    html = response.content.decode()
    assert response.status_code == 404
    assert 'action="/cari/"' in html
    assert "Pasar pindah" in html
    assert '<meta name="robots" content="noindex, follow">' in html


def test_the_404_page_does_not_repeat_what_was_asked_for():
    assert "curiga" not in answer("/x/?q=curiga").content.decode()
