"""Copy that repeats or nests what is set with care takes no longer than its length allows."""

from __future__ import annotations

from time import process_time

import pytest

from kabar.stories.markup.setting import NoPictures
from kabar.wire.importers.markup import blogger, ghost, substack, walking
from kabar.wire.importers.wordpress_html import blocks_of

pytestmark = pytest.mark.once
TIMES = 1500
OFTEN = {
    "raised": "<sup>1",
    "cites": "<cite>a",
    "figures": "<figure><img src=a.jpg>",
    "quotations": "<blockquote>a",
    "figures in quotations": "<figure><blockquote>a",
    "lists": "<ul><li>a",
    "terms": "<dl><dd>a",
    "tables": "<table><tr><td>a",
    "tables in lists": "<ul><li>a<table><tr><td>",
    "players": "<object>",
    "slides": '<div class="wp-block-jetpack-slideshow"><figure><img src=a.jpg>',
    "headings": "<h2>a<img src=b>",
    "builders": "[vc_row a='[et_pb_text]",
    "encoded": "[vc_raw_html]AAAA",
    "lines of brackets": "\\n[abcdef] [x]",
    "empty lines": "a<br>&nbsp;<br>",
    "marks over empty lines": "<b>a<br><br><i>",
    "links": "<a href=/b><img src=c>",
}
CARDS = [
    (blogger, '<table class="tr-caption-container"><tr><td><img src=a.jpg><td class="tr-caption">x'),
    (ghost, '<div class="kg-callout-card"><div class="kg-callout-text">a'),
    (ghost, '<div class="kg-bookmark-card"><a class="kg-bookmark-container" href="/b">'),
    (substack, '<div class="footnote"><a class="footnote-number">1</a><div class="footnote-content">a'),
]


class Album(NoPictures):
    """Holds one picture under every name."""

    def find(self, url: str, number: str = "") -> int | None:
        return 1


def _nothing(what: str, example: str) -> None:
    """Whatever is lost."""


@pytest.mark.parametrize("piece", OFTEN.values(), ids=OFTEN)
def test_copy_that_goes_on_and_on_is_set_in_time(piece: str) -> None:
    began = process_time()
    blocks_of(piece * TIMES, Album(), _nothing)
    blocks_of(f"<blockquote>{piece * TIMES}", Album(), _nothing)
    assert process_time() - began < 2


@pytest.mark.parametrize(("system", "piece"), CARDS)
def test_cards_within_cards_are_set_in_time(system: object, piece: str) -> None:
    began = process_time()
    walking.blocks_of(piece * TIMES, Album(), _nothing, system.HANDLERS)  # type: ignore[attr-defined]
    assert process_time() - began < 1
