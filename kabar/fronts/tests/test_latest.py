"""The fragment of latest stories."""

from dataclasses import replace

import pytest
from django.conf import settings as django_settings
from django.test import RequestFactory

from kabar.masthead.fragments import render_fragment
from kabar.pictures.testing import a_picture
from kabar.stories.testing import a_live_story, a_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking():
    request = RequestFactory().get("/.fragment/latest")
    request.paper = django_settings.PAPER
    return request


def test_the_latest_come_with_picture_headline_and_section(asking):
    a_live_story("Jembatan dibuka", section=a_section("Nusantara"), kicker="Jalan", lead_picture=a_picture())
    html, _ = render_fragment("latest", asking)
    assert "Jembatan dibuka" in html
    assert ">Nusantara<" in html
    assert "<img " in html


def test_the_latest_are_the_newest_eight(asking):
    for number in range(10):
        a_live_story(f"Berita {number}")
    html, _ = render_fragment("latest", asking)
    assert html.count("<li>") == 8
    assert "Berita 9" in html
    assert "Berita 1" not in html


def test_the_latest_grow_old_with_any_story(asking):
    assert render_fragment("latest", asking)[1] == ("latest:main", "paper:main")


def test_the_latest_are_one_question(asking, django_assert_num_queries):
    for _ in range(8):
        a_live_story()
    with django_assert_num_queries(1):
        render_fragment("latest", asking)


def test_a_story_of_another_paper_is_not_among_them(asking, settings):
    sister = replace(settings.PAPER, key="desa", address="http://desa.localhost")
    settings.PAPER = replace(settings.PAPER, sisters=(sister,))
    a_live_story("Kabar sebelah", section=a_section("Desa", paper="desa"))
    assert "Kabar sebelah" not in render_fragment("latest", asking)[0]
