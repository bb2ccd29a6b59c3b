"""The desk corrects a live story on a page of its own."""

import pytest
from django.urls import reverse

from kabar.corrections.models import Correction
from kabar.corrections.testing import a_wrong_story, mended
from kabar.sources.testing import a_source
from kabar.staff.models import Role, User
from kabar.staff.roles import give
from kabar.stories.models import Attribution, Story
from kabar.stories.services import publish, save_draft
from kabar.stories.testing import a_draft, rina

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(rina())
    return client


def a_story_that_says_who():
    body = [("paragraph", '<p><span data-attribution="abcd">Jembatan itu 40 meter, kata Kirby.</span></p>')]
    story = a_draft("Jembatan", body=body)
    story.attributions = [Attribution(key="abcd", origin=a_source("John Kirby"))]
    save_draft(story)
    publish(story)
    return Story.objects.get(pk=story.pk)


def page(story):
    return reverse("corrections:correct", args=[story.pk])


def test_the_page_shows_what_the_draft_changes_and_corrects(desk):
    story = mended(a_wrong_story())
    html = desk.get(page(story)).content.decode()
    assert "<del>Gubernur meresmikan jembatan itu pada Senin.</del>" in html
    answer = desk.post(page(story), {"kind": "correction", "note": "Selasa, bukan Senin.", "serious": "on"})
    assert answer.status_code == 302
    assert Correction.objects.get().serious


def test_what_is_refused_is_said_and_nothing_typed_is_lost(desk):
    answer = desk.post(page(a_wrong_story()), {"kind": "correction", "note": "Selasa, bukan Senin."})
    html = answer.content.decode()
    assert answer.status_code == 200 and "Belum ada yang diubah" in html and "Selasa, bukan Senin." in html
    assert not Correction.objects.exists()


def test_a_live_story_offers_it_and_a_draft_does_not(desk):
    live, draft = a_wrong_story(), a_draft()
    assert page(live) in desk.get(reverse("stories:edit", args=[live.pk])).content.decode()
    assert page(draft) not in desk.get(reverse("stories:edit", args=[draft.pk])).content.decode()


def test_a_writer_is_turned_away(client):
    ayu = User.objects.create_user("ayu", "ayu@example.id", "kopi-pahit-7")
    give(ayu, Role.WRITER)
    client.force_login(ayu)
    story = mended(a_wrong_story())
    assert client.post(page(story), {"kind": "correction", "note": "Ya."}).status_code in (302, 403)
    assert not Correction.objects.exists()


def test_the_editor_says_which_claims_a_correction_touches_and_readers_are_led_to_their_sources(desk, client):
    story = a_story_that_says_who()
    html = desk.get(page(story)).content.decode()
    assert "John Kirby: “Jembatan itu 40 meter" in html
    desk.post(page(story), {"kind": "clarification", "note": "Diukur lagi.", "affects": ["abcd"]})
    assert Correction.objects.get().affects == ["abcd"]
    read = client.get(Story.objects.get(pk=story.pk).path).content.decode()
    touched = read[read.index('class="correction-touched"') :]
    assert 'href="#source-1"' in touched and "John Kirby" in touched.partition("</p>")[0]
    assert desk.post(page(story), {"kind": "update", "note": "x", "affects": ["zzzz"]}).status_code == 200


def test_the_other_side_is_asked_about_the_claims_that_were_ticked(desk):
    story = a_story_that_says_who()
    other_side = reverse("corrections:other-side", args=[story.pk])
    said = {"act": "ask", "whom": "Gubernur", "question": "Benarkah?", "deadline": "2099-01-01T10:00"}
    desk.post(other_side, {**said, "claims": ["abcd", "zzzz"]})
    assert story.reply_requests.get().claims == ["abcd"]
    assert "John Kirby: “Jembatan itu 40 meter" in desk.get(other_side).content.decode()
