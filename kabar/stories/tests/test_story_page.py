"""The page of a story, as a reader gets it."""

import gzip
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import RequestFactory

from kabar.masthead.pages import keys_of
from kabar.pictures.testing import a_picture
from kabar.sources.models import Distributor
from kabar.stories import services
from kabar.stories.models import StoryByline
from kabar.stories.testing import a_draft, a_killed_story, a_live_story, a_section, an_author, rina
from kabar.topics.models import Topic

pytestmark = pytest.mark.django_db

AT = datetime(2022, 5, 13, 13, 15, tzinfo=UTC)


@pytest.fixture
def call():
    """The story of the telephone call, with everything a page can carry."""
    return a_live_story(
        "Menhan AS dan Rusia Bertelepon",
        at=AT,
        section=a_section("Global"),
        kicker="Perang Ukraina",
        standfirst="Percakapan pertama sejak Februari.",
        dateline_place="Washington DC",
        distributor=Distributor.objects.create(
            name="Reuters", slug="reuters", url="https://www.reuters.com/"
        ),
        lead_picture=a_picture(),
        topics=[Topic.objects.create(name="Diplomasi", slug="diplomasi")],
    )


def read(client, story):
    response = client.get(story.path)
    assert response.status_code == 200
    return response.content.decode()


def json_ld(html, kind):
    found = [
        json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    ]
    return next(data for data in found if data["@type"] == kind)


def kind_of(client, **fields):
    html = read(client, a_live_story(**fields))
    return json.loads(re.findall(r'ld\+json">(.*?)</script>', html)[0])["@type"]


def test_what_our_own_reporter_tells_from_the_place_is_reportage_and_all_else_news(client):
    agency = Distributor.objects.create(name="Antara", slug="antara")
    assert kind_of(client, dateline_place="Palu") == "ReportageNewsArticle"
    assert kind_of(client, dateline_place="Palu", distributor=agency) == "NewsArticle"
    assert kind_of(client, dateline_place="Palu", names=()) == "NewsArticle"
    assert kind_of(client) == "NewsArticle"


def test_a_story_carries_everything_its_reader_should_know(client, call):
    html = read(client, call)
    for piece in (
        'href="/global/">Global</a>',
        "Perang Ukraina",
        '<h1 class="story-headline" dir="auto">Menhan AS dan Rusia Bertelepon</h1>',
        "Percakapan pertama sejak Februari.",
        'href="/penulis/ayu-lestari/" rel="author">Ayu Lestari</a>',
        'href="https://www.reuters.com/" rel="noopener">Reuters</a>',
        "Jumat, 13 Mei 2022, 20.15 WIB",
        "Sawah menjelang panen.",
        "Kabar/Ayu Lestari",
        'href="/topik/diplomasi/" rel="tag">Diplomasi</a>',
        "https://wa.me/?text=Menhan%20AS",
    ):
        assert piece in html


def test_the_dateline_runs_into_the_first_paragraph(client, call):
    assert '<p><span class="dateline">WASHINGTON DC, KABAR UJI —</span> Warga menyeberang' in read(
        client, call
    )


def test_the_time_is_printed_on_the_clocks_of_the_storys_own_place(client):
    story = a_live_story(at=AT, dateline_place="Ambon", dateline_zone="Asia/Jayapura")
    assert "Jumat, 13 Mei 2022, 22.15 WIT" in read(client, story)


def test_names_stand_with_what_their_owners_did(client):
    story = a_draft()
    story.bylines.add(StoryByline(author=an_author("Rina Pramesti"), role="editor", sort_order=2))
    services.save_draft(story)
    services.publish(story)
    html = read(client, story)
    assert html.index("Ayu Lestari") < html.index("Rina Pramesti")
    assert html.count('class="credit-role"') == 2


def test_a_later_change_is_dated(client):
    story = a_live_story(at=AT)
    assert "story-updated" not in read(client, story)
    services.publish(story, revision=services.save_draft(story), at=AT + timedelta(hours=2))
    assert "13 Mei 2022, 22.15 WIB" in read(client, story)


