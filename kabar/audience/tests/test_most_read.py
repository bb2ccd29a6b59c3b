"""What readers read is taken in once, ranked, and shown where the most read stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import RequestFactory

from kabar import clock
from kabar.audience import block, intake, queries, services
from kabar.audience.models import Reads
from kabar.editions.models import Edition
from kabar.fronts import services as fronts
from kabar.fronts.models import Rule
from kabar.fronts.slots import LEAD, Choice, Place
from kabar.plates import Variant
from kabar.stories import services as stories
from kabar.stories.testing import a_live_story, rina
from kabar.tally import files as tally

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(settings: Any, tmp_path: Any) -> Any:
    """Have a newsstand write down how often stories were read this hour, and take it in."""
    settings.PAPER = replace(settings.PAPER, folder=tmp_path)
    writer = tally.Tally(settings.PAPER.var / tally.READS)
    hour = int(clock.now().timestamp()) // 3600 * 3600

    def written(numbers: dict[Any, int]) -> int:
        writer.append(
            {tally.Read("main", hour, getattr(s, "path", s)): number for s, number in numbers.items()}
        )
        return intake.take_in()

    yield written
    writer.close()


def shown(settings: Any) -> str:
    request: Any = RequestFactory().get("/")
    request.paper, request.variant = settings.PAPER, Variant.ADS
    return block.render(request)


def test_what_was_written_down_is_taken_in_once_and_made_up_addresses_are_nobodys(read):
    story = a_live_story()
    assert read({story: 4, "/tidak/pernah/ada": 9}) == 13
    assert intake.take_in() == 0
    read({story: 2})
    assert [(row.story_id, row.number) for row in Reads.objects.all()] == [(story.pk, 6)]


def test_the_most_read_are_ranked_and_what_hardly_anybody_read_is_not(read, settings):
    little, less, most = (a_live_story(f"Berita {name}") for name in ("sedikit", "kurang", "banyak"))
    assert shown(settings) == ""
    read({little: 2, less: 5, most: 9})
    assert services.rank() == 1 and queries.most_read("main") == [most.pk, less.pk]
    html = shown(settings)
    assert html.index("Berita banyak") < html.index("Berita kurang") and "Berita sedikit" not in html
    assert Edition.objects.latest("number").keys == ["most-read:main"]
    assert services.rank() == 0, "nothing is printed anew while the order stays"


def test_what_was_read_yesterday_gives_way_and_is_forgotten_after_a_week(read):
    story = a_live_story()
    read({story: 5})
    Reads.objects.update(hour=clock.now() - timedelta(hours=30))
    services.rank()
    assert queries.most_read("main") == []
    Reads.objects.update(hour=clock.now() - timedelta(days=9))
    services.rank()
    assert not Reads.objects.exists()


def test_a_story_that_leaves_readers_leaves_the_list(read, settings):
    story, other = a_live_story("Berita ditarik"), a_live_story("Berita lain")
    read({story: 9, other: 4})
    services.rank()
    assert f"story:{story.pk}" in block.keys("main")
    stories.withdraw(story, by=rina(), reason="Keliru")
    assert "Berita ditarik" not in shown(settings)


def test_a_slot_of_the_most_read_is_filled_by_them_and_its_front_printed_when_they_change(read, client):
    old = a_live_story("Yang paling dibaca", at=clock.now() - timedelta(days=2))
    for number in range(8):
        a_live_story(f"Berita baru nomor {number}")
    fronts.arrange(Place("main"), {LEAD: Choice(rule=Rule.MOST_READ)}, by=rina())
    assert "Yang paling dibaca" not in client.get("/").content.decode().split("</article>")[0]
    read({old: 7})
    services.rank()
    assert set(Edition.objects.latest("number").keys) == {"most-read:main", "front:main"}
    assert "Yang paling dibaca" in client.get("/").content.decode().split("</article>")[0]
