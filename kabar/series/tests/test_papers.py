"""A series is its section's paper's: its topic, its language, its clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from kabar.series import queries, services
from kabar.series.models import Series
from kabar.series.services import Item, join
from kabar.stories.testing import a_live_story, a_section, rina
from kabar.topics.models import Topic

pytestmark = pytest.mark.django_db
ZONE = "Asia/Jayapura"


@pytest.fixture
def village(settings):
    desa = replace(
        settings.PAPER,
        key="desa",
        name="Village Post",
        language="en",
        zone=ZONE,
        address="http://desa.example",
    )
    settings.PAPER = replace(settings.PAPER, sisters=(desa,))
    settings.ALLOWED_HOSTS = ["*"]
    return a_section("Kampung", paper="desa")


@pytest.fixture
def flood(village):
    topic = Topic.objects.create(paper="desa", name="Flood", slug="flood")
    return Series.objects.create(name="the Flood", begins_on=date(2026, 8, 10), section=village, topic=topic)


def test_it_belongs_to_the_paper_of_its_section(flood):
    assert flood.paper == "desa"
    assert list(queries.of_paper("desa")) == [flood] and not queries.of_paper("main")


def test_its_roundup_is_named_in_its_papers_language_of_its_papers_stories_and_day(flood, village):
    late = datetime(
        2026, 8, 16, 15, 30, tzinfo=UTC
    )  # half past midnight on the 17th in Jayapura, not in Jakarta
    there = a_live_story("Water falls", section=village, at=late, topics=[flood.topic])
    a_live_story("Air surut", at=late)
    assert queries.of_day(flood, date(2026, 8, 17)) == [there]
    draft = services.compose(flood, date(2026, 8, 17), [Item(there, "Water falls")], by=rina())
    assert draft.headline == "Roundup of Day 8 of the Flood: Water falls"
    assert (draft.paper, draft.language, list(draft.topics.all())) == ("desa", "en", [flood.topic])


def test_the_newsroom_of_either_host_offers_the_same_day(flood, village):
    late = datetime(2026, 8, 16, 15, 30, tzinfo=UTC)
    there = a_live_story("Water falls", section=village, at=late)
    for host in ("localhost", "desa.example"):
        desk = Client(HTTP_HOST=host)
        desk.force_login(rina())
        page = desk.get(reverse("series_roundup", args=[flood.pk]), {"day": "2026-08-17"}).content.decode()
        assert f"take-{there.pk}" in page and "Roundup of Day 8 of the Flood" in page


def test_a_story_of_another_paper_does_not_join(flood):
    with pytest.raises(ValidationError, match="Village Post"):
        join(a_live_story(), flood, by=rina(), number=3)


def test_the_topic_of_another_paper_is_refused_and_never_carried(flood, village, client):
    other = Topic.objects.create(name="Banjir", slug="banjir")
    client.force_login(rina())
    said = {"name": "the Flood", "begins_on": "2026-08-10", "section": village.pk, "topic": other.pk}
    answer = client.post(reverse("series:edit", args=[flood.pk]), said).content.decode()
    assert "Banjir: bukan dari Village Post" in answer
    assert "Village Post: Kampung" in answer
    flood.topic = other
    assert flood.own_topic is None


def test_a_series_with_stories_does_not_change_its_paper(flood, village, client):
    join(a_live_story(section=village), flood, by=rina(), number=1)
    client.force_login(rina())
    said = {"name": "the Flood", "begins_on": "2026-08-10", "section": a_section().pk, "topic": ""}
    assert "tetap di korannya" in client.post(reverse("series:edit", args=[flood.pk]), said).content.decode()


def test_a_story_that_left_the_paper_is_led_to_by_nobody(flood, village):
    first, second = (a_live_story(section=village) for _number in range(2))
    join(first, flood, by=rina(), number=1)
    join(second, flood, by=rina(), number=2)
    type(second).objects.filter(pk=second.pk).update(paper="main", section=a_section())
    assert queries.neighbours(second.pk) is None
    assert queries.neighbours(first.pk).after is None


def test_what_was_written_down_as_the_first_papers_is_mended(flood, village):
    Series.objects.update(paper="main", topic=Topic.objects.create(name="Banjir", slug="banjir"))
    kept = Topic.objects.create(name="Kota", slug="kota")
    own = Series.objects.create(name="Kota", section=a_section(), topic=kept)
    import_module("kabar.series.migrations.0002_papers_and_parts").to_the_papers_of_their_sections(apps, None)
    flood.refresh_from_db()
    own.refresh_from_db()
    assert (flood.paper, flood.topic, own.paper, own.topic) == ("desa", None, "main", kept)
