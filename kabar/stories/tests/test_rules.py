"""Labels that the rules of the press ask for stand wherever the story stands."""

import json
import re

import pytest
from lxml import etree

from kabar.archive.search.services import index_stories
from kabar.stories import services
from kabar.stories.models import Story, Takedown
from kabar.stories.rules import Ground
from kabar.stories.testing import a_killed_story, a_live_story, a_section, rina

pytestmark = pytest.mark.django_db


def seen(client, path):
    return client.get(path).content.decode()


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"sponsored": True, "sponsor": "Toko Maju"}, "Advertorial"),
        ({"unverified": True}, "Belum terverifikasi"),
        ({"ai_use": "generated"}, "Dibuat dengan AI"),
    ],
)
def test_a_label_stands_on_the_story_in_lists_and_in_feeds(client, fields, label):
    story = a_live_story("Kabar hari ini", section=a_section("Global", on_menu=True), **fields)
    index_stories([story.pk])
    for path in (
        story.path,
        "/",
        "/global/",
        f"/arsip/{'/'.join(story.path.split('/')[2:5])}/",
        "/cari/?q=kabar",
    ):
        assert label in seen(client, path), path
    for path in ("/rss.xml", "/global/rss.xml"):
        item = etree.fromstring(client.get(path).content).find("channel/item")
        assert item.findtext("title") == f"[{label}] Kabar hari ini"
        assert label in [category.text for category in item.findall("category")]


def test_a_story_without_flags_carries_no_label(client):
    assert "story-label" not in seen(client, a_live_story().path)


def test_what_is_paid_for_is_told_to_machines_and_kept_from_news_engines(client):
    story = a_live_story("Rumah murah", sponsored=True, sponsor="Toko Maju")
    html = seen(client, story.path)
    found = [json.loads(text) for text in re.findall(r'ld\+json">(.*?)</script>', html)]
    kinds = [data["@type"] for data in found]
    assert "AdvertiserContentArticle" in kinds and "NewsArticle" not in kinds
    assert found[kinds.index("AdvertiserContentArticle")]["sponsor"]["name"] == "Toko Maju"
    assert "dibayar oleh Toko Maju" in html
    assert story.path not in seen(client, "/sitemap-news.xml")


def test_help_by_a_machine_is_told_on_the_story_with_who_answers_for_it(client):
    story = a_live_story(ai_use="assisted", ai_approved_by="Rina Wulandari")
    html = seen(client, story.path)
    assert "Dibantu AI" in html and "dibaca dan disetujui oleh Rina Wulandari" in html
    assert "Dibantu AI" not in seen(client, "/")


def test_the_rules_travel_with_the_draft():
    story = a_live_story()
    draft = story.get_latest_revision_as_object()
    draft.unverified, draft.first_source = True, "Kepala BPBD"
    services.save_draft(draft)
    assert not Story.objects.get(pk=story.pk).unverified
    services.publish(Story.objects.get(pk=story.pk))
    assert Story.objects.get(pk=story.pk).first_source == "Kepala BPBD"


def test_a_takedown_is_written_down_with_its_ground():
    story = a_killed_story("Anak dikenali", ground=Ground.CHILD)
    taken = Takedown.objects.get()
    assert (taken.story, taken.becomes, taken.ground, taken.reason, taken.by) == (
        story, "killed", "child", "Anak dikenali", rina(),
    )  # fmt: skip


def test_no_other_ground_will_do():
    with pytest.raises(ValueError, match="pressure"):
        services.kill(a_live_story(), by=rina(), reason="Diminta bupati", ground="pressure")
