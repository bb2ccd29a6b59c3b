"""A story may be told in any language somebody is quoted in; it says so, and the paper's words say theirs."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.utils.translation import override

from kabar.plates import Address
from kabar.press.render import render
from kabar.stories.languages import WRITTEN_IN, own_name, read_as, spoken_by_us
from kabar.stories.models import Story
from kabar.stories.testing import a_live_story

pytestmark = pytest.mark.django_db
BRIDGE = "الجسر المعلق يفتح من جديد"


def page(path):
    return render(Address("localhost:8000", path)).content.decode()


@pytest.fixture
def bridge():
    other = a_live_story("Jembatan lama")
    body = [("paragraph", "<p>عبر السكان.</p>"), ("also_read", {"story": other.pk, "title": "", "url": ""})]
    return a_live_story(BRIDGE, language="ar", slug="jisr", body=body)


def test_an_arabic_story_is_written_from_right_to_left_and_the_papers_words_are_not(bridge):
    html = page(bridge.path)
    soup = BeautifulSoup(html, "html5lib")
    assert soup.select_one("article.story")["lang"] == "ar"
    assert soup.select_one(".story-body")["dir"] == "rtl"
    also = soup.select_one(".also-read")
    assert (also["lang"], also["dir"]) == ("id", "ltr")
    assert soup.select_one("html")["lang"] == "id" and not soup.select_one("article.story").get("dir")
    told = [json.loads(text) for text in re.findall(r'ld\+json">(.*?)</script>', html)]
    assert "ar" in [each.get("inLanguage") for each in told]
    assert "<dc:language>ar</dc:language>" in page("/rss.xml")
    assert '"language": "ar"' in page("/feed.json").replace('":"', '": "')
    assert "<news:language>ar</news:language>" in page("/sitemap-news.xml")


def test_a_story_in_the_papers_language_says_nothing_of_it():
    soup = BeautifulSoup(page(a_live_story().path), "html5lib")
    assert not soup.select_one("article.story").get("lang")
    assert not soup.select_one(".story-body").get("dir")


def test_the_form_offers_every_language_somebody_is_quoted_in():
    assert list(Story._meta.get_field("language").choices) == [*WRITTEN_IN]
    with override("id"):
        assert str(dict(WRITTEN_IN)["jv"]) == "Jawa"


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en-US", "en"),
        ("jv_ID", "jv"),
        ("AR", "ar"),
        ("min", "min"),
        ("eng", "en"),
        ("tlh", "id"),
        ("", "id"),
    ],
)
def test_what_other_systems_call_a_language_is_understood(tag, language):
    assert read_as(tag, "id") == language


def test_a_language_is_called_by_its_own_name_and_our_sentences_stay_in_ours():
    assert own_name("en") == "English" and own_name("fr") == "français"
    assert spoken_by_us("en", "id") == "en" and spoken_by_us("ar", "id") == "id"
