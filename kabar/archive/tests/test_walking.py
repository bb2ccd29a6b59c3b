"""PostgreSQL walks from the newest story only for words that it soon meets."""

import pytest

from kabar.archive.search import postgresql
from kabar.archive.search.index import Scope
from kabar.archive.search.questions import understand

HUNDRED_THOUSAND = 100_000.0
EVERYTHING = Scope("main")


@pytest.fixture
def asked(monkeypatch):
    """What the database is asked when the words stand in these shares of its stories."""

    def ask(query, *shares):
        statements = []
        monkeypatch.setattr(
            postgresql, "_counted", lambda terms: (dict(zip(terms, shares, strict=True)), HUNDRED_THOUSAND)
        )
        monkeypatch.setattr(postgresql, "_found", lambda sql, parameters: statements.append(sql) or [])
        postgresql.PostgresIndex().newest(understand(query), EVERYTHING, 1000)
        return statements[0]

    return ask


def test_a_word_in_most_stories_is_met_by_walking_from_the_newest(asked):
    assert "ORDER BY place DESC" in asked("pemerintah", 0.7)


@pytest.mark.parametrize(("query", "shares"), [("rotan", [0.0005]), ("banjir rob", [0.3, 0.2])])
def test_what_few_stories_hold_is_looked_up_and_then_put_in_order(asked, query, shares):
    assert "ORDER BY place + 0 DESC" in asked(query, *shares)


def test_a_phrase_that_few_stories_hold_is_looked_up_as_well(asked):
    assert "ORDER BY place + 0 DESC" in asked('"banjir rob"', 0.3, 0.2)
