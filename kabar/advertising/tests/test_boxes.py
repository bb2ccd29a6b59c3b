"""Boxes stand where a campaign wants them, and on no page of a member or a data-saver."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup

from kabar.advertising import reprints
from kabar.advertising.models import Kind
from kabar.advertising.places import Place
from kabar.advertising.testing import a_campaign, a_draft_campaign
from kabar.plates import Address, Variant
from kabar.press.render import render
from kabar.readers import offers
from kabar.stories.models import Story
from kabar.stories.testing import a_live_story, a_section
from kabar.topics.models import Topic

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PARAGRAPHS = [("paragraph", f"<p>Warga menyeberang pada hari ke-{number}.</p>") for number in range(6)]
#: Whatever would tell of advertising in a page, whoever wrote it.
TRACES = re.compile(rb'class="ad[ -]|data-ad\b|advertising|/-/ads/|frame-src|data-offer')


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper that sells reading without ads."""
    seller = offers.Seller(lambda paper: "/langganan/", lambda paper: f"offer:{paper}")
    monkeypatch.setattr(offers, "_registered", [seller])


@pytest.fixture
def networked(settings: Any, tmp_path: Any) -> Iterator[None]:
    """A paper with an outside network."""
    said = replace(settings.PAPER.advertising, network="Jejaring", network_tag="kabar.toml", tcf_cmp=31)
    settings.PAPER = replace(settings.PAPER, advertising=said)
    yield


def printed(path: str, variant: Variant = Variant.ADS) -> Any:
    """A page as the press prints it."""
    return render(Address("localhost:8000", path, "", variant))


def boxes(path: str) -> list[str]:
    """The places of the boxes on a page."""
    return [str(box["data-ad"]) for box in BeautifulSoup(printed(path).content, "html5lib").select(".ad")]


def a_page_of_each_kind() -> list[str]:
    """The front, a section, a story, a topic, an author, a day and what the paper says of itself."""
    section = a_section("Dunia", on_menu=True)
    topic = Topic.objects.create(name="Beras", slug="beras")
    for _number in range(3):
        story = a_live_story(section=section, body=PARAGRAPHS)
        story.topics.add(topic)
        story.save()
    story = Story.objects.latest("pk")
    day = "/arsip/" + "/".join(str(story.path).split("/")[2:5]) + "/"
    return ["/", section.get_absolute_url(), str(story.path), "/topik/beras/", "/penulis/ayu-lestari/", day,
            "/tentang/", "/susunan-redaksi/", "/koreksi/", "/pedoman-media-siber/", "/offline"]  # fmt: skip


def test_members_and_data_savers_get_not_one_byte_of_it_and_a_paper_without_any_prints_none(
    request: pytest.FixtureRequest,
):
    paths = a_page_of_each_kind()
    before = {}
    for path in paths:
        page = printed(path)
        before[path] = page.content
        assert not TRACES.search(page.content), path
        assert "frame-src" not in page["Content-Security-Policy"] and "ad-boxes:main" in page.press_keys, path
    request.getfixturevalue("offered"), request.getfixturevalue("networked")
    a_campaign(places=tuple(Place))
    assert [path for path in paths if TRACES.search(printed(path).content)] == paths
    for variant in (Variant.MEMBER, Variant.LITE):
        for path in paths:
            page = printed(path, variant)
            found = TRACES.search(page.content)
            assert not found, f"{variant} {path}: {found}"
            assert variant is Variant.LITE or page.content == before[path], path
            assert "frame-src" not in page["Content-Security-Policy"]
            assert not any("ad-" in key for key in page.press_keys)


def test_each_place_has_its_box():
    front, section, story, *_others = a_page_of_each_kind()
    a_campaign(places=tuple(Place))
    assert boxes(front) == ["front-top"]
    for name in ("Kota", "Desa", "Laut") * 4:
        a_live_story(section=a_section(name, on_menu=True))
    assert boxes(front) == ["front-top", "bands"]
    assert boxes(section) == ["section-top"]
    assert boxes(story) == ["in-story", "beside-story", "after-story"]


def test_a_box_in_a_story_stands_between_paragraphs_and_never_at_the_end():
    a_campaign(places=(Place.IN_STORY,))
    story = a_live_story(body=PARAGRAPHS)
    soup = BeautifulSoup(printed(str(story.path)).content, "html5lib")
    box = soup.select_one(".story-body .ad")
    assert len(box.find_previous_siblings("p")) == 3 and box.find_next_sibling("p")
    short = a_live_story(body=PARAGRAPHS[:3])
    assert boxes(str(short.path)) == []


