"""The rail of films."""

import pytest
from django.conf import settings as django_settings
from django.test import RequestFactory

from kabar.editions.models import Edition
from kabar.fronts import films
from kabar.masthead.fragments import render_fragment
from kabar.stories import press_keys, services
from kabar.stories.testing import a_draft, a_live_story, rina
from kabar.video.testing import a_clip

pytestmark = pytest.mark.django_db


def a_story_with(clip, headline="Panen raya", make=a_live_story):
    """Return a story that shows a clip."""
    return make(headline, body=[("video", {"clip": clip, "caption": ""})])


@pytest.fixture
def rail():
    request = RequestFactory().get("/.fragment/films")
    request.paper = django_settings.PAPER
    return lambda: render_fragment("films", request)[0]


def test_a_paper_without_films_has_no_rail(rail, client):
    story = a_live_story()
    assert rail() == ""
    assert 'class="films"' not in client.get(story.path).content.decode()


def test_a_film_stands_there_once_and_leads_to_the_newest_story_that_shows_it(rail, client):
    clip = a_clip(title="Panen di Kupang", seconds=65.2)
    a_story_with(clip, "Kemarin")
    newer = a_story_with(clip, "Hari ini")
    html = rail()
    assert html.count("Panen di Kupang") == 1
    assert f'href="{newer.path}"' in html and ">1:05<" in html and "<img " in html
    assert "Video rekomendasi" in client.get(newer.path).content.decode()


def test_no_film_of_a_story_that_readers_do_not_see_is_shown(rail):
    a_story_with(a_clip(), make=a_draft)
    gone = a_story_with(a_clip())
    services.withdraw(gone, by=rina(), reason="Keliru")
    assert rail() == ""


def test_the_newest_few_are_enough(rail, monkeypatch):
    monkeypatch.setattr(films, "HOW_MANY", 2)
    clips = [a_clip(address="https://www.youtube.com/watch?v=abcdefghijk") for _number in range(3)]
    for clip in clips:
        a_story_with(clip)
    assert rail().count('class="film"') == 2 and clips[0].title not in rail()


def test_only_a_story_with_a_film_has_the_rail_printed_anew():
    rails = press_keys.films("main")
    a_live_story()
    assert rails not in Edition.objects.latest("number").keys
    story = a_story_with(a_clip())
    assert rails in Edition.objects.latest("number").keys
    story.body = [("paragraph", "<p>Tanpa film.</p>")]
    services.save_draft(story)
    services.publish(story)
    assert rails in Edition.objects.latest("number").keys
