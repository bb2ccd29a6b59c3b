"""Snippets show why a story was found, and never let its text become markup."""

from __future__ import annotations

import pytest

from kabar.archive.search.questions import understand
from kabar.archive.search.snippets import LENGTH, Marker, highlighted, snippet
from kabar.stories.models import Story


def asked(query: str) -> Marker:
    return Marker(understand(query), "id")


def _story(*paragraphs: str, **fields: str) -> Story:
    return Story(language="id", body=[("paragraph", f"<p>{text}</p>") for text in paragraphs], **fields)


def test_what_matched_is_marked_by_its_stem() -> None:
    shown = highlighted("Kementerian dan para menteri", asked("menteri"))
    assert shown == "<mark>Kementerian</mark> dan para <mark>menteri</mark>"


def test_everything_else_is_escaped() -> None:
    shown = highlighted("<script>alert('beras')</script> & beras", asked("beras"))
    assert "<script>" not in shown
    assert shown.count("<mark>beras</mark>") == 2
    assert "&amp;" in shown


def test_a_tag_hidden_in_entities_stays_text() -> None:
    shown = snippet(_story("beras &lt;img src=x onerror=alert(1)&gt; murah"), asked("beras"))
    assert "<img" not in shown
    assert "&lt;img" in shown


def test_a_match_far_down_is_cut_out_of_its_surroundings() -> None:
    far = " ".join(f"kata{number}" for number in range(200))
    shown = snippet(_story(far, f"Di sini harga beras naik. {far}"), asked("harga beras"))
    assert "<mark>harga</mark> <mark>beras</mark>" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown.split()) < LENGTH + 6


def test_without_a_match_the_story_begins_as_it_does() -> None:
    assert snippet(_story("Warga menyeberang sejak pagi."), asked("beras")) == "Warga menyeberang sejak pagi."


def test_a_word_is_marked_without_the_quotes_around_it() -> None:
    assert highlighted("Menteri itu, kata “Ayu”.", asked("ayu")).endswith("kata “<mark>Ayu</mark>”.")


def test_the_piece_with_the_most_different_words_is_shown() -> None:
    filler = " ".join(["lain"] * 60)
    story = _story(f"beras {filler} beras bulog impor {filler}")
    assert "<mark>bulog</mark>" in snippet(story, asked("beras bulog impor"))


@pytest.mark.parametrize("text", ["", "<p></p>", "…"])
def test_a_story_without_words_has_no_snippet(text: str) -> None:
    assert snippet(_story(text), asked("beras")) == ""


def test_an_english_story_is_marked_by_english_stems() -> None:
    shown = highlighted("Ministers talked", Marker(understand("minister talks"), "en"))
    assert shown == "<mark>Ministers</mark> <mark>talked</mark>"
