"""Notifications come twice, late, disordered and forged, and the door falls between: the books are exact."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

import pytest

from kabar.membership.gateways.asking import Standing
from kabar.membership.gateways.memory import MemoryGateway
from kabar.membership.money import Money, nothing
from tests.faults.newsroom import Newsroom

PRICE, ZERO = Money("IDR", 35_000), nothing("IDR")
#: Where a process may end: the notification is kept, half acted on, acted on and not yet answered.
POINTS = ("notice-kept", "notice-acting", "notice-done")
#: How many notifications one process brings before another takes over, in the short run and in the long one.
AT_ONCE, AT_ONCE_LONG = 12, 48


@pytest.fixture
def letters(long_run: bool) -> int:
    """How many notifications are sent."""
    return 10_000 if long_run else 96


class Service:
    """A payment service: what became of each order, and every notification it sends of it."""

    def __init__(self, numbers: list[str], count: int) -> None:
        self.chance = random.Random(47)
        self.fates = {
            number: self.chance.choice(("paid", "paid", "refunded", "reversed", "won", "expired"))
            for number in numbers
        }
        self.twin = MemoryGateway()
        genuine = [letter for number in numbers for letter in self.story_of(number)]
        again = self.chance.choices(genuine, k=max(count - len(genuine) - count // 5, 0))
        forged = [self.forged(self.chance.choice(genuine)) for _ in range(count // 5)]
        self.sent = genuine + again + forged
        self.chance.shuffle(self.sent)
        self.forgeries = set(forged)

    def story_of(self, number: str) -> list[tuple[str, str]]:
        """Return all that is told of an order."""
        fate, reference = self.fates[number], f"m-{number}"
        asked = Standing(number, reference, ZERO, ZERO)
        paid = Standing(number, reference, PRICE, ZERO)
        told = {
            "paid": [asked, paid],
            "refunded": [asked, paid, Standing(number, reference, PRICE, Money("IDR", 10_000)),
                         Standing(number, reference, PRICE, PRICE)],
            "reversed": [asked, paid, Standing(number, reference, PRICE, PRICE, reversed=True)],
            "won": [asked, paid, Standing(number, reference, PRICE, PRICE, reversed=True),
                    Standing(number, reference, PRICE, PRICE, reversed=True, regained=PRICE, won=True)],
            "expired": [asked, Standing(number, reference, ZERO, ZERO, over=True)],
        }[fate]  # fmt: skip
        letters = (self.twin.letter(standing) for standing in told)
        return [(body.decode(), headers["x-signature"]) for body, headers in letters]

    def forged(self, letter: tuple[str, str]) -> tuple[str, str]:
        """Return a letter that somebody else wrote."""
        body, signature = letter
        if self.chance.random() < 0.5:
            return body.replace('"paid": 0', '"paid": 35000') + " ", signature
        return body, signature[::-1] + "0"


def bring(newsroom: Newsroom, service: Service, told: Path, point: str, at_once: int) -> int:
    """Bring what was not answered yet, in a process that ends at a point or by `kill -9`; return its code."""
    answered = {int(line.split()[0]) for line in told.read_text().splitlines() if line.strip()}
    first = next((place for place in range(len(service.sent)) if place not in answered), None)
    if first is None:
        return 0
    batch = service.sent[first : first + at_once]
    crash = f"{point}:{service.chance.randint(1, at_once // 4)}" if point != "kill" else ""
    child = newsroom.start("deliver", batch, first, str(told), crash_at=crash)
    if point == "kill":
        time.sleep(service.chance.uniform(0.02, 0.3))
        child.end()
    return int(child.wait()["code"])


def test_no_money_is_lost_or_counted_twice_whatever_comes_and_whenever_the_door_falls(
    newsroom: Newsroom, letters: int, tmp_path: Path
):
    numbers = newsroom.do("prepare_orders", letters // 8)
    service, told = Service(numbers, letters), tmp_path / "told"
    told.touch()
    ended, at_once = 0, AT_ONCE_LONG if letters > 1_000 else AT_ONCE
    while len({line.split()[0] for line in told.read_text().splitlines()}) < len(service.sent):
        point = service.chance.choice((*POINTS, *POINTS, "kill", "none"))
        ended += bring(newsroom, service, told, point, at_once) != 0
    assert ended >= letters // 40
    newsroom.do("do_what_is_left")
    refused = {int(line.split()[0]) for line in told.read_text().splitlines() if line.split()[1] == "403"}
    assert refused == {place for place, letter in enumerate(service.sent) if letter in service.forgeries}
    judge(service, newsroom.do("books"))
    print(f"{len(service.sent)} notifications, {len(refused)} of them forged, {ended} processes ended")


def judge(service: Service, books: dict[str, Any]) -> None:
    """Hold the books against what became of each order."""
    assert books["faults"] == [] and not books["gaps"] and set(books["notices"]) == {"done"}
    for number, fate in service.fates.items():
        seen = {
            name: books[name].get(number, 0)
            for name in ("sums", "states", "reading", "memberships", "invoices")
        }
        kept = fate in ("paid", "won")
        # A refund that was told of before its payment: then nothing was ever sold.
        states = {"paid": ("paid",), "won": ("paid",), "expired": ("expired",)}.get(
            fate, ("refunded", "waiting")
        )
        assert seen["states"] in states, (fate, seen)
        assert seen["sums"] == (PRICE.minor if kept else 0) and seen["reading"] == kept, (fate, seen)
        sold = seen["states"] in ("paid", "refunded")
        # Whose money a bank had taken may read by what was left, a membership of its own.
        assert seen["invoices"] == int(sold), (fate, seen)
        assert seen["memberships"] in ((1, 2) if fate == "won" else (int(sold),)), (fate, seen)
        if kept:
            covered, until = books["spans"][number]
            assert covered == until
