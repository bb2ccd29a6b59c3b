"""Lists cut into sheets."""

import pytest
from django.conf import settings
from django.http import Http404
from django.test import RequestFactory

from kabar.masthead.sheets import DEEPEST, sheet


class Rows:
    """A list that remembers how many rows it was asked for, as a query would."""

    def __init__(self, how_many):
        self.how_many, self.asked = how_many, []

    def __getitem__(self, span):
        self.asked.append(span.stop - span.start)
        return list(range(self.how_many))[span]


def asking(query=""):
    request = RequestFactory().get(f"/global/{query}")
    request.paper = settings.PAPER
    return request


def test_the_first_sheet_leads_to_the_second_only():
    first = sheet(asking(), Rows(5), 2)
    assert (list(first.items), first.prev_url, first.next_url) == ([0, 1], "", "/global/?halaman=2")


def test_the_second_sheet_leads_back_to_the_plain_address():
    second = sheet(asking("?halaman=2"), Rows(5), 2)
    assert (list(second.items), second.prev_url) == ([2, 3], "/global/")


def test_the_last_sheet_leads_no_further():
    assert not sheet(asking("?halaman=3"), Rows(5), 2).has_next


def test_a_list_is_never_counted():
    rows = Rows(1000)
    sheet(asking(), rows, 20)
    assert rows.asked == [21]


def test_an_empty_list_has_a_first_sheet():
    assert list(sheet(asking(), Rows(0), 20).items) == []


@pytest.mark.parametrize("number", ["0", "-1", "dua", "4", "²", "101", "99999999999", ""])
def test_a_sheet_that_does_not_exist_is_not_found(number):
    with pytest.raises(Http404):
        sheet(asking(f"?halaman={number}"), Rows(5), 2)


def test_the_deepest_sheet_says_so():
    deepest = sheet(asking(f"?halaman={DEEPEST}"), Rows(3 * DEEPEST), 2)
    assert deepest.is_deepest
    assert not deepest.has_next
