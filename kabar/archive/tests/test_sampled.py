"""How common words are on SQLite: as the newest stories that hold them let it be known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kabar.archive.search.sqlite.sampled import Sampled
from kabar.stories.testing import a_live_story

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

MAY = datetime(2022, 5, 13, 3, tzinfo=UTC)


def test_how_common_a_word_is_is_told_by_the_newest_stories_that_hold_it() -> None:
    for number in range(20):
        told = ["harga", "beras"][: 1 + (number % 5 == 0)] if number % 2 else ["kayu"]
        a_live_story(" ".join([*told, f"kelapa{number}"]), at=MAY + timedelta(hours=number))
    sampled = Sampled(reaches=(4, 10), enough=2)
    assert sampled.holders({"harga", "beras", "kelapa3", "rotan"}) == {
        "harga": 10, "beras": 2, "kelapa3": 1, "rotan": 0,
    }  # fmt: skip
    a_live_story("Rotan", at=MAY)
    assert sampled.holders({"rotan", "kayu"}) == {"rotan": 0, "kayu": 10}
    sampled.forget()
    assert sampled.holders({"rotan"}) == {"rotan": 1}
