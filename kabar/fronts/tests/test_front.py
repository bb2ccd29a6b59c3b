"""The front page."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kabar import clock
from kabar.masthead.pages import keys_of
from kabar.pictures.testing import a_picture
from kabar.stories import services
from kabar.stories.testing import a_draft, a_live_story, a_section, rina

pytestmark = pytest.mark.django_db


def front(client):
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_newest_story_with_a_picture_leads(client):
    now = clock.now()
    a_live_story("Jembatan dibuka", lead_picture=a_picture(), at=now - timedelta(hours=2))
    a_live_story("Pasar pindah", at=now - timedelta(hours=1))
    html = front(client)
    lead = html[html.index("lead-headline") :][:300]
    assert "Jembatan dibuka" in lead


def test_the_lead_picture_is_fetched_at_once_and_no_other(client):
    for number in range(4):
        a_live_story(f"Berita bergambar {number}", lead_picture=a_picture())
    assert front(client).count('fetchpriority="high"') == 1


def test_a_draft_and_a_withdrawn_story_stand_nowhere(client):
    a_draft("Rahasia redaksi")
    services.withdraw(a_live_story("Salah sebut nama"), by=rina(), reason="Menunggu konfirmasi")
    html = front(client)
    assert "Rahasia redaksi" not in html
    assert "Salah sebut nama" not in html


def test_each_section_of_the_menu_has_its_band(client):
    for name in ("Nasional", "Global"):
        for number in range(8):
            a_live_story(f"{name} {number}", section=a_section(name))
    html = front(client)
    assert 'id="band-nasional"' in html
    assert 'id="band-global"' in html


def test_a_section_left_off_the_menu_has_no_band(client):
    hidden = a_section("Arsip Lama", on_menu=False)
    for _ in range(8):
        a_live_story(section=hidden)
    html = front(client)
    assert 'id="band-arsip-lama"' not in html
    assert 'href="/arsip-lama/"' not in html


def test_views_carry_their_authors_name(client):
    opinion = a_section("Opini")
    for number in range(9):
        a_live_story(f"Pendapat {number}", section=opinion, names=("Budi Santoso",))
    assert "Budi Santoso" in front(client)


def test_a_paper_without_stories_says_so_instead_of_breaking(client):
    assert "front-lead" not in front(client)


def test_the_front_prints_the_paper_as_its_one_heading(client, settings):
    settings.PAPER = replace(settings.PAPER, name="Pos Desa")
    a_live_story()
    html = front(client)
    assert html.count("<h1") == 1
    assert "Pos Desa</a></h1>" in html


def test_the_front_is_made_with_few_questions(client, django_assert_max_num_queries):
    for name in ("Nasional", "Global", "Ekonomi", "Opini", "Olahraga", "Sains", "Budaya", "Teknologi"):
        for _ in range(3):
            a_live_story(section=a_section(name))
    # Three of them are what every page asks: the most read, the boxes of advertising, and what is on offer.
    with django_assert_max_num_queries(11):
        front(client)


def test_the_front_is_reprinted_when_any_story_changes(client):
    story = a_live_story()
    keys = keys_of(client.get("/"))
    assert "front:main" in keys
    assert services.publish(story, revision=services.save_draft(story)).keys.count("front:main") == 1


def test_a_headline_cannot_become_markup(client):
    a_live_story("<script>alert(1)</script> & kawan")
    html = front(client)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; kawan" in html


def test_a_headline_in_another_language_says_so(client):
    a_live_story("Reading the sky before rain", language="en")
    assert 'lang="en">Reading the sky before rain' in front(client)