def test_a_draft_has_no_address_and_a_live_storys_draft_stays_in_the_building(client):
    story = a_live_story("Jembatan dibuka")
    story.headline = "Jembatan ditutup"
    services.save_draft(story, by=rina())
    html = read(client, story)
    assert "Jembatan dibuka" in html
    assert "Jembatan ditutup" not in html


def test_a_killed_story_answers_410_with_the_reason_and_nothing_of_the_story(client):
    story = a_killed_story("Melanggar privasi korban", headline="Nama korban dibuka")
    response = client.get(story.path)
    html = response.content.decode()
    assert response.status_code == 410
    assert "Melanggar privasi korban" in html
    assert "Nama korban" not in html
    assert keys_of(response) == ()


def test_a_withdrawn_story_answers_410_and_may_come_back(client):
    story = a_live_story()
    services.withdraw(story, by=rina(), reason="Menunggu konfirmasi")
    assert client.get(story.path).status_code == 410
    services.publish(story, by=rina())
    assert client.get(story.path).status_code == 200


def test_a_story_is_reprinted_when_it_or_a_story_it_points_to_changes(client):
    other = a_live_story("Rangkuman hari ke-79")
    story = a_live_story(body=[("also_read", {"story": other.pk, "title": "", "url": ""})])
    ayu = f"name:author:{story.bylines.get().author_id}"
    beside = f"related:{story.pk}"
    of_every_page = {"paper:main", "ad-boxes:main", "offer:main", "glossary:main"}
    of_this_one = {f"story:{story.pk}", f"story:{other.pk}", ayu, beside}
    assert set(keys_of(client.get(story.path))) == of_this_one | of_every_page


def test_a_story_is_made_with_few_questions(client, call, django_assert_max_num_queries):
    # Four are what every page asks: the films, the most read, the boxes of advertising, what is on offer.
    with django_assert_max_num_queries(13):
        read(client, call)


def test_search_engines_are_told_what_the_reader_is_told(client, call):
    data = json_ld(read(client, call), "NewsArticle")
    assert data["headline"] == "Menhan AS dan Rusia Bertelepon"
    assert data["datePublished"] == "2022-05-13T20:15:00+07:00"
    assert data["author"][0]["name"] == "Ayu Lestari"
    assert data["dateline"] == "Washington DC"
    assert data["sourceOrganization"]["name"] == "Reuters"
    assert data["isAccessibleForFree"] is True
    assert data["keywords"] == ["Diplomasi"]
    assert all(url.startswith("http://localhost:8000/media/") for url in data["image"])


def test_an_agencys_copy_without_a_name_is_the_agencys(client):
    agency = Distributor.objects.create(name="Antara", slug="antara")
    story = a_live_story(names=(), distributor=agency)
    assert json_ld(read(client, story), "NewsArticle")["author"][0]["name"] == "Antara"


def test_a_story_that_has_no_picture_and_none_drawn_is_shared_with_the_papers_mark(client):
    html = read(client, a_live_story("新しい橋が開通"))
    assert 'property="og:image" content="http://localhost:8000/static/kabar/masthead/share.png"' in html
    assert json_ld(html, "NewsArticle")["image"] == ["http://localhost:8000/static/kabar/masthead/share.png"]


def test_the_way_to_a_story_is_from_the_front_through_its_section(client, call):
    steps = json_ld(read(client, call), "BreadcrumbList")["itemListElement"]
    assert [step["name"] for step in steps] == ["Kabar Uji", "Global", "Menhan AS dan Rusia Bertelepon"]


def test_a_story_names_its_one_address(client, call):
    html = client.get(f"{call.path}?utm_source=wa").content.decode()
    assert f'<link rel="canonical" href="http://localhost:8000{call.path}">' in html


