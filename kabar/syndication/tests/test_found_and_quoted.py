"""The paper is found and quoted as it wants to be: feeds, oEmbed, share pictures, what machines may do."""

import json
from dataclasses import replace
from io import BytesIO
from urllib.parse import quote

import feedparser
import pytest
from django.utils import translation
from lxml import etree
from PIL import Image

from kabar import clock
from kabar.editions.models import Follower
from kabar.fetching import Answer, FetchError
from kabar.jobs.models import Job
from kabar.masthead.pages import keys_of
from kabar.pictures.testing import a_picture
from kabar.plates import Address
from kabar.press.render import render
from kabar.stories import press_keys
from kabar.stories import services as stories
from kabar.stories.models import Story
from kabar.stories.testing import a_draft, a_live_story, a_section, rina
from kabar.syndication import rights, services, share_pictures, telling

pytestmark = pytest.mark.django_db

SECRET = "Isi yang hanya di badan berita"
BODY = [("paragraph", f"<p>{SECRET} &amp; <a href='/global/'>lanjutannya</a>.</p>")]


@pytest.fixture
def said(settings):
    """Set what a publisher may say of syndication."""

    def say(**values):
        chosen = replace(settings.PAPER.syndication, **values)
        settings.PAPER = replace(settings.PAPER, syndication=chosen)
        return settings.PAPER

    return say


@pytest.fixture
def bridge():
    return a_live_story(
        "Jembatan <dibuka>", standfirst="Warga menyeberang.", section=a_section("Global"), body=BODY
    )


@pytest.mark.parametrize("path", ["/atom.xml", "/global/atom.xml"])
def test_an_atom_feed_carries_the_whole_story(client, bridge, path):
    answer = client.get(path)
    feed = feedparser.parse(answer.content)
    assert answer["Content-Type"].startswith("application/atom+xml") and not feed.bozo
    [entry] = feed.entries
    assert (entry.title, entry.link) == ("Jembatan <dibuka>", f"http://localhost:8000{bridge.path}")
    assert SECRET in entry.content[0].value and entry.author == "Ayu Lestari"
    assert etree.fromstring(answer.content).tag == "{http://www.w3.org/2005/Atom}feed"


@pytest.mark.parametrize("path", ["/feed.json", "/global/feed.json"])
def test_a_json_feed_carries_the_whole_story(client, bridge, path):
    feed = json.loads(client.get(path).content)
    [item] = feed["items"]
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (item["title"], item["id"]) == ("Jembatan <dibuka>", f"http://localhost:8000{bridge.path}")
    assert SECRET in item["content_html"] and item["tags"] == ["Global"]


def test_a_story_that_nobody_can_date_has_no_date_in_any_feed(client, bridge):
    known = {"first_published_at": clock.UNKNOWN, "last_published_at": clock.UNKNOWN}
    Story.objects.filter(pk=bridge.pk).update(**known)
    [item] = json.loads(client.get("/feed.json").content)["items"]
    assert item["url"].endswith(bridge.path) and not {"date_published", "date_modified"} & item.keys()
    for path, name in (("/rss.xml", b"<pubDate>"), ("/atom.xml", b"<published>")):
        answer = client.get(path).content
        assert bridge.path.encode() in answer and name not in answer


@pytest.mark.parametrize("path", ["/rss.xml", "/atom.xml", "/feed.json"])
def test_a_publisher_may_leave_feeds_at_what_a_story_is_about(client, bridge, said, path):
    said(full_text=False)
    text = client.get(path).content.decode()
    assert SECRET not in text and "Warga menyeberang." in text


def test_a_feed_names_the_hub_that_is_told_of_its_news(client, bridge, said):
    said(websub_hub="https://hub.example/")
    for path in ("/rss.xml", "/atom.xml", "/feed.json"):
        answer = client.get(path)
        assert 'rel="hub"' in answer["Link"] and b"https://hub.example/" in answer.content


