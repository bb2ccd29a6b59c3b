"""No story stands twice on a front: not by hand, in the latest, in a band or with its film."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction

from kabar import clock
from kabar.fronts import services
from kabar.fronts.models import Rule
from kabar.fronts.slots import Choice, Place, band
from kabar.plates import Address, Variant
from kabar.press.render import render
from kabar.stories.models import Story
from kabar.stories.testing import a_live_story, a_section, rina
from kabar.video.testing import a_clip

pytestmark = pytest.mark.django_db
FRONT = Place("main")
SECTIONS = ("Nasional", "Global", "Ekonomi", "Olahraga", "Opini")


@pytest.fixture(scope="module")
def forty(django_db_setup, django_db_blocker):
    """Forty stories, the newest first, of the sections in turn; every fifth with a film. Printed once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield [told(number) for number in range(40)]
        transaction.set_rollback(True)


def told(number: int) -> Story:
    film = [("video", {"clip": a_clip(title=f"Film {number}"), "caption": ""})] if number % 5 == 0 else []
    return a_live_story(
        f"Berita {number}",
        section=a_section(SECTIONS[number % len(SECTIONS)]),
        at=clock.now() - timedelta(minutes=number),
        body=[("paragraph", "<p>Isi.</p>"), *film],
    )


@pytest.fixture
def full_paper(forty):
    """Those stories; what a test does is taken back."""
    with transaction.atomic():
        yield forty
        transaction.set_rollback(True)


def linked(path: str = "/", variant: Variant = Variant.ADS) -> Counter[str]:
    """Return how often a front itself leads to each story; the list of the most read is set in apart."""
    html = render(Address("localhost:8000", path, "", variant)).content.decode()
    main = html[html.index("<main") : html.index("</main")]
    stories = set(Story.objects.values_list("path", flat=True))
    return Counter(path for path in re.findall(r'<a href="([^"]+)"', main) if path in stories)


def twice(seen: Counter[str]) -> dict[str, int]:
    return {path: number for path, number in seen.items() if number > 1}


def test_on_a_small_paper_the_latest_leave_the_bands_their_stories(client):
    for number in range(12):
        a_live_story(f"Berita {number}", section=a_section("Nasional"))
    html = client.get("/").content.decode()
    assert html[html.index("front-latest") : html.index('class="bands"')].count("<li>") == 3
    assert 'id="band-nasional"' in html
    assert not twice(linked())


def test_the_newsroom_says_which_list_may_name_a_story_again(client):
    client.force_login(rina())
    assert "hanya daftar terpopuler" in client.get("/redaksi/fronts/").content.decode()


def test_the_only_film_stands_in_the_rail_rather_than_among_the_latest(client):
    for number in range(16):
        a_live_story(f"Berita {number}", section=a_section("Nasional"))
    film = ("video", {"clip": a_clip(), "caption": ""})
    a_live_story("Panen raya", section=a_section("Nasional"), body=[film])
    a_live_story("Gempa", section=a_section("Nasional"))
    html = client.get("/").content.decode()
    assert 'class="films"' in html
    assert ">Panen raya<" not in html


@pytest.mark.parametrize("variant", [Variant.ADS, Variant.LITE])
def test_an_untouched_front_names_no_story_twice(full_paper, variant):
    seen = linked("/", variant)
    assert not twice(seen)
    assert len(seen) > 30, "what the latest holds makes room for others"


@pytest.mark.parametrize("path", ["/", "/nasional/"])
def test_an_arranged_front_names_no_story_twice(full_paper, path):
    newest, film, third = full_paper[0], full_paper[5], full_paper[10]
    if path == "/":
        choices = {
            "lead": Choice(third.pk),
            "below-1": Choice(rule=Rule.SECTION, of_section=newest.section_id),
            "beside-4": Choice(full_paper[1].pk),
            band(film.section_id): Choice(film.pk),
        }
        services.arrange(FRONT, choices, by=rina())
    else:
        choices = {"second-2": Choice(newest.pk), "lead": Choice(third.pk)}
        services.arrange(Place("main", newest.section), choices, by=rina())
    seen = linked(path)
    assert not twice(seen)
    assert {newest.path, third.path} <= set(seen)


def test_the_latest_are_the_newest_that_stand_nowhere_above(full_paper, client):
    html = client.get("/").content.decode()
    latest = html[html.index("front-latest") : html.index('class="bands"')]
    above = html[html.index("front-lead") : html.index("front-latest")]
    shown = [int(number) for number in re.findall(r">Berita (\d+)<", latest)]
    expected = [number for number in range(40) if f">Berita {number}<" not in above]
    assert shown == expected[:8]


def test_the_rail_of_the_front_holds_films_of_stories_that_stand_nowhere_else(full_paper, client):
    html = client.get("/").content.decode()
    rail = html[html.index('class="films"') :]
    shown = {int(number) for number in re.findall(r">Film (\d+)<", rail)}
    assert shown and all(f">Berita {number}<" not in html for number in shown)
