"""Tools for reading stand above a story, need no script of anyone's, and are nothing a page depends on."""

import json

import pytest

from kabar.plates import Address, Variant
from kabar.press.render import render
from kabar.stories.testing import a_live_story

pytestmark = pytest.mark.django_db

HOST = "localhost:8000"


def page(path, variant=Variant.ADS):
    return render(Address(HOST, path, "", variant))


def test_the_tools_stay_hidden_without_a_script_and_away_from_the_data_saver_edition():
    story = a_live_story()
    html = page(story.path).content.decode()
    assert f'<div class="reading-tools" data-reading hidden data-path="{story.path}"' in html
    assert "data-reading" not in page(story.path, Variant.LITE).content.decode()


def test_the_worker_answers_from_above_all_it_may_answer_for():
    answer = page("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript") and b"addEventListener" in answer.content


def test_the_worker_is_told_what_it_never_answers_for():
    said = page("/sw.js").content.decode().partition(";\n")[0]
    places = json.loads(said.removeprefix("const CLOSED = "))
    assert {"/redaksi", "/akun", "/langganan", "/koreksi/minta", "/-", "/api"} <= set(places)


def test_the_shelf_says_what_it_is_and_is_not_indexed():
    html = page("/offline").content.decode()
    assert "<noscript>" in html and 'content="noindex, follow"' in html