def test_a_story_is_set_in_elsewhere_with_its_source(client, bridge):
    page = client.get(bridge.path).content.decode()
    address = f"http://localhost:8000/oembed?url={quote(f'http://localhost:8000{bridge.path}', safe='')}"
    assert address in page
    told = json.loads(client.get(address).content)
    assert (told["type"], told["title"], told["provider_name"]) == ("rich", "Jembatan <dibuka>", "Kabar Uji")
    assert "Jembatan &lt;dibuka&gt;" in told["html"] and "<script" not in told["html"]


def test_a_story_is_set_in_as_xml_too_and_in_the_room_there_is(client, bridge):
    url = quote(f"http://localhost:8000{bridge.path}", safe="")
    answer = client.get(f"/oembed?format=xml&maxwidth=320&url={url}")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    told = {part.tag: part.text for part in etree.fromstring(answer.content)}
    as_json = json.loads(client.get(f"/oembed?maxwidth=320&url={url}").content)
    assert told == {name: str(value) for name, value in as_json.items()}
    assert told["width"] == "320" and "Jembatan &lt;dibuka&gt;" in told["html"]
    assert client.get(f"/oembed?format=yaml&url={url}").status_code == 404


def test_what_readers_cannot_open_is_not_set_in_anywhere(client, bridge):
    draft = a_draft("Rahasia")
    stories.kill(bridge, by=rina(), reason="Salah", ground=stories.Ground.TRAUMA)
    for url in (bridge.path, f"/global/{draft.slug}", "//jahat.example/x", "", "/a%00b"):
        assert client.get(f"/oembed?url=http://localhost:8000{quote(url)}").status_code == 404
    assert client.get("/oembed?url=https://lain.example/").status_code == 404


@pytest.mark.parametrize(
    ("ai_use", "reserved", "kept_out", "let_in"),
    [("allow", 0, (), ("GPTBot", "PerplexityBot")), ("search", 1, ("GPTBot",), ("PerplexityBot",)),
     ("refuse", 1, ("GPTBot", "PerplexityBot"), ("Googlebot",))],
)  # fmt: skip
def test_one_switch_says_everywhere_what_machines_may_do(
    client, bridge, said, ai_use, reserved, kept_out, let_in
):
    from protego import Protego

    said(ai_use=ai_use)
    robots = Protego.parse(client.get("/robots.txt").content.decode())
    assert not any(robots.can_fetch(bridge.path, name) for name in kept_out)
    assert all(robots.can_fetch(bridge.path, name) for name in let_in)
    [rule] = json.loads(client.get("/.well-known/tdmrep.json").content)
    page = client.get(bridge.path)
    printed = [render(Address("localhost:8000", path)) for path in ("/atom.xml", "/feed.json", "/tidak-ada")]
    assert {int(told["tdm-reservation"]) for told in (client.get("/rss.xml"), *printed)} == {reserved}
    assert rule["tdm-reservation"] == reserved == int(page["tdm-reservation"])
    assert f'<meta name="tdm-reservation" content="{reserved}">' in page.content.decode()
    assert '"usageInfo":"http://localhost:8000/llms.txt"' in page.content.decode()
    with translation.override("id"):
        sentence = {"allow": rights._ALLOW, "search": rights._SEARCH, "refuse": rights._REFUSE}[ai_use]()
        assert sentence in client.get("/llms.txt").content.decode()
    assert "(http://localhost:8000/global/)" in client.get("/llms.txt").content.decode()


def test_a_story_without_a_picture_has_its_headline_drawn(client, bridge):
    address = share_pictures.address_of(bridge)
    assert f"http://localhost:8000{address}" in client.get(bridge.path).content.decode()
    answer = client.get(address)
    assert answer["Content-Type"] == "image/png" and keys_of(answer)[0] == press_keys.story(bridge.pk)
    with Image.open(BytesIO(answer.content)) as drawn:
        assert drawn.size == (1200, 630) and len(drawn.convert("RGB").getcolors(1 << 20)) > 10
    stories.withdraw(bridge, by=rina(), reason="Keliru")
    assert client.get(address).status_code == 404


