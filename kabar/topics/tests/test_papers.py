"""A topic belongs to one paper, and only that paper's stories carry it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from kabar.stories.models import Story
from kabar.stories.testing import a_draft, a_live_story, a_section, rina
from kabar.stories.tests.filled import form_of
from kabar.topics.fields import TopicPicker, must_be_of
from kabar.topics.models import Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def sister(settings):
    words = replace(settings.PAPER.words, topic="topik")
    desa = replace(
        settings.PAPER,
        key="desa",
        name="Village Post",
        language="en",
        address="http://desa.example",
        words=words,
    )
    settings.PAPER = replace(settings.PAPER, sisters=(desa,))
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture
def village(sister):
    return a_section("Kampung", paper="desa")


@pytest.fixture
def desk(client):
    client.force_login(rina())
    return client


def a_topic(name="Laut", paper="main"):
    return Topic.objects.create(paper=paper, name=name, slug=name.lower())


def test_a_new_topic_says_its_paper_and_keeps_it(sister, desk):
    said = {"paper": "desa", "name": "Sea", "slug": "sea", "summary": ""}
    desk.post(reverse("topics:add"), said)
    made = Topic.objects.get()
    assert made.paper == "desa"
    desk.post(reverse("topics:edit", args=[made.pk]), {**said, "paper": "main", "name": "The sea"})
    made.refresh_from_db()
    assert (made.paper, made.name) == ("desa", "The sea")
    assert "Village Post" in desk.get(reverse("topics:index")).content.decode()


def test_it_begins_in_the_paper_whose_newsroom_this_is(sister, desk):
    there = Client(HTTP_HOST="desa.example")
    there.force_login(rina())
    assert '<option value="desa" selected>' in there.get(reverse("topics:add")).content.decode()
    assert '<option value="main" selected>' in desk.get(reverse("topics:add")).content.decode()


def test_of_one_paper_nobody_is_asked_and_no_address_is_given_twice(desk):
    assert 'name="paper"' not in desk.get(reverse("topics:add")).content.decode()
    a_topic()
    answer = desk.post(reverse("topics:add"), {"name": "Lautan", "slug": "laut", "summary": ""})
    assert "“Laut”" in answer.content.decode()
    assert Topic.objects.count() == 1


def test_a_story_is_offered_the_topics_of_its_sections_paper(village, desk):
    a_topic()
    there = a_topic("Laut Dalam", "desa")
    suggest = reverse("topics_suggest")
    offered = desk.get(suggest, {"q": "laut", "paper": "desa"}).json()["topics"]
    assert offered == [{"id": there.pk, "name": "Laut Dalam"}]
    assert desk.get(suggest, {"q": "dalam", "paper": "no such"}).json()["topics"] == []
    made = desk.post(suggest, {"name": "Laut", "paper": "desa"}).json()
    assert Topic.objects.get(pk=made["id"]).paper == "desa"
    page = desk.get(reverse("stories:add")).content.decode()
    assert f"&quot;{village.pk}&quot;: &quot;desa&quot;" in page


def test_a_topic_of_another_paper_is_refused_in_words(village, desk):
    sea, there = a_topic(), a_topic("Kapal", "desa")
    story = a_draft("Kapal tiba", section=village)
    answer = desk.post(
        reverse("stories:edit", args=[story.pk]), {**form_of(story), "topics": [sea.pk, there.pk]}
    )
    assert "Laut: bukan dari Village Post" in answer.content.decode()
    desk.post(reverse("stories:edit", args=[story.pk]), {**form_of(story), "topics": [there.pk]})
    assert list(Story.objects.get(pk=story.pk).topics.all()) == [there]
    with pytest.raises(ValidationError, match="Laut"):
        must_be_of("desa", [sea])


def test_a_reader_is_not_led_to_a_topic_of_another_paper(village):
    sea, there = a_topic(), a_topic("Kapal", "desa")
    a_live_story("Ikan", topics=[sea])
    story = a_live_story("Kapal tiba", section=village, topics=[sea, there])
    page = Client(HTTP_HOST="desa.example").get(story.path).content.decode()
    assert 'href="/topik/kapal/"' in page
    assert "/topik/laut/" not in page


def test_one_paper_sends_no_map_of_sections():
    assert "data-papers" not in TopicPicker(lambda: {1: "main"}).render("topics", [])
