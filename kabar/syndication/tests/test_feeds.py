"""Feeds, as strict readers see them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import feedparser
import pytest
from django.test import Client
from lxml import etree

from kabar.masthead.pages import keys_of
from kabar.pictures.testing import a_picture
from kabar.stories import press_keys
from kabar.stories import services as desk
from kabar.stories.testing import a_draft, a_killed_story, a_live_story, a_section
from kabar.topics.models import Topic

pytestmark = pytest.mark.django_db

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
MEDIA = "{http://search.yahoo.com/mrss/}"
MAY = datetime(2022, 5, 13, 3, tzinfo=UTC)


def items(client: Client, path: str = "/rss.xml") -> list[etree._Element]:
    return etree.fromstring(client.get(path).content).findall("channel/item")


def titles(client: Client, path: str = "/rss.xml") -> list[str | None]:
    return [item.findtext("title") for item in items(client, path)]


def content(client: Client) -> str:
    return items(client)[0].findtext(CONTENT) or ""


def test_a_feed_reader_reads_the_feed_without_complaint(client: Client) -> None:
    a_live_story("Harga beras naik", at=MAY, standfirst="Pedagang mengeluh.")
    answer = client.get("/rss.xml")
    read = feedparser.parse(answer.content)
    assert (read.version, read.bozo) == ("rss20", False)
    assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert (read.feed.title, read.feed.link, read.feed.language) == (
        "Kabar Uji",
        "http://localhost:8000/",
        "id",
    )
    entry = read.entries[0]
    address = "http://localhost:8000/global/2022/05/13/harga-beras-naik"
    assert (entry.title, entry.link, entry.id) == ("Harga beras naik", address, address)
    assert (entry.published, entry.author) == ("Fri, 13 May 2022 10:00:00 +0700", "Ayu Lestari")


def test_a_feed_names_its_own_address(client: Client) -> None:
    channel = etree.fromstring(client.get("/rss.xml").content).find("channel")
    link = channel.find("{http://www.w3.org/2005/Atom}link")
    assert (link.get("rel"), link.get("href")) == ("self", "http://localhost:8000/rss.xml")
    assert channel.findtext("ttl") == "5"


def test_the_newest_story_comes_first_and_thirty_are_enough(client: Client) -> None:
    for number in range(32):
        a_live_story(f"Berita {number}", at=MAY.replace(minute=number))
    assert titles(client) == [f"Berita {number}" for number in range(31, 1, -1)]


def test_a_section_has_a_feed_of_its_own(client: Client) -> None:
    a_live_story("Gol", section=a_section("Olahraga"))
    a_live_story("Beras", section=a_section("Ekonomi"))
    assert titles(client, "/olahraga/rss.xml") == ["Gol"]
    assert client.get("/tidak-ada/rss.xml").status_code == 404


def test_only_what_readers_may_see_is_in_a_feed(client: Client) -> None:
    a_draft("Rahasia")
    a_killed_story(headline="Dicabut")
    story = a_live_story("Terbit")
    story.headline = "Rahasia baru"
    desk.save_draft(story)
    assert titles(client) == ["Terbit"]
    assert b"Rahasia" not in client.get("/rss.xml").content


def test_the_whole_story_is_in_the_feed_with_absolute_addresses(client: Client) -> None:
    other = a_live_story("Cerita lain")
    body = [
        ("paragraph", '<p>Lihat <a href="/arsip/">arsip</a> &amp; <b>baca</b>.</p>'),
        ("heading", {"text": "Di pasar", "level": "2"}),
        ("quote", {"text": "Mahal", "who": "Budi", "role": "pembeli"}),
        ("list", {"ordered": True, "items": ["<p>Satu</p>"]}),
        ("fact_box", {"title": "Angka", "body": "<p>Sepuluh</p>"}),
        ("embed", {"url": "https://www.youtube.com/watch?v=x", "caption": "Video"}),
        ("also_read", {"story": other.pk, "title": "", "url": ""}),
    ]
    a_live_story("Harga beras", body=body)
    html = content(client)
    assert '<a href="http://localhost:8000/arsip/">arsip</a> &amp; <b>baca</b>' in html
    for words in ("Di pasar", "Mahal", "Budi", "Satu", "Sepuluh", "youtube.com/watch?v=x", "Cerita lain"):
        assert words in html
    assert f'href="http://localhost:8000{other.path}"' in html
    assert "class=" not in html


def test_nothing_in_a_feed_can_run(client: Client) -> None:
    nasty = (
        '<p>a<script>alert(1)</script><img src=x onerror="alert(2)"><a href="javascript:alert(3)">b</a></p>'
    )
    a_live_story(
        "<script>alert(0)</script>", standfirst="<img src=x onerror=alert(4)>", body=[("paragraph", nasty)]
    )
    item = items(client)[0]
    html = content(client) + (item.findtext("description") or "")
    assert "<script" not in html
    assert "<img" not in html
    assert "javascript:" not in html


def test_a_character_xml_cannot_hold_is_left_out(client: Client) -> None:
    a_live_story("Harga\x0b beras \ufffe& <naik>", standfirst="Satu\x01dua")
    assert titles(client) == ["Harga beras & <naik>"]
    assert items(client)[0].findtext("description") == "Satudua"


def test_a_picture_comes_with_its_credit(client: Client) -> None:
    a_live_story("Sawah", lead_picture=a_picture(credit="Kabar/Ayu"), lead_caption="Di Cianjur")
    media = items(client)[0].find(f"{MEDIA}content")
    assert media.get("url").startswith("http://localhost:8000/media/")
    assert (media.get("type"), media.get("medium"), media.get("width")) == ("image/jpeg", "image", "960")
    assert (media.findtext(f"{MEDIA}credit"), media.findtext(f"{MEDIA}description")) == (
        "Kabar/Ayu",
        "Di Cianjur",
    )


def test_sections_and_topics_are_categories(client: Client) -> None:
    story = a_draft("Beras", section=a_section("Ekonomi"))
    story.topics = [Topic.objects.create(name="Pangan", slug="pangan")]
    desk.save_draft(story)
    desk.publish(story)
    assert [one.text for one in items(client)[0].findall("category")] == ["Ekonomi", "Pangan"]


def test_feeds_hang_under_the_keys_a_publication_makes_stale(client: Client) -> None:
    story = a_live_story("Beras")
    changed = set(press_keys.of(story))
    for path in ("/rss.xml", "/global/rss.xml", "/sitemap.xml", "/sitemap-1.xml", "/sitemap-news.xml"):
        if path == "/sitemap-1.xml":
            path = f"/sitemap-{press_keys.part_of_sitemap(story.pk)}.xml"
        answer = client.get(path)
        assert answer.status_code == 200
        assert changed & set(keys_of(answer)), path
        assert "paper:main" in keys_of(answer)


def test_a_feed_needs_few_queries_however_many_stories(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        a_live_story()
    with django_assert_max_num_queries(5):
        client.get("/rss.xml")
