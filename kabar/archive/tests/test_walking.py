"""PostgreSQL walks from the newest story, or looks words up among the newest or everywhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kabar.archive.search.index import Candidate, Scope
from kabar.archive.search.postgresql import index as postgresql
from kabar.archive.search.postgresql.counted import Stock
from kabar.archive.search.questions import Question, understand

A_MILLION = 1_000_000.0
PLACES = range(0, 101_000, 1_000)
LEAST = 0.026
EVERYTHING = Scope("main")

Ways = list[tuple[str, int | None]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ways]:
    """The ways a question takes when its words stand in these shares of a million stories."""

    def ask(query: str, *shares: float, finds: int = 1_000, scope: Scope = EVERYTHING) -> Ways:
        question, ways = understand(query), []
        counted = {
            stem: share for term, share in zip(question.terms, shares, strict=False) for stem in term.stems
        }

        def newest(question: Question, scope: Scope, limit: int, *, order: str) -> list[Candidate]:
            ways.append((order, scope.since))
            return [Candidate(1, 1, 1.0)] * finds

        stock = Stock(A_MILLION, counted, LEAST, PLACES)
        monkeypatch.setattr(postgresql.counted, "stock", lambda: stock)
        monkeypatch.setattr(postgresql, "_newest", newest)
        monkeypatch.setattr(
            postgresql, "_newest_since", lambda since, *rest: newest(*_since(since, *rest), order="since")
        )
        postgresql.PostgresIndex().newest(question, scope, 1_000)
        return ways

    return ask


def _since(since: int, question: Question, scope: Scope, limit: int) -> tuple[Question, Scope, int]:
    return question, Scope(scope.paper, since=since), limit


def test_a_word_in_most_stories_is_met_by_walking_from_the_newest(asked: Callable[..., Ways]) -> None:
    assert asked("pemerintah", 0.7) == [("place", None)]


def test_what_many_stories_hold_is_looked_up_among_the_newest(asked: Callable[..., Ways]) -> None:
    assert asked("banjir rob", 0.3, 0.2) == [("since", 97_000)]
    assert asked("banjir", 0.05) == [("since", 97_000)]


def test_a_word_that_was_not_counted_is_taken_to_be_as_common_as_it_may_be(
    asked: Callable[..., Ways],
) -> None:
    assert asked("rotan") == [("since", 94_000)]


def test_where_the_newest_do_not_hold_enough_all_are_asked(asked: Callable[..., Ways]) -> None:
    assert asked("rotan", finds=999) == [("since", 94_000), ("place + 0", None)]


def test_what_few_stories_hold_is_looked_up_and_then_put_in_order(asked: Callable[..., Ways]) -> None:
    assert asked("banjir rob", 0.05, 0.06) == [("place + 0", None)]
    assert asked('"banjir rob"', 0.05, 0.06) == [("place + 0", None)]


def test_a_narrower_span_of_days_is_kept_to(asked: Callable[..., Ways]) -> None:
    assert asked("banjir rob", 0.3, 0.2, scope=Scope("main", since=99_000)) == [("place + 0", 99_000)]


def test_days_before_the_newest_are_asked_alone(asked: Callable[..., Ways]) -> None:
    assert asked("banjir rob", 0.3, 0.2, scope=Scope("main", until=50_000)) == [("place + 0", None)]
