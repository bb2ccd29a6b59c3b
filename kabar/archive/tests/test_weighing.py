"""What words tell of the stories that hold some of them."""

from __future__ import annotations

import pytest

from kabar.archive.search.index import Candidate
from kabar.archive.search.questions import Term
from kabar.archive.search.weighing import Standing, weighed

pytestmark = pytest.mark.once

RARE, COMMON = Term("merapi", ("merapi",)), Term("warga", ("warga",))
WORTHS = {RARE: 5.0, COMMON: 0.5}


def found(*stories: int) -> list[Candidate]:
    return [Candidate(story, story * 10, 0.0) for story in stories]


def test_the_rarer_word_decides_then_how_often_it_stands_then_how_long_the_story_is() -> None:
    standing = {
        1: Standing({"warga": 9}, {}, 100),
        2: Standing({"merapi": 1}, {}, 100),
        3: Standing({"merapi": 4}, {}, 100),
        4: Standing({"merapi": 1}, {}, 400),
    }
    ranked = weighed(found(1, 2, 3, 4), standing, WORTHS)
    assert [each.story_id for each in ranked] == [3, 2, 4, 1]


def test_a_story_that_left_the_index_since_it_was_found_is_left_out() -> None:
    standing = {2: Standing({"merapi": 1}, {"merapi": 1}, 100)}
    assert [each.story_id for each in weighed(found(1, 2), standing, WORTHS)] == [2]
    assert weighed(found(1), {}, WORTHS) == []
