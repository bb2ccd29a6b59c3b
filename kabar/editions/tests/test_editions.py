"""Editions are numbered in the order in which they commit, and none is lost to a follower."""

import pytest
from django.db import transaction

from kabar.editions import queries, services
from kabar.editions.models import Edition

pytestmark = pytest.mark.django_db(transaction=True)


def open_one(*keys: str) -> Edition:
    with transaction.atomic():
        return services.open_edition(Edition.Kind.FRONT, keys)


def test_an_edition_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError):
        services.open_edition(Edition.Kind.FRONT, ["front:main"])


def test_keys_are_written_once_each():
    assert open_one("b", "a", "b").keys == ["a", "b"]


def test_a_node_learns_what_changed_since_a_number():
    first, second = open_one("a"), open_one("b")
    assert [edition.number for edition in queries.after(first.number)] == [second.number]
    assert queries.newest_number() == second.number


def test_a_follower_that_fails_is_given_the_same_edition_again():
    wanted = open_one("a").number
    with pytest.raises(ZeroDivisionError):
        services.follow("archive", lambda edition: 1 / 0)
    seen = []
    services.follow("archive", lambda edition: seen.append(edition.number))
    services.follow("archive", lambda edition: seen.append(edition.number))
    assert seen == [wanted]
