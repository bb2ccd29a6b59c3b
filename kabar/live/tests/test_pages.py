"""A live story as readers get it: on its page, as data, and in pieces for those who follow."""

import json
import re

import pytest
from bs4 import BeautifulSoup

from kabar.editions.models import Edition
from kabar.live import press_keys, services
from kabar.live.testing import an_entry, told_live
from kabar.masthead.pages import keys_of
from kabar.plates import Address, Piece, Variant
from kabar.press import services as press
from kabar.press.render import render
from kabar.stories import press_keys as of_stories
from kabar.stories import services as stories
from kabar.stories.addresses import of as addresses_of
from kabar.stories.testing import a_draft, a_live_story, rina
from kabar.topics.models import Topic

pytestmark = pytest.mark.django_db

HOST = "localhost:8000"


@pytest.fixture
def flood():
    topic = Topic.objects.create(name="Banjir", slug="banjir")
    shown = told_live(headline="Banjir kiriman", topics=[topic])
    services.summarise(shown, "- Air naik\n- Dua rumah hanyut", by=rina())
    an_entry(shown, "Air naik <script>.\n\nLihat https://bnpb.go.id", title="Siaga satu", key_moment=True)
    return shown


def page(path, variant=Variant.ADS):
    return render(Address(HOST, path, "", variant))


def pieces(shown):
    return json.loads(page(f"/.live/{shown.story_id}").content)


def test_the_page_carries_summary_moments_and_entries_and_needs_no_script(flood):
    response = page(flood.story.path)
    html = response.content.decode()
    for part in (
        "Dua rumah hanyut",
        "Siaga satu",
        "Air naik &lt;script&gt;",
        'rel="nofollow">https://bnpb.go.id</a>',
    ):
        assert part in html
    assert f'data-live="/-/live/{flood.story_id}"' in html
    assert press_keys.live(flood.story_id) in keys_of(response)
    lite = page(flood.story.path, Variant.LITE).content.decode()
    assert "Siaga satu" in lite and "<script" not in lite


LIVE_LABEL = '<span class="story-label story-label-live">Langsung</span>'


def test_lists_say_that_a_story_is_told_live_until_it_is_closed(flood):
    section = flood.story.section.get_absolute_url()
    other = a_live_story("Tidak langsung")
    for path in ("/", section, "/.fragment/latest", f"/topik/{flood.story.topics.get().slug}/"):
        html = page(path).content.decode()
        labelled = html[: html.index("Banjir kiriman</a>")].rsplit("<article", 1)[1]
        assert LIVE_LABEL in labelled, path
        if other.headline in html:
            assert LIVE_LABEL not in html[: html.index(other.headline)].rsplit("<article", 1)[1]
    services.close(flood, by=rina())
    edition = Edition.objects.latest("number")
    assert set(of_stories.of(flood.story)) <= set(edition.keys)
    assert LIVE_LABEL not in page("/").content.decode() + page("/.fragment/latest").content.decode()


def test_the_page_is_a_live_blog_to_search_engines(flood):
    html = page(flood.story.path).content.decode()
    found = [json.loads(text) for text in re.findall(r'ld\+json">(.*?)</script>', html)]
    blog = next(data for data in found if data["@type"] == "LiveBlogPosting")
    assert blog["liveBlogUpdate"][0]["headline"] == "Siaga satu"
    assert blog["coverageStartTime"] and "coverageEndTime" not in blog


def test_closing_leaves_an_ordinary_page(flood):
    services.close(flood, by=rina())
    html = page(flood.story.path).content.decode()
    assert "data-live" not in html and "live.js" not in html and "Siaga satu" in html
    assert "coverageEndTime" in html
    assert pieces(flood)["state"] == "closed"


def test_each_piece_says_since_when_it_reads_so(flood):
    first = pieces(flood)
    entry = an_entry(flood, "Surut.")
    second = pieces(flood)
    newer = [piece for piece in second["pieces"] if piece["number"] > first["number"]]
    assert [piece["place"] for piece in newer] == [entry.anchor]
    services.withdraw(entry, "Belum surut.", by=rina())
    newest = [piece for piece in pieces(flood)["pieces"] if piece["number"] > second["number"]]
    assert [piece["place"] for piece in newest] == [entry.anchor]
    assert "Belum surut." in newest[0]["html"] and ">Surut." not in newest[0]["html"]


def test_a_story_that_left_takes_its_pieces_along(flood):
    assert f"/.live/{flood.story_id}" in addresses_of(flood.story)
    stories.kill(flood.story, by=rina(), reason="Salah", ground=stories.Ground.TRAUMA)
    assert page(f"/.live/{flood.story_id}").status_code == 404


def test_a_story_nobody_tells_live_has_no_pieces(client):
    assert page(f"/.live/{a_draft().pk}").status_code == 404
    assert page("/.live/999999").status_code == 404


def test_nothing_of_a_story_begun_from_an_entry_is_told_before_its_hour(flood):
    from kabar.live.offspring import begin
    from kabar.live.queries import told

    begin(told(flood)[0], by=rina()).save()
    assert "Cerita lengkap" not in json.dumps(pieces(flood)) and "also-read" not in json.dumps(pieces(flood))


@pytest.mark.django_db(transaction=True)
def test_a_page_that_hangs_already_is_told_live_at_once():
    story = a_live_story("Banjir kiriman")
    assert "data-live" not in text_of(press.print_page(Address(HOST, story.path)))
    shown = told_live(story)
    assert "data-live" in text_of(press.print_page(Address(HOST, story.path)))
    an_entry(shown, "Air naik.")
    assert "Air naik." in text_of(press.print_page(Address(HOST, story.path)))
    an_entry(shown, "Air surut.")
    assert "Air surut." in text_of(press.print_page(Address(HOST, f"/.live/{story.pk}")))


def text_of(plate) -> str:
    return b"".join(part.plain for part in plate.parts if isinstance(part, Piece)).decode()


def test_the_newsroom_lists_what_is_told_live_with_how_much_it_told(flood, client):
    an_entry(flood, "Dari lapangan.")
    client.force_login(rina())
    html = client.get("/redaksi/live/").content.decode()
    assert "Banjir kiriman" in html and "2 entri" in html and "terakhir" in html
    assert "Menunggu editor" not in html


def test_a_live_story_in_english_says_which_words_are_the_papers_own():
    shown = told_live(headline="Mountain erupts", language="en")
    services.summarise(shown, "- Ash falls", by=rina())
    entry = an_entry(shown, "Ash falls on three villages.", title="Third eruption", key_moment=True)
    services.correct(entry, "Ash falls on two villages.", "Two, not three.", by=rina())
    story = BeautifulSoup(page(shown.story.path).content, "html5lib").select_one("article.story")
    told = [BeautifulSoup(piece["html"], "html5lib") for piece in pieces(shown)["pieces"]]
    for soup in (story, *told):
        for words in ("Ash falls", "Third eruption", "Two, not three."):
            for text in soup.find_all(string=re.compile(words)):
                spoken = text.find_parent(lang=True)
                assert spoken is None or spoken["lang"] == "en", (words, spoken)
        for chrome in soup.select(
            ".live-title, .live-state, .live-facts, .live-summary h2, .live-moments h2"
        ):
            assert chrome.find_parent(lang="id") or chrome["lang"] == "id", chrome
