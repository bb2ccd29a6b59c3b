"""What every page of the paper carries, and which may hang on the rack."""

import re
from dataclasses import replace

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.test import RequestFactory

from kabar.masthead import views
from kabar.masthead.pages import keys_of, page, printed
from kabar.plates import Variant

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking():
    request = RequestFactory().get("/tentang/")
    request.paper, request.for_press, request.variant = django_settings.PAPER, True, Variant.ADS
    return request


def test_a_page_with_keys_may_hang_until_the_paper_changes(asking):
    response = page(asking, "kabar/masthead/about.html", keys=["front:main"])
    keys = keys_of(response)
    assert keys[0] == "front:main" and keys[-1] == "paper:main"
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_page_without_keys_is_never_stored(asking):
    response = page(asking, "kabar/masthead/about.html")
    assert keys_of(response) == ()
    assert response["Cache-Control"] == "no-store"


def test_a_page_that_cannot_hang_carries_its_fragments(asking):
    response = views.missing(asking)
    assert response.status_code == 404
    assert b"kabar:fragment" not in response.content


def test_a_feed_may_hang_too():
    assert keys_of(printed(HttpResponse("<rss/>"), ["feeds:main", "feeds:main"])) == ("feeds:main",)


def test_a_page_allows_nothing_from_elsewhere(client):
    response = client.get("/tentang/")
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "strict-origin" in response["Referrer-Policy"]


def test_a_page_needs_no_session_and_sets_no_cookie(asking):
    asking.COOKIES["kabar_session"] = "curian"
    response = views.about(asking)
    assert not response.cookies
    assert "Vary" not in response
    assert "curian" not in response.content.decode()


@pytest.mark.parametrize("path", ["/tentang/", "/susunan-redaksi/", "/cara-kami-bekerja/"])
def test_a_page_works_without_scripts_and_without_styles_of_its_own(client, path):
    html = client.get(path).content.decode()
    # What runs is extra, and stands in files of its own.
    assert re.findall(r"<script(?! type=\"module\" src=)", html) == []
    assert "style=" not in html
    assert "<style" not in html


def test_every_page_begins_with_a_way_past_the_menu(client):
    html = client.get("/tentang/").content.decode()
    assert html.index('href="#main"') < html.index("<nav")
    assert '<main id="main"' in html


def test_the_imprint_says_who_answers_for_the_paper(client, settings):
    imprint = replace(settings.PAPER.imprint, publisher="PT Kabar Desa", editor_in_chief="Rina Pramesti")
    settings.PAPER = replace(settings.PAPER, imprint=imprint)
    html = client.get("/susunan-redaksi/").content.decode()
    assert "PT Kabar Desa" in html
    assert "Rina Pramesti" in html


def test_the_imprint_leaves_out_what_nobody_has_filled_in(client):
    assert "Telepon" not in client.get("/susunan-redaksi/").content.decode()


def test_a_page_speaks_the_language_of_its_paper(client, settings):
    settings.PAPER = replace(settings.PAPER, language="en")
    html = client.get("/tentang/").content.decode()
    assert '<html lang="en">' in html
    assert "How we work" in html


def test_an_error_is_answered_without_the_database(asking, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = views.broken(asking)
    assert response.status_code == 500
    assert response["Cache-Control"] == "no-store"
    assert "Kabar Uji" in response.content.decode()


def test_an_address_of_another_papers_words_is_not_found(client, settings):
    words = replace(settings.PAPER.words, about="perihal")
    settings.PAPER = replace(settings.PAPER, words=words)
    assert client.get("/tentang/").status_code == 404
