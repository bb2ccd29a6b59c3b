"""Two act on one story at once: one comes first, the other follows or is told, and nothing is doubled."""

from __future__ import annotations

import time

from tests.faults.newsroom import Newsroom
from tests.faults.test_publish_crashes import check_whole


def together(newsroom: Newsroom, *acts: tuple[str, int]) -> list[dict]:
    """Do acts at the same instant; return how each ended."""
    at = time.time() + 0.15
    begun = [newsroom.start(act, story, at) for act, story in acts]
    return [child.wait() for child in begun]


def test_two_editors_publish_a_story_for_the_first_time_once(newsroom: Newsroom, races: int):
    for story in newsroom.do("prepare", races):
        ended = together(newsroom, ("publish", story), ("publish", story))
        assert [each["code"] for each in ended] == [0, 0]
        seen = newsroom.do("look", story)
        check_whole(seen)
        assert seen["audit"] == ["publish"]


def test_publishing_against_withdrawing_leaves_a_whole_story(newsroom: Newsroom, races: int):
    for story in newsroom.do("prepare", races):
        newsroom.do("publish", story)
        together(newsroom, ("publish", story), ("withdraw", story))
        check_whole(newsroom.do("look", story))


def test_two_editors_withdraw_a_story_once(newsroom: Newsroom, races: int):
    for story in newsroom.do("prepare", races):
        newsroom.do("publish", story)
        ended = together(newsroom, ("withdraw", story), ("withdraw", story))
        assert sorted(each.get("error", "") for each in ended) == ["", "StateConflict"]
        assert newsroom.do("look", story)["audit"] == ["publish", "withdraw"]


def test_two_stories_with_one_headline_have_two_addresses(newsroom: Newsroom, races: int):
    for _ in range(max(1, races // 5)):
        first, second = newsroom.do("prepare_twins")
        ended = together(newsroom, ("publish", first), ("publish", second))
        assert [each["code"] for each in ended] == [0, 0], ended
        seen = [newsroom.do("look", story)["path"] for story in (first, second)]
        assert len(set(seen)) == 2
