"""The stories beside a story: chosen by what they say, kept at publication, read by its page."""

from collections import Counter
from datetime import timedelta

import pytest

from kabar import clock
from kabar.archive.models import RelatedStory
from kabar.archive.related import services
from kabar.archive.related.finding import profile, related
from kabar.archive.related.scoring import FARTHEST, Profile, farthest, nearest, weights
from kabar.archive.search.index import index
from kabar.editions.models import Edition
from kabar.masthead.pages import keys_of
from kabar.stories import services as stories
from kabar.stories.testing import a_live_story, rina

ABOUT = {
    "Gunung Merapi meletus, warga lereng mengungsi": "Abu gunung Merapi menutup desa; warga mengungsi.",
    "Abu Merapi menutup bandara Yogyakarta": "Letusan gunung Merapi mengirim abu ke bandara.",
    "Pengungsi Merapi butuh masker dan air": "Warga lereng Merapi kekurangan masker sejak letusan.",
    "Harga cabai turun di pasar induk": "Pedagang menyebut panen raya menekan harga cabai.",
    "Timnas menang telak di Jakarta": "Dua gol di babak kedua mengantar tim ke semifinal.",
}


@pytest.fixture
def printed(transactional_db):
    """A paper of five stories, the first the newest."""
    now = clock.now()
    return [
        a_live_story(headline, body=[("paragraph", f"<p>{text}</p>")], at=now - timedelta(hours=hours))
        for hours, (headline, text) in enumerate(ABOUT.items(), 1)
    ]


def test_what_is_about_the_same_stands_beside_a_story_and_nothing_else(printed):
    volcano, airport, refugees, *_others = printed
    assert {pk for pk, _nearness in related(volcano)} == {airport.pk, refugees.pk}


def test_the_index_says_of_a_story_what_the_story_itself_does(printed):
    for story in printed:
        said, about = index().written([story.pk], 600)[story.pk], profile(story)
        assert (said.headline, dict(said.times)) == (about.headline, dict(about.times))
        assert sum(index().written([story.pk], 2)[story.pk].times.values()) == 2


def test_rows_are_written_once_and_one_page_is_printed_again(client, printed):
    volcano, airport, _refugees, chili, _football = printed
    services.catch_up()
    assert RelatedStory.objects.filter(story=volcano).count() == 2
    assert not RelatedStory.objects.filter(story=chili).exists()
    last = Edition.objects.latest("number")
    assert (len(last.keys), last.keys[0].partition(":")[0], last.subjects) == (1, "related", [])
    assert services.catch_up() > 0
    assert services.relate(volcano) is False
    page = client.get(volcano.path)
    assert airport.headline in page.content.decode()
    assert {f"related:{volcano.pk}", f"story:{airport.pk}"} <= set(keys_of(page))


def test_a_story_that_was_taken_down_stands_beside_none(client, printed):
    volcano, airport, *_others = printed
    services.catch_up()
    stories.withdraw(airport, by=rina(), reason="Diperiksa")
    aside = client.get(volcano.path).content.decode()
    assert airport.headline not in aside
    assert airport.pk not in {pk for pk, _nearness in related(volcano)}


def test_a_story_alone_has_no_empty_list(client, printed):
    services.catch_up()
    assert 'class="related"' not in client.get(printed[4].path).content.decode()


def of(key, hour, *stems):
    return Profile(key, frozenset(stems[:2]), Counter(stems), hour)


def test_the_rarer_word_and_the_nearer_hour_decide():
    weight = weights({"merapi": 3, "warga": 300, "desa": 200}, 1000)
    story = of(1, 100.0, "merapi", "warga", "desa")
    rare, common = of(2, 90.0, "merapi", "abu"), of(3, 90.0, "warga", "desa")
    assert [each.key for each, _score in nearest(story, [common, rare], weight, least=FARTHEST, limit=5)] == [
        2,
        3,
    ]
    earlier = of(4, 10.0, "merapi", "abu")
    assert [
        each.key for each, _score in nearest(story, [earlier, rare], weight, least=FARTHEST, limit=5)
    ] == [2, 4]


def test_the_hour_cannot_make_related_what_shares_no_telling_word():
    weight = weights({"merapi": 3, "warga": 900}, 1000)
    story = of(1, 100.0, "merapi", "letusan", "warga")
    fresh, old = of(2, 99.9, "cabai", "panen", "warga"), of(3, 5.0, "merapi", "letusan", "warga")
    assert [each.key for each, _score in nearest(story, [fresh, old], weight, least=FARTHEST, limit=5)] == [3]


def test_a_word_said_ten_times_is_not_ten_times_as_much():
    weight = weights({}, 1000)
    story = of(1, 100.0, "gunung", "merapi", "abu", "desa")
    once, often = of(2, 90.0, "abu", "desa", "warga"), of(3, 90.0, *["abu"] * 10, "warga")
    assert [each.key for each, _score in nearest(story, [often, once], weight, least=FARTHEST, limit=5)] == [
        2,
        3,
    ]


@pytest.mark.once
def test_in_a_small_paper_stories_must_be_more_alike_to_be_related():
    at_least = [round(farthest(stories), 3) for stories in (30, 300, 1_000, 3_000_000)]
    assert at_least == [0.141, 0.089, 0.07, 0.07]
    weight, story = (
        (lambda _stem: 1.0),
        Profile(1, frozenset(), Counter({f"s{n}": 1 for n in range(10)}), 0.0),
    )
    other = Profile(2, frozenset(), Counter({"s1": 1, **{f"t{n}": 1 for n in range(9)}}), 0.0)
    assert nearest(story, [other], weight, least=farthest(3_000), limit=5)
    assert not nearest(story, [other], weight, least=farthest(30), limit=5)
