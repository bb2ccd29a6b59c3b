"""Whatever a reader types is a question or nothing, never an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kabar.archive.search.questions import MOST_TERMS, understand


def _plain(terms: object) -> list[str]:
    return [term.plain for term in terms]  # type: ignore[attr-defined]


def test_words_are_wanted_and_stop_words_are_not() -> None:
    assert _plain(understand("harga beras di Cianjur").wanted) == ["harga", "beras", "cianjur"]


def test_quoted_words_are_a_phrase() -> None:
    question = understand("“harga beras” naik")
    assert [_plain(phrase) for phrase in question.phrases] == [["harga", "beras"]]
    assert _plain(question.wanted) == ["naik"]


def test_a_minus_keeps_a_word_or_phrase_out() -> None:
    question = understand('beras -impor -"bulog pusat"')
    assert [_plain(phrase) for phrase in question.unwanted] == [["impor"], ["bulog", "pusat"]]
    assert _plain(question.wanted) == ["beras"]


def test_a_hyphen_inside_a_word_is_not_a_minus() -> None:
    assert _plain(understand("undang-undang").wanted) == ["undang"]


def test_only_stop_words_are_looked_for_as_written() -> None:
    question = understand("the who")
    assert _plain(question.wanted) == ["the", "who"]
    assert not question.stems


@pytest.mark.parametrize("asked", ["", "   ", "-", '""', "***", "-beras", "!!!", '"'])
def test_a_question_without_a_word_to_look_for_is_none(asked: str) -> None:
    assert not understand(asked)


def test_a_long_question_is_cut() -> None:
    assert len(understand(" ".join(f"kata{number}" for number in range(90))).wanted) <= MOST_TERMS


@given(st.text(max_size=300))
def test_no_text_is_an_error(asked: str) -> None:
    understand(asked)
