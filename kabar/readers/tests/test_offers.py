"""Whoever sells reading without ads says so once, and pages learn it from there."""

from __future__ import annotations

import pytest
from django.conf import settings

from kabar.readers import offers

pytestmark = pytest.mark.once


def closed(_paper):
    """Sell nothing at present."""
    return ""


def opened(_paper):
    """Sell it."""
    return "/langganan/"


def key_of(paper):
    """The key of the page it is sold on."""
    return f"offer:{paper}"


def test_an_offer_is_registered_once_and_the_first_that_is_open_is_made(monkeypatch):
    monkeypatch.setattr(offers, "_registered", [])
    assert (offers.address(settings.PAPER), offers.keys(settings.PAPER)) == ("", ())
    for _again in range(2):
        offers.register(closed, key_of)
    assert offers.address(settings.PAPER) == ""
    # Pages are printed anew also when what is not sold now begins to be.
    assert offers.keys(settings.PAPER) == ("offer:main",)
    offers.register(opened, key_of)
    assert offers.address(settings.PAPER) == "/langganan/"


def test_memberships_are_what_a_paper_as_it_comes_registers():
    assert any(seller.address.__module__ == "kabar.membership.queries" for seller in offers._registered)
