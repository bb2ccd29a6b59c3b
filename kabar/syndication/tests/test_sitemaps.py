"""Sitemaps and robots, as search engines see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from lxml import etree
from protego import Protego

from kabar import clock
from kabar.editions.models import Edition
from kabar.masthead.pages import keys_of
from kabar.stories import press_keys
from kabar.stories.models import Story
from kabar.stories.testing import a_draft, a_killed_story, a_live_story, a_section
from kabar.syndication import services, sitemap
from tools.judges import places

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
CORE, NEWS = f"{{{sitemap.CORE}}}", f"{{{sitemap.NEWS}}}"


def read(client: Client, path: str) -> etree._Element:
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(answer.content)


def locations(client: Client, path: str) -> list[str]:
    return [element.text or "" for element in read(client, path).iter(f"{CORE}loc")]


def part(story: Story) -> int:
    return press_keys.part_of_sitemap(story.pk)


def test_the_index_names_the_parts_that_hold_stories(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press_keys, "STORIES_IN_A_PART", 2)
    written = [a_live_story() for _ in range(8)]
    Story.objects.filter(pk__in=[story.pk for story in written[1:7]]).update(live=False)
    parts = [f"{SITE}/sitemap-{number}.xml" for number in (0, part(written[0]), part(written[7]))]
    assert locations(client, "/sitemap.xml") == parts


def test_a_part_holds_its_live_stories_with_when_they_changed(client: Client) -> None:
    story = a_live_story("Beras naik")
    a_killed_story(headline="Dicabut")
    a_draft("Rahasia")
    entries = read(client, f"/sitemap-{part(story)}.xml").findall(f"{CORE}url")
    assert [entry.findtext(f"{CORE}loc") for entry in entries] == [SITE + (story.path or "")]
    changed = clock.local(story.last_published_at or clock.now(), "Asia/Jakarta")
    assert entries[0].findtext(f"{CORE}lastmod") == changed.isoformat(timespec="seconds")


def test_a_publication_makes_only_its_own_part_old(client: Client) -> None:
    story = a_live_story("Beras naik")
    keys = set(press_keys.of(story))
    assert set(keys_of(client.get(f"/sitemap-{part(story)}.xml"))) & keys
    assert press_keys.sitemap_part("main", part(story) + 1) not in keys


def test_the_index_says_which_parts_changed_lately(client: Client) -> None:
    story = a_live_story("Beras naik")
    edition = Edition.objects.latest("number")
    dated = {
        entry.findtext(f"{CORE}loc"): entry.findtext(f"{CORE}lastmod")
        for entry in read(client, "/sitemap.xml").findall(f"{CORE}sitemap")
    }
    when = clock.local(edition.at, "Asia/Jakarta").isoformat(timespec="seconds")
    assert dated == {f"{SITE}/sitemap-0.xml": None, f"{SITE}/sitemap-{part(story)}.xml": when}


def test_a_part_without_stories_does_not_exist(client: Client) -> None:
    assert client.get("/sitemap-77.xml").status_code == 404
    assert locations(client, "/sitemap.xml") == [f"{SITE}/sitemap-0.xml"]


def test_the_standing_pages_are_the_first_part(client: Client) -> None:
    a_live_story("Beras", section=a_section("Ekonomi"))
    found = locations(client, "/sitemap-0.xml")
    for path in ("/", "/ekonomi/", "/penulis/ayu-lestari/", "/tentang/"):
        assert SITE + path in found


def test_the_news_sitemap_holds_two_days(client: Client) -> None:
    a_live_story("Lama", at=clock.now() - timedelta(hours=49))
    fresh = a_live_story("Baru & <penting>", at=clock.now() - timedelta(hours=47), language="en")
    entries = list(read(client, "/sitemap-news.xml").iter(f"{NEWS}news"))
    assert len(entries) == 1
    assert entries[0].findtext(f"{NEWS}title") == "Baru & <penting>"
    assert entries[0].findtext(f"{NEWS}publication/{NEWS}name") == "Kabar Uji"
    assert entries[0].findtext(f"{NEWS}publication/{NEWS}language") == "en"
    assert locations(client, "/sitemap-news.xml") == [SITE + (fresh.path or "")]


def test_the_news_sitemap_is_reprinted_when_news_grows_old(client: Client) -> None:
    a_live_story("Lama", at=clock.now() - timedelta(hours=47))
    assert services.let_news_grow_old() == 0
    Story.objects.update(first_published_at=clock.now() - sitemap.NEWS_AGE - timedelta(minutes=1))
    assert services.let_news_grow_old() == 1
    assert set(Edition.objects.latest("number").keys) & set(keys_of(client.get("/sitemap-news.xml")))


def test_no_more_news_than_engines_take(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST_NEWS", 2)
    for _ in range(3):
        a_live_story()
    assert len(locations(client, "/sitemap-news.xml")) == 2


@pytest.mark.parametrize(
    ("path", "schema"),
    [("/sitemap.xml", "siteindex.xsd"), ("/sitemap-0.xml", "sitemap.xsd"), ("part", "sitemap.xsd")],
)
def test_sitemaps_keep_to_the_published_schema(client: Client, path: str, schema: str) -> None:
    story = a_live_story("Beras")
    file = places.schema(f"sitemap_generator/{schema}")
    assert file, "the published schemas are not at hand: set KABAR_SHARED"
    etree.XMLSchema(etree.parse(str(file))).assertValid(
        read(client, f"/sitemap-{part(story)}.xml" if path == "part" else path)
    )


def test_news_keeps_to_the_published_schema(client: Client) -> None:
    a_live_story("Beras")
    file = places.schema("sitemap_generator/sitemap-news.xsd")
    assert file, "the published schemas are not at hand: set KABAR_SHARED"
    for entry in read(client, "/sitemap-news.xml").iter(f"{NEWS}news"):
        etree.XMLSchema(etree.parse(str(file))).assertValid(entry)


def test_robots_may_read_the_paper_and_not_the_newsroom(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    rules = Protego.parse(answer.content.decode())
    assert rules.can_fetch(f"{SITE}/global/", "Googlebot")
    assert not rules.can_fetch(f"{SITE}/redaksi/", "Googlebot")
    assert not rules.can_fetch(f"{SITE}/cari/?q=beras", "Googlebot")
    assert list(rules.sitemaps) == [f"{SITE}/sitemap.xml", f"{SITE}/sitemap-news.xml"]
    assert keys_of(answer) == ("paper:main",)


def test_the_index_leaps_over_empty_numbers(client: Client, django_assert_max_num_queries: Any) -> None:
    a_live_story("Beras")
    with django_assert_max_num_queries(3):
        client.get("/sitemap.xml")


def test_a_part_is_read_by_its_numbers_and_not_through_the_index_of_time() -> None:
    plan = sitemap.numbered(settings.PAPER).filter(pk__gt=10, pk__lte=20).explain()
    if connection.vendor == "postgresql":
        # With a handful of stories it may take any index, so long as it reads those numbers only.
        assert "id > 10" in plan and "id <= 20" in plan
    else:
        assert "story_latest" not in plan