def test_a_drawing_has_one_address_and_another_headline_another(client, bridge):
    address = share_pictures.address_of(bridge)
    assert client.get(address.replace("-", "-0")).status_code == 404
    Story.objects.filter(pk=bridge.pk).update(headline="Jembatan ditutup lagi")
    bridge.refresh_from_db()
    assert client.get(address).status_code == 404
    assert client.get(share_pictures.address_of(bridge)).status_code == 200


@pytest.mark.parametrize("words", [4, 8, 11, 15, 18, 40])
def test_a_long_headline_stays_above_the_name_of_the_paper(words):
    story = a_live_story(" ".join(["Panjangnya"] * words)[:255])
    with Image.open(BytesIO(share_pictures.png_of(story))) as drawn:
        just_above = drawn.convert("RGB").crop((0, 500, 1200, 516))
        assert len(just_above.getcolors()) == 1


def test_nothing_is_drawn_for_a_draft_nor_beside_a_photograph_nor_in_a_script_we_cannot_write(client):
    for story in (a_draft("Rahasia"), a_live_story(lead_picture=a_picture()), a_live_story("新しい橋が開通")):
        assert share_pictures.address_of(story) == ""
        assert client.get(f"/share/{story.pk}-{share_pictures.seal_of(story)}.png").status_code == 404


def test_those_outside_are_told_of_each_edition_once_and_not_of_the_archive(said, bridge):
    said(indexnow_key="kunci-kabar-uji", websub_hub="https://hub.example/")
    assert services.follow_editions() == 0
    stories.withdraw(bridge, by=rina(), reason="Keliru")
    services.follow_editions()
    jobs = {job.task.rsplit(".", 1)[1]: job.args for job in Job.objects.filter(task__contains="syndication")}
    assert jobs["tell_search_engines"] == ["main", bridge.path]
    assert jobs["tell_hub"][1][:3] == ["/rss.xml", "/atom.xml", "/feed.json"]
    assert services.follow_editions() == 0 and Follower.objects.get(name="syndication").number


def test_a_publisher_who_said_nothing_tells_nobody(bridge):
    services.follow_editions()
    stories.withdraw(bridge, by=rina(), reason="Keliru")
    services.follow_editions()
    assert not Job.objects.filter(task__contains="syndication.tasks.tell").exists()


class Outside:
    """Everything outside, which answers as told."""

    def __init__(self, status):
        self.status, self.asked = status, []

    def fetch(self, url, **asked):
        if self.status is None:
            raise FetchError(f"{url}: no answer in time")
        self.asked.append((url, asked.get("data")))
        return Answer(url, self.status, {}, b"")


def test_news_is_told_in_the_words_of_each_and_again_while_nobody_takes_it(client, said):
    paper = said(indexnow_key="kunci-kabar-uji", websub_hub="https://hub.example/")
    outside = Outside(202)
    telling.search_engines(paper, "/global/x", outside)
    telling.hub(paper, ["/rss.xml"], outside)
    [(indexnow, _), (hub, form)] = outside.asked
    assert "key=kunci-kabar-uji" in indexnow and "url=http%3A%2F%2Flocalhost%3A8000%2Fglobal%2Fx" in indexnow
    assert (hub, form) == (
        "https://hub.example/",
        b"hub.mode=publish&hub.url=http%3A%2F%2Flocalhost%3A8000%2Frss.xml",
    )
    assert client.get("/indexnow.txt").content == b"kunci-kabar-uji"
    for broken in (Outside(None), Outside(503)):
        with pytest.raises(telling.NotTold):
            telling.hub(paper, ["/rss.xml"], broken)


def test_a_key_that_nobody_set_is_no_page(client):
    assert client.get("/indexnow.txt").status_code == 404
