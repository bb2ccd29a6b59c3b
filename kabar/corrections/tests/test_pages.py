"""What readers see of corrections: on the story, in the ledger, in the feed, and before and after."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from lxml import etree

from kabar import clock
from kabar.corrections.models import Correction, Kind
from kabar.corrections.services import Account, correct
from kabar.corrections.testing import a_correction, a_wrong_story
from kabar.masthead.pages import keys_of
from kabar.stories import services as stories
from kabar.stories.models import Story, Takedown
from kabar.stories.rules import Ground
from kabar.stories.testing import a_live_story, rina

pytestmark = pytest.mark.django_db
NOTE = "Jembatan diresmikan Selasa, bukan Senin."


def read(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def surfaces(client, story, one):
    """Everything a reader or a machine can ask for, in one text."""
    there = clock.local(one.at, settings.PAPER.zone)
    paths = ["/", f"/{story.section.slug}/", "/rss.xml", f"/{story.section.slug}/rss.xml", "/koreksi/",
             f"/koreksi/{there:%Y/%m}/", "/koreksi/rss.xml", f"/koreksi/{one.pk}/", story.path,
             "/sitemap-1.xml", "/sitemap-news.xml", "/cari/?q=jembatan", "/cari/?q=selasa"]  # fmt: skip
    return "".join(client.get(path).content.decode() for path in paths)


def test_the_story_tells_its_correction_with_the_hour_and_both_texts(client):
    one = a_correction()
    html = read(client, one.story.path)
    notice = html[html.index(f'id="{one.anchor}"') :]
    assert NOTE in notice and re.search(r"\d\d\.\d\d WIB", notice)
    assert "<del>Gubernur meresmikan jembatan itu pada Senin.</del>" in notice
    assert "<ins>Gubernur meresmikan jembatan itu pada Selasa.</ins>" in notice
    assert f'href="/koreksi/{one.pk}/"' in notice
    there = clock.local(one.at, settings.PAPER.zone)
    assert f'href="/koreksi/{there:%Y/%m}/#{one.anchor}"' in notice
    assert 'class="correction-first"' not in html


def test_a_serious_correction_stands_before_the_text_too(client):
    one = a_correction(serious=True)
    html = read(client, one.story.path)
    assert html.index("correction-first") < html.index("story-body") < html.index(f'id="{one.anchor}"')


def test_a_story_never_corrected_loads_nothing_of_it(client):
    assert "corrections.css" not in read(client, a_live_story().path)


def test_search_engines_are_told(client):
    one = a_correction()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', read(client, one.story.path))
    article = next(data for data in map(json.loads, found) if data["@type"] == "NewsArticle")
    [comment] = article["correction"]
    assert (comment["@type"], comment["text"]) == ("CorrectionComment", NOTE)
    assert comment["url"].endswith(f"#{one.anchor}")
    assert article["publisher"]["correctionsPolicy"].endswith("/koreksi/kebijakan/")


def test_the_ledger_and_its_feed_lead_to_the_story_and_back(client):
    one = a_correction()
    for path in ("/koreksi/", f"/koreksi/{clock.local(one.at, settings.PAPER.zone):%Y/%m}/"):
        answer = client.get(path)
        html = answer.content.decode()
        assert f'href="{one.story.path}#{one.anchor}"' in html and f'id="{one.anchor}"' in html
        assert {"ledger:main", f"story:{one.story_id}"} <= set(keys_of(answer))
    feed = etree.fromstring(client.get("/koreksi/rss.xml").content)
    [item] = feed.findall("channel/item")
    assert item.findtext("title") == "Koreksi: Jembatan dibuka"
    assert item.findtext("description") == NOTE
    assert item.findtext("link").endswith(f"#{one.anchor}")


def test_the_ledger_is_leafed_through_month_by_month(client):
    story = a_live_story()
    for month in (3, 5):
        Takedown.objects.create(
            paper="main", story=story, becomes="withdrawn", reason=f"bulan {month}", edition=1,
            at=datetime(2022, month, 13, tzinfo=UTC),
        )  # fmt: skip
    html = read(client, "/koreksi/2022/03/")
    assert "bulan 3" in html and "bulan 5" not in html and 'href="/koreksi/2022/05/"' in html
    assert 'href="/koreksi/2022/03/"' in read(client, "/koreksi/2022/05/")
    for nothing in ("/koreksi/2022/04/", "/koreksi/2022/13/", "/koreksi/99999/01/", "/koreksi/entah/"):
        read(client, nothing, 404)


def test_a_ledger_of_a_million_lines_is_read_with_few_questions(client, django_assert_max_num_queries):
    for _ in range(3):
        a_correction()
    with django_assert_max_num_queries(11):
        read(client, "/koreksi/")


def test_an_empty_ledger_says_so(client):
    assert "Belum ada" in read(client, "/koreksi/")


def test_readers_see_what_a_story_said_before(client):
    one = a_correction()
    html = read(client, f"/koreksi/{one.pk}/")
    assert re.search(r"<del>.*pada Senin\.</del>", html) and re.search(r"<ins>.*pada Selasa\.</ins>", html)
    assert "Panjangnya 40 meter." in html and 'content="noindex' in html
    assert f'href="{one.story.path}#{one.anchor}"' in html


@pytest.mark.parametrize("fields", [{"protects_victim": True}, {}])
def test_what_was_hidden_cannot_be_read_anywhere(client, fields):
    story = a_wrong_story(**fields)
    one = a_correction(story, hidden=not fields)
    read(client, f"/koreksi/{one.pk}/", 404)
    assert "pada Senin." not in surfaces(client, one.story, one)


def test_a_corrected_headline_and_slug_lead_on_from_the_old_address(client):
    story = a_wrong_story("Gubernur Andi buka jembatan", slug="gubernur-andi-buka-jembatan")
    old = story.path
    draft = story.get_latest_revision_as_object()
    draft.headline, draft.slug = "Bupati Andi buka jembatan", "bupati-andi-buka-jembatan"
    stories.save_draft(draft)
    one = correct(Story.objects.get(pk=story.pk), Account(Kind.CORRECTION, "Andi bupati."), by=rina())
    assert (one.was, one.now) == ("Gubernur Andi buka jembatan", "Bupati Andi buka jembatan")
    answer = client.get(old)
    assert answer.status_code == 301 and answer["Location"].endswith("/bupati-andi-buka-jembatan")
    assert f'href="{one.story.path}#{one.anchor}"' in read(client, "/koreksi/")


def test_an_amendment_and_the_story_that_carries_it_lead_to_each_other(client):
    story, reply = a_wrong_story(), a_live_story("Hak jawab panitia jembatan")
    one = a_correction(story, kind=Kind.RIGHT_OF_REPLY, note="Panitia menjawab.", told_in=reply)
    assert f'href="{reply.path}"' in read(client, one.story.path)
    html = read(client, reply.path)
    assert f'href="{one.story.path}#{one.anchor}"' in html
    assert f"story:{story.pk}" in keys_of(client.get(reply.path))
    stories.kill(Story.objects.get(pk=story.pk), by=rina(), reason="Anak dikenali", ground=Ground.CHILD)
    assert "Jembatan dibuka" not in read(client, reply.path)


def test_a_killed_story_leaves_nothing_of_its_text_on_any_surface(client):
    one = a_correction(a_wrong_story("Ayah korban bernama Slamet"))
    stories.kill(
        Story.objects.get(pk=one.story_id), by=rina(), reason="Korban dapat dikenali", ground=Ground.TRAUMA
    )
    read(client, f"/koreksi/{one.pk}/", 404)
    everything = surfaces(client, one.story, one)
    for words in ("bernama Slamet", "Senin.", "pada Selasa", NOTE, "Panjangnya"):
        assert words not in everything, words
    assert everything.count(one.story.path) == client.get(one.story.path).content.decode().count(
        one.story.path
    )
    gone = read(client, one.story.path, 410)
    assert "Korban dapat dikenali" in gone and "pengalaman traumatik korban" in gone
    assert re.search(r"\d\d\.\d\d WIB", gone) and 'href="/koreksi/"' in gone
    ledger = read(client, "/koreksi/")
    assert "Korban dapat dikenali" in ledger and "pengalaman traumatik korban" in ledger
    assert Correction.objects.get().before, "the newsroom keeps it"


def test_a_withdrawal_stays_in_the_ledger_when_the_story_returns(client):
    story = a_live_story("Harga cabai naik")
    stories.withdraw(story, by=rina(), reason="Angkanya kami periksa lagi")
    ledger = read(client, "/koreksi/")
    assert "Angkanya kami periksa lagi" in ledger and "Harga cabai" not in ledger
    gone = read(client, story.path, 410)
    assert "Angkanya kami periksa lagi" in gone and "mungkin tampil lagi" in gone
    stories.publish(story, by=rina())
    assert "Harga cabai naik" in read(client, "/koreksi/")


def test_the_rules_stand_at_their_addresses_in_the_papers_language(client):
    assert "dalam kurung, dengan huruf miring" in read(client, "/pedoman-media-siber/")
    policy = read(client, "/koreksi/kebijakan/")
    assert "2×24 jam" in policy and 'href="/koreksi/minta/"' in policy
    for path in ("/pedoman-media-siber/", "/koreksi/"):
        assert f'href="{path}"' in read(client, "/")
