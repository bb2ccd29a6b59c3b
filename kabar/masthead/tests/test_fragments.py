"""Fragments set into pages."""

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory

from kabar.masthead import fragments


@pytest.fixture
def weather(monkeypatch):
    """A fragment that tells the weather."""
    monkeypatch.setattr(fragments, "_registered", {})
    fragments.register("weather", lambda request: "<p>Hujan</p>", lambda paper: (f"weather:{paper}",))


@pytest.fixture
def request_of_a_reader():
    request = RequestFactory().get("/")
    request.paper = settings.PAPER
    return request


def printed(request, **context):
    return Template('{% load kabar %}{% fragment "weather" %}').render(
        Context({"request": request, **context})
    )


def test_a_page_for_a_reader_carries_the_fragment_itself(weather, request_of_a_reader):
    assert printed(request_of_a_reader) == "<p>Hujan</p>"


def test_a_page_for_the_rack_carries_a_mark_in_its_place(weather, request_of_a_reader):
    assert printed(request_of_a_reader, for_press=True) == "<!--kabar:fragment weather-->"


def test_a_fragment_comes_with_the_keys_of_its_paper(weather, request_of_a_reader):
    assert fragments.render_fragment("weather", request_of_a_reader) == ("<p>Hujan</p>", ("weather:main",))


def test_an_unknown_fragment_is_named_with_those_that_are_known(weather):
    with pytest.raises(fragments.UnknownFragment, match=r"tides.*weather"):
        fragments.find("tides")