def test_nothing_runs_on_a_story_but_a_file_of_ours(client, call):
    html = read(client, call)
    scripts = re.findall(r'<script(?! type="application/ld\+json")[^>]*>', html)
    assert any('data-late="/static/kabar/stories/reading/reading.js"' in one for one in scripts)
    ours = re.compile(r'<script type="module" src="/static/kabar/masthead/page\.js"')
    assert all(ours.match(one) for one in scripts)
    assert not re.findall(r"\son[a-z]+=|javascript:|\sstyle=", html)


def test_a_headline_of_two_hundred_characters_keeps_its_page(client):
    headline = ("Jembatan gantung di lereng Sekar dibuka kembali " * 5)[:200].strip()
    html = read(client, a_live_story(headline))
    assert f'dir="auto">{headline}</h1>' in html
    assert len(json_ld(html, "NewsArticle")["headline"]) <= 110


def test_twelve_topics_are_all_named(client):
    topics = [Topic.objects.create(name=f"Topik {n}", slug=f"topik-{n}") for n in range(12)]
    assert read(client, a_live_story(topics=topics)).count('rel="tag"') == 12


def test_a_story_of_thirty_words_has_no_dead_furniture(client):
    html = read(client, a_live_story(names=(), body=[("paragraph", "<p>Pendek saja.</p>")]))
    for left_out in ("story-standfirst", "story-picture", "story-topics", "credit-role"):
        assert left_out not in html


def test_a_story_of_six_thousand_words_stays_light(client):
    words = [f"kata{n * 7919 % 2003}" for n in range(6000)]
    body = [("paragraph", f"<p>{' '.join(words[n : n + 60])}</p>") for n in range(0, 6000, 60)]
    html = read(client, a_live_story(body=body))
    assert html.count("<p>kata") == 100
    assert len(gzip.compress(html.encode())) + size_of_styles() < 35_000


def size_of_styles():
    package = Path(__file__).resolve().parents[2]
    sheets = ("masthead/static/kabar/masthead/paper.css", "stories/static/kabar/stories/story.css")
    tools = [f"stories/static/kabar/stories/reading/{name}" for name in ("reading.css", "reading.js")]
    return sum(len(gzip.compress((package / sheet).read_bytes())) for sheet in (*sheets, *tools))


def test_a_story_in_another_language_says_so_and_its_furniture_does_not(client):
    html = read(client, a_live_story("Reading the sky", language="en"))
    assert '<article class="story" lang="en">' in html
    assert '<div class="story-facts" lang="id">' in html
    assert '<html lang="id">' in html


def test_a_story_is_found_only_under_its_own_paper(client, call, settings):
    call.__class__.objects.filter(pk=call.pk).update(paper="desa")
    assert client.get(call.path).status_code == 404


def test_a_preview_is_the_real_page_with_pictures_readers_may_not_see_yet():
    picture = a_picture()
    story = a_draft("Belum terbit", lead_picture=picture, dateline_place="Ambon")
    response = story.make_preview_request(RequestFactory().get("/redaksi/"), "")
    html = response.render().content.decode() if not response.is_rendered else response.content.decode()
    assert response.status_code == 200
    assert "Belum terbit</h1>" in html
    assert "AMBON, KABAR UJI —" in html
    assert "/redaksi/media/" in html
    picture.refresh_from_db()
    assert not picture.released


def test_who_wrote_a_story_is_introduced_below_it_with_the_way_to_write_to_them(client):
    story = a_live_story(names=("Ayu Lestari", "Budi Santoso"))
    ayu = an_author("Ayu Lestari")
    ayu.bio, ayu.email, ayu.beat = "Meliput desa dan pasar.", "ayu@posdesa.example", "Sawah, irigasi"
    ayu.save()
    html = client.get(story.path).content.decode()
    below = html[html.index('class="story-authors"') :]
    assert "Meliput desa dan pasar." in below
    assert "mailto:ayu@posdesa.example" in below
    assert "<span>Meliput</span> Sawah · irigasi</p>" in below
    assert '"knowsAbout":["Sawah","irigasi"]' in html
    assert html.count('class="author-box"') == 1  # of Budi no more is known than his name
