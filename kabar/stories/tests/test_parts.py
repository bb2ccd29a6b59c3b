"""Parts of a story's page that other departments print."""

import json

import pytest
from django.test import RequestFactory
from django.utils.html import format_html

from kabar.masthead.pages import keys_of
from kabar.stories import parts
from kabar.stories.parts import Part, Place
from kabar.stories.testing import a_live_story
from kabar.stories.views import story as story_view

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(monkeypatch, settings):
    """Return a story's page printed with nothing but the given parts."""
    monkeypatch.setattr(parts, "_parts", {})

    def printed(*own):
        for part in own:
            parts.register(part)
        story = a_live_story("Harga cabai naik")
        request = RequestFactory().get(story.path)
        request.paper = settings.PAPER
        request.variant = "ads"
        return story, story_view(request)

    return printed


def test_parts_stand_at_their_place_in_their_rank(page):
    _, answer = page(
        Part("second", Place.BEFORE_BODY, lambda *_: format_html("<p>{}</p>", "dua <b>"), rank=2),
        Part("first", Place.BEFORE_BODY, lambda *_: format_html("<p>{}</p>", "satu"), rank=1),
        Part("panel", Place.AFTER_BODY, lambda *_: format_html("<aside>{}</aside>", "asal")),
    )
    html = answer.content.decode()
    assert "<p>satu</p><p>dua &lt;b&gt;</p>" in html
    assert html.index("satu") < html.index('class="story-body') < html.index("<aside>asal</aside>")


def test_a_part_adds_its_facts_and_its_keys(page):
    _, answer = page(
        Part(
            "corrections",
            Place.AFTER_BODY,
            lambda *_: "",
            facts=lambda story, paper: {"correction": f"of {story.headline}"},
            keys=lambda story: (f"corrections:{story.pk}",),
        )
    )
    html = answer.content.decode()
    ld = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
    found = json.loads(ld)
    article = found[0] if isinstance(found, list) else found
    assert article["correction"] == "of Harga cabai naik"
    assert any(key.startswith("corrections:") for key in keys_of(answer))
