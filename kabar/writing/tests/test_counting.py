"""Words and minutes, counted alike on the page and in the newsroom."""

from dataclasses import replace

import pytest

from kabar.stories.testing import a_live_story
from kabar.writing.counting import minutes, words_in, words_of


def test_words_are_what_people_call_words():
    assert words_in("Rp 1,2 miliar — untuk anak-anak, katanya.") == 6
    assert words_in("  ") == 0


def test_minutes_are_rounded_up_and_nothing_takes_none():
    assert [minutes(words) for words in (0, 1, 215, 216, 430, 431)] == [0, 1, 1, 2, 2, 3]


@pytest.mark.django_db
def test_the_words_of_every_kind_of_block_count_once_and_addresses_do_not():
    story = a_live_story(
        body=[
            ("paragraph", "<p>Satu <b>dua</b> tiga.</p>"),
            ("heading", {"text": "Empat lima", "level": "2"}),
            ("list", {"ordered": True, "items": ["<p>Enam</p>", "<p>tujuh</p>"]}),
            ("quote", {"text": "Delapan", "who": "Sembilan", "role": ""}),
            ("embed", {"url": "https://www.youtube.com/watch?v=abcdefghijk", "caption": ""}),
        ]
    )
    assert words_of(story) == 9


@pytest.mark.django_db
def test_a_paper_that_wants_it_prints_the_reading_time(client, settings):
    story = a_live_story()
    assert "menit baca" not in client.get(story.path).content.decode()
    settings.PAPER = replace(settings.PAPER, reading_time=True)
    assert "1 menit baca" in client.get(story.path).content.decode()