def test_a_box_says_what_it_is_and_can_be_closed_and_knows_what_the_page_is_about():
    section, topic = a_section("Dunia"), Topic.objects.create(name="Beras", slug="beras")
    story = a_live_story(section=section, body=PARAGRAPHS)
    story.topics.add(topic)
    story.save()
    a_campaign(places=(Place.AFTER_STORY, Place.IN_STORY))
    other, box = BeautifulSoup(printed(str(story.path)).content, "html5lib").select(".ad")
    # Whoever hears the page is told which is which.
    assert (other["aria-label"], box["aria-label"]) == ("Iklan: di dalam berita", "Iklan: setelah berita")
    assert box.select_one(".ad-label").text == "Iklan"
    assert box.select_one("button.ad-close")["aria-label"] == "Tutup iklan"
    assert (box["data-list"], box["data-topics"]) == ("/-/ads/list/dunia.json", "beras")
    assert not box.select_one(".ad-room").contents


def test_only_pages_a_campaign_wants_hold_a_box_for_it():
    here, there = a_section("Dunia"), a_section("Olahraga")
    rice = Topic.objects.create(name="Beras", slug="beras")
    wanted, other = a_live_story(section=here, body=PARAGRAPHS), a_live_story(section=there, body=PARAGRAPHS)
    a_campaign(places=(Place.AFTER_STORY,), sections=[here])
    assert boxes(str(wanted.path)) == ["after-story"] and boxes(str(other.path)) == []
    a_campaign(places=(Place.IN_STORY,), topics=[rice])
    assert boxes(str(wanted.path)) == ["after-story"]
    wanted.topics.add(rice)
    wanted.save()
    assert boxes(str(wanted.path)) == ["in-story", "after-story"]


def test_a_campaign_for_phones_leaves_no_room_on_wide_screens():
    a_campaign(device="phone")
    assert b"ad-only-phone" in printed("/").content
    a_campaign(device="wide")
    assert b"ad-only-" not in printed("/").content


def test_the_list_holds_what_runs_in_the_section_and_nobody_s_name():
    here = a_section("Dunia")
    a_section("Olahraga")
    a_campaign(sections=[here], kind=Kind.DIRECT, advertiser="Kopi Desa", per_day=3, goal=1000)
    a_draft_campaign()
    listed = json.loads(printed("/-/ads/list/dunia.json").content)["ads"]
    assert [(ad["kind"], ad["by"], ad["cap"], ad["pace"]) for ad in listed] == [("direct", "Kopi Desa", 3, 1)]
    assert json.loads(printed("/-/ads/list/olahraga.json").content)["ads"] == []
    assert json.loads(printed("/-/ads/list/-.json").content)["ads"] == []
    assert printed("/-/ads/list/tidak-ada.json").status_code == 404
    assert printed("/-/ads/list/dunia.json").press_keys[0] == "ad-lists:main"


def test_a_device_keeps_a_list_for_the_pages_of_a_visit_and_asks_for_each_page_anew():
    a_section("Dunia")
    assert printed("/-/ads/list/dunia.json")["Cache-Control"] == "public, max-age=120"
    assert printed("/")["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_pages_are_printed_anew_when_a_place_is_taken_and_lists_when_what_stands_there_changes():
    from kabar.editions.models import Edition

    def keys() -> list[str]:
        return [key for edition in Edition.objects.order_by("pk") for key in edition.keys if "ad-" in key]

    reprints.follow()
    assert keys() == []
    a_campaign()
    assert keys() == ["ad-boxes:main", "ad-lists:main"]
    a_campaign()
    assert keys() == ["ad-boxes:main", "ad-lists:main", "ad-lists:main"]
    reprints.follow()
    assert len(keys()) == 3


def test_the_offer_is_a_link_that_works_without_scripts(offered):
    story = a_live_story(body=PARAGRAPHS)
    soup = BeautifulSoup(printed(str(story.path)).content, "html5lib")
    links = soup.select("a[data-offer]")
    assert [link.text for link in links] == ["Baca berita tanpa iklan"] * 2
    assert all(str(link["href"]).startswith("/-/ads/go/") for link in links)
    assert soup.select_one(".ad") is None


def test_an_outside_network_is_loaded_by_no_page_itself(networked):
    story = a_live_story(body=PARAGRAPHS)
    page = printed(str(story.path))
    soup = BeautifulSoup(page.content, "html5lib")
    assert [str(box["data-network"]) for box in soup.select(".ad")] == [
        "/-/ads/network/in-story", "/-/ads/network/beside-story", "/-/ads/network/after-story",
    ]  # fmt: skip
    assert not soup.select("iframe") and "https:" not in page["Content-Security-Policy"]
    answers = soup.select(".ad-consent-answers button")
    assert [(one["value"], one.get("class")) for one in answers] == [("no", None), ("yes", None)]
    frame = printed("/-/ads/network/in-story")
    assert "sandbox allow-scripts" in frame["Content-Security-Policy"]
    assert "allow-same-origin" not in frame["Content-Security-Policy"]
