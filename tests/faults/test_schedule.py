"""The schedule outlives whoever keeps it: nothing before its hour, nothing lost, nothing twice."""

from __future__ import annotations

import time

import pytest

from tests.faults.newsroom import Newsroom
from tests.faults.test_publish_crashes import CUT_OFF, check_whole

LABELS = [
    "schedule:claimed", "schedule:prepared", "publish:begun", "publish:before-commit", "schedule:performed",
    "schedule:committed",
]  # fmt: skip
AN_HOUR = 3600.0


@pytest.fixture
def schedule(newsroom: Newsroom):
    """A newsroom whose clock is believed and whose schedule is empty."""
    newsroom.do("believe_the_clock")
    yield newsroom
    newsroom.do("believe_the_clock")


def written(newsroom: Newsroom, count: int = 1) -> list[int]:
    return newsroom.do("prepare", count)


def published_once(newsroom: Newsroom, story: int) -> None:
    seen = newsroom.do("look", story)
    check_whole(seen)
    assert seen["audit"] == ["publish"], seen


def states(newsroom: Newsroom, story: int) -> list[str]:
    return [state for _, state, _, _ in newsroom.do("look_at_plans", story)]


@pytest.mark.parametrize("label", LABELS)
def test_a_scheduler_killed_at_any_point_leaves_an_act_that_is_done_once(schedule: Newsroom, label: str):
    (story,) = written(schedule)
    schedule.do("embargo", story, AN_HOUR)
    schedule.do("bring_forward", story)
    assert schedule.crash("do_what_is_due", at=f"{label}:1") == CUT_OFF
    assert schedule.do("look", story)["live"] == (label == "schedule:committed")
    schedule.do("do_what_is_due")
    published_once(schedule, story)
    assert states(schedule, story) == ["done"]


def test_pictures_of_an_embargo_are_made_whoever_dies_over_them_and_hang_out_only_at_its_hour(
    schedule: Newsroom,
):
    story, picture = schedule.do("prepare_with_picture")
    schedule.do("embargo", story, AN_HOUR)
    assert schedule.crash("do_the_jobs", at="pictures:made:1") == CUT_OFF
    assert not schedule.do("look_at_picture", picture)["fine"]
    schedule.do("do_the_jobs")
    every = [".avif", ".jpg", ".webp"]
    ready = {"fine": True, "released": False, "prepared": every, "public": []}
    assert schedule.do("look_at_picture", picture) == ready
    schedule.do("bring_forward", story)
    assert schedule.crash("do_what_is_due", at="pictures:hung:1") == CUT_OFF
    assert not schedule.do("look_at_picture", picture)["released"]
    schedule.do("do_what_is_due")
    published_once(schedule, story)
    assert schedule.do("look_at_picture", picture) == {**ready, "released": True, "public": every}


def test_an_act_that_kills_its_scheduler_five_times_is_given_up(schedule: Newsroom):
    (story,) = written(schedule)
    schedule.do("plan", story, AN_HOUR)
    schedule.do("bring_forward", story)
    for _ in range(5):
        assert schedule.crash("do_what_is_due", at="schedule:claimed:1") == CUT_OFF
    schedule.do("do_what_is_due")
    assert states(schedule, story) == ["failed"]
    assert not schedule.do("look", story)["live"]


def test_two_schedulers_do_each_act_once(schedule: Newsroom):
    stories = written(schedule, 8)
    for story in stories:
        schedule.do("plan", story, AN_HOUR)
        schedule.do("bring_forward", story)
    at = time.time() + 0.5
    keepers = [schedule.start("do_what_is_due", 0.0, at) for _ in range(2)]
    assert [keeper.wait()["code"] for keeper in keepers] == [0, 0]
    for story in stories:
        published_once(schedule, story)


def test_what_was_missed_while_nobody_kept_the_schedule_is_called_late(schedule: Newsroom):
    (story,) = written(schedule)
    schedule.do("embargo", story, AN_HOUR)
    schedule.do("bring_forward", story)
    time.sleep(3)
    schedule.do("do_what_is_due")
    published_once(schedule, story)
    ((_act, _state, _edition, late),) = schedule.do("look_at_plans", story)
    assert late > 2


def test_a_planned_update_against_a_withdrawal_by_hand_leaves_a_whole_story(schedule: Newsroom, races: int):
    for _ in range(max(3, races // 5)):
        (story,) = written(schedule)
        schedule.do("publish", story)
        schedule.do("revise", story)
        schedule.do("plan", story, AN_HOUR)
        schedule.do("bring_forward", story)
        at = time.time() + 0.5
        keeper, editor = schedule.start("do_what_is_due", 0.0, at), schedule.start("withdraw", story, at)
        assert [keeper.wait()["code"], editor.wait()["code"]] == [0, 0]
        seen = schedule.do("look", story)
        check_whole(seen)
        assert seen["state"] == "withdrawn"


@pytest.mark.parametrize("hours", [1, -1, 24, -24])
def test_while_the_clock_is_wrong_nothing_is_lifted(schedule: Newsroom, hours: int):
    due, ahead = written(schedule, 2)
    schedule.do("embargo", due, AN_HOUR)
    schedule.do("embargo", ahead, AN_HOUR * abs(hours) - 60)
    schedule.do("work_through_a_jump", AN_HOUR * hours)
    assert schedule.do("clock_in_doubt")
    schedule.do("bring_forward", due)
    schedule.do("do_what_is_due")
    assert [schedule.do("look", story)["live"] for story in (due, ahead)] == [False, False]
    assert states(schedule, due) == ["held"]


@pytest.mark.parametrize("hours", [1, -1])
def test_a_scheduler_that_starts_under_a_wrong_clock_notices_it(schedule: Newsroom, hours: int):
    (story,) = written(schedule)
    schedule.do("embargo", story, AN_HOUR - 60)
    schedule.do("do_what_is_due")
    schedule.do("do_what_is_due", AN_HOUR * hours)
    assert schedule.do("clock_in_doubt")
    assert not schedule.do("look", story)["live"]
