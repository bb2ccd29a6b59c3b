"""A text cut into sentences and laid beside another."""

import pytest

from kabar.corrections.comparing import Change, changes, side_by_side
from kabar.corrections.texts import passages_of, sentences
from kabar.stories.models import Story

BEFORE = [("headline", ["Jembatan dibuka"]), ("body", ["Satu.", "Dua.", "Tiga."]), ("body", ["Empat."])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Satu kalimat.", ["Satu kalimat."]),
        ("Dia datang. Dia pergi.", ["Dia datang.", "Dia pergi."]),
        ("“Saya tahu.” Dia pergi.", ["“Saya tahu.”", "Dia pergi."]),
        ("Kata Dr. Budi di Jl. Merdeka No. 3. Benar!", ["Kata Dr. Budi di Jl. Merdeka No. 3.", "Benar!"]),
        ("Nilainya 3.500 rupiah? Ya.", ["Nilainya 3.500 rupiah?", "Ya."]),
        ("Pukul 20.15 WIB", ["Pukul 20.15 WIB"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_hears_them_end(text, expected):
    assert sentences(text) == expected


def test_every_kind_of_block_gives_up_its_words():
    story = Story(headline="Judul", standfirst="Teras satu. Teras dua.")
    story.body = [
        ("paragraph", "<p>Satu <b>tebal</b> &amp; dua.</p>"),
        ("heading", {"text": "Subjudul", "level": "2"}),
        ("quote", {"text": "Kata dia", "who": "Budi", "role": ""}),
        ("list", {"ordered": False, "items": ["<p>butir</p>"]}),
        ("embed", {"url": "https://www.youtube.com/watch?v=x", "caption": "Rekaman"}),
    ]
    body = [said for where, said in passages_of(story) if where == "body"]
    assert body == [["Satu tebal & dua."], ["Subjudul"], ["Kata dia"], ["Budi"], ["butir"], ["Rekaman"]]
    assert passages_of(story)[:2] == [("headline", ["Judul"]), ("standfirst", ["Teras satu.", "Teras dua."])]


def test_what_changed_is_found_sentence_by_sentence():
    after = [BEFORE[0], ("body", ["Satu.", "Dua, bukan dua.", "Tiga."]), ("body", ["Empat.", "Lima."])]
    assert changes(BEFORE, after) == [Change("Dua.", "Dua, bukan dua."), Change("", "Lima.")]


def test_the_whole_text_is_shown_with_what_went_and_what_came():
    after = [("headline", ["Jembatan ditutup"]), ("body", ["Satu.", "Tiga."]), ("body", ["Empat."])]
    shown = [
        (one.where, [(piece.what, piece.text) for piece in one.pieces]) for one in side_by_side(BEFORE, after)
    ]
    assert shown == [
        ("headline", [("deleted", "Jembatan dibuka"), ("inserted", "Jembatan ditutup")]),
        ("body", [("kept", "Satu."), ("deleted", "Dua."), ("kept", "Tiga.")]),
        ("body", [("kept", "Empat.")]),
    ]


def test_a_text_that_did_not_change_has_no_changes():
    assert changes(BEFORE, BEFORE) == []
