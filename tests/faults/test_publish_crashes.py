"""An act that is cut off at a labelled point is there whole, or not at all; and can be done again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faults.newsroom import Newsroom

CUT_OFF = 137
#: act, what is done before it, the label's first word
ACTS = [
    ("publish", [], "publish"),
    ("publish", ["publish", "revise"], "publish"),
    ("publish", ["publish", "withdraw"], "publish"),
    ("withdraw", ["publish"], "withdraw"),
    ("kill", ["publish"], "kill"),
]
KINDS = {"publish": ("publish", "update"), "withdraw": ("withdraw",), "kill": ("kill",)}


@pytest.fixture
def stand(newsroom: Newsroom):
    """A story that has come as far as an act needs."""

    def _stand(before: list[str]) -> int:
        (story,) = newsroom.do("prepare", 1)
        for act in before:
            newsroom.do(act, story)
        return story

    return _stand


def check_whole(seen: dict[str, Any]) -> None:
    """A story's state, address, revision, audit, log and editions tell the same tale."""
    assert seen["audit"] == [kind for _, kind in seen["editions"]], seen
    assert seen["logs"] == len(seen["editions"]), seen
    assert seen["live"] == (seen["state"] == "live"), seen
    assert (seen["live_revision"] is not None) == seen["live"], seen
    assert bool(seen["path"]) == seen["dated"] == bool(seen["editions"]), seen
    assert bool(seen["kill_reason"]) == (seen["state"] in ("withdrawn", "killed")), seen
    if seen["editions"]:
        last = seen["editions"][-1][1]
        assert seen["live"] == (last in ("publish", "update")), seen


@pytest.mark.parametrize("moment", ["begun", "before-commit"])
@pytest.mark.parametrize(("act", "before", "label"), ACTS)
def test_an_act_cut_off_before_its_commit_never_happened(newsroom, stand, act, before, label, moment):
    story = stand(before)
    was = newsroom.do("look", story)
    assert newsroom.crash(act, story, at=f"{label}:{moment}:1") == CUT_OFF
    assert newsroom.do("look", story) == was
    newsroom.do(act, story)
    check_whole(newsroom.do("look", story))


@pytest.mark.parametrize(("act", "before", "label"), ACTS)
def test_an_act_cut_off_after_its_commit_is_there_whole(newsroom, stand, act, before, label):
    story = stand(before)
    was = newsroom.do("look", story)
    assert newsroom.crash(act, story, at=f"{label}:committed:1") == CUT_OFF
    now = newsroom.do("look", story)
    check_whole(now)
    assert len(now["editions"]) == len(was["editions"]) + 1
    assert now["editions"][-1][1] in KINDS[act]


def test_the_label_is_passed_again_when_the_count_says_so(newsroom, stand):
    story = stand([])
    assert newsroom.crash("publish", story, at="publish:committed:2") == 0
    check_whole(newsroom.do("look", story))
