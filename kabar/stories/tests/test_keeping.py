"""A story is kept once and never loses newer words to older ones, whatever a form sends again."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from kabar.stories.editor import first_time
from kabar.stories.models import Story
from kabar.stories.testing import a_section
from kabar.stories.tests.filled import form_of

pytestmark = pytest.mark.django_db(transaction=True)
BY_ITSELF = {"accept": "application/json"}


@pytest.fixture
def new_form(desk):
    """Return what a new form sends, with its own key, for some words."""
    key = desk.get(reverse("stories:add")).context["form_key"]
    blank = Story(headline="Jembatan dibuka", section=a_section())
    return lambda words: form_of(blank, words, **{first_time.FIELD: key})


def add(desk, data, **how):
    return desk.post(reverse("stories:add"), data, follow=True, **how)


def newest():
    return Story.objects.get().get_latest_revision().content["body"]


def test_a_form_pressed_twice_is_one_story(desk, new_form):
    add(desk, new_form("Warga menyeberang."))
    add(desk, new_form("Warga menyeberang sejak pagi."))
    assert "sejak pagi" in newest()


def test_two_new_forms_are_two_stories(desk):
    for _ in range(2):
        key = desk.get(reverse("stories:add")).context["form_key"]
        add(desk, form_of(Story(headline="Dua", section=a_section()), **{first_time.FIELD: key}))
    assert Story.objects.count() == 2


def test_a_form_that_missed_the_first_answer_learns_where_its_story_is(desk, new_form):
    add(desk, new_form("Baru"), headers=BY_ITSELF)
    told = json.loads(add(desk, new_form("Baru mulai."), headers=BY_ITSELF).content)
    story = Story.objects.get()
    assert told["success"] and told["url"] == reverse("stories:edit", args=[story.pk])
    assert desk.get(told["hydrate_url"]).status_code == 200
    assert "Baru mulai." in newest()


def test_an_autosave_that_arrives_after_the_form_was_sent_does_not_undo_it(desk, new_form):
    add(desk, new_form("Baru"), headers=BY_ITSELF)
    add(desk, new_form("Baru mulai, dan selesai."))
    late = json.loads(add(desk, new_form("Baru mulai"), headers=BY_ITSELF).content)
    assert not late["success"] and late["error_code"] == "invalid_revision"
    assert "dan selesai" in newest()


def test_a_form_that_comes_back_with_an_error_keeps_its_key(desk):
    key = str(uuid4())
    data = form_of(Story(headline="", section=a_section()), **{first_time.FIELD: key, "action-publish": "1"})
    assert desk.post(reverse("stories:add"), data).context["form_key"] == key


def test_a_form_with_a_key_that_is_none_is_kept_without_one(desk):
    add(desk, form_of(Story(headline="Satu", section=a_section()), **{first_time.FIELD: "../x"}))
    assert Story.objects.get().origin is None


def test_a_form_sent_before_it_had_opened_whole_changes_nothing_and_says_so(desk, new_form):
    cut = {name: value for name, value in new_form("Warga").items() if not name.startswith("body-")}
    answer = add(desk, cut)
    assert "belum terbuka utuh" in answer.content.decode()
    assert not Story.objects.exists()
    add(desk, new_form("Warga menyeberang."))
    story = Story.objects.get()
    answer = desk.post(reverse("stories:edit", args=[story.pk]), cut, follow=True)
    assert "belum terbuka utuh" in answer.content.decode()
    assert "menyeberang" in newest()
