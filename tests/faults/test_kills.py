"""Whatever was acknowledged is found after `kill -9`, however many writers are ended at whatever moment."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path
from typing import Any

from tests.faults.newsroom import Child, Newsroom
from tests.faults.test_publish_crashes import check_whole

WRITERS, STORIES_EACH = 4, 3


def acknowledged(ledgers: list[Path]) -> list[dict[str, Any]]:
    """Every act whose acknowledgement reached the disk; a line cut off was not acknowledged."""
    lines = [line for ledger in ledgers for line in ledger.read_bytes().split(b"\n")[:-1]]
    return [json.loads(line) for line in lines]


class Storm:
    """Writers on stories of their own and on shared ones, ended and replaced again and again."""

    def __init__(self, newsroom: Newsroom, folder: Path) -> None:
        self.newsroom = newsroom
        self.dice = random.Random(19)
        self.ledgers = [folder / f"ledger-{number}" for number in range(WRITERS)]
        self.shared = newsroom.do("prepare", 2)
        self.own = [newsroom.do("prepare", STORIES_EACH) for _ in range(WRITERS)]
        self.writers = [self.send(number) for number in range(WRITERS)]

    def send(self, number: int) -> Child:
        """Set a writer to work."""
        self.ledgers[number].touch()
        stories = [*self.own[number], *self.shared]
        return self.newsroom.start(
            "keep_publishing", stories, str(self.ledgers[number]), self.dice.getrandbits(32)
        )

    def rage(self, kills: int) -> None:
        """End writers at random moments, each replaced at once, and at last all of them."""
        for _ in range(kills - WRITERS):
            self.wait_for_an_acknowledgement()
            time.sleep(self.dice.uniform(0.0, 0.1))
            number = self.dice.randrange(WRITERS)
            self.end(number)
            self.writers[number] = self.send(number)
        self.wait_for_an_acknowledgement()
        for number in range(WRITERS):
            self.end(number)

    def wait_for_an_acknowledgement(self) -> None:
        """Let somebody get something done, however busy the machine; others are anywhere in their work."""
        before, deadline = self.written(), time.monotonic() + 30
        while self.written() == before:
            assert time.monotonic() < deadline, "nobody gets anything done"
            time.sleep(0.002)

    def written(self) -> int:
        """Return how much stands in the ledgers."""
        return sum(ledger.stat().st_size for ledger in self.ledgers)

    def end(self, number: int) -> None:
        """End a writer; one that ended by itself has met something it should not have."""
        self.writers[number].end()
        assert self.writers[number].wait()["code"] == -9


def test_acknowledged_less_found_is_nothing(newsroom: Newsroom, tmp_path: Path, kills: int):
    storm = Storm(newsroom, tmp_path)
    storm.rage(kills)
    found = newsroom.do("look_at_all")
    kinds = {(pk, number): kind for pk, seen in found.items() for number, kind in seen["editions"]}
    promised = acknowledged(storm.ledgers)
    lost = [act for act in promised if (str(act["story"]), act["edition"]) not in kinds]
    assert len(promised) > kills - WRITERS
    assert lost == []
    mistaken = [
        act
        for act in promised
        if (kinds[str(act["story"]), act["edition"]] == "withdraw") != (act["act"] == "withdraw")
    ]
    assert mistaken == []
    for seen in found.values():
        check_whole(seen)
