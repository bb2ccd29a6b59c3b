"""A story that is only a headline does not go to press by accident, from whichever door."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import streamfield

from kabar.desk import services as desk
from kabar.live.models import Entry, LiveStory
from kabar.pictures.testing import a_picture
from kabar.schedule.services import plan_publication
from kabar.schedule.testing import in_an_hour
from kabar.stories import bulk, services
from kabar.stories.bulk import Filed
from kabar.stories.models import State, Story
from kabar.stories.testing import a_draft, a_live_story, a_section, rina
from kabar.stories.tests.filled import form_of
from kabar.video.testing import a_clip

pytestmark = pytest.mark.django_db
ONLY_A_HEADLINE = "Baru ada judul: tulis setidaknya satu kalimat"
BLANK = [
    [],
    [("paragraph", "<p> &nbsp; </p>")],
    [("heading", {"text": "Kronologi", "level": "2"})],
    [("paragraph", "<p></p>"), ("paragraph", "<p><b> </b></p>")],
]


@pytest.mark.parametrize("body", BLANK)
@pytest.mark.parametrize(
    "press",
    [
        lambda story: services.publish(story, by=rina()),
        lambda story: desk.send_to_press(story, by=rina()),
        lambda story: plan_publication(story, in_an_hour(), by=rina()),
    ],
)
def test_a_headline_alone_goes_to_no_press_and_the_body_is_named(body, press):
    story = a_draft("Gempa", body=body)
    with pytest.raises(ValidationError) as refused:
        press(story)
    [said] = refused.value.message_dict["body"]
    assert said.startswith(ONLY_A_HEADLINE)
    assert not Story.objects.get(pk=story.pk).live


def test_the_form_says_it_by_the_field_and_nothing_is_lost():
    client, story = Client(), a_draft("Gempa", body=[])
    sent = {"headline": "Gempa besar", "body": streamfield([])}
    client.force_login(rina())
    page = reverse("stories:edit", args=[story.pk])
    html = client.post(page, form_of(story, **sent, **{"action-publish": "1"})).content.decode()
    body = html[html.index('<div id="body"') :]
    assert ONLY_A_HEADLINE in body[: body.index("</div>")], "the field itself is given the line to show"
    assert "Gempa besar</textarea>" in html
    assert not Story.objects.get(pk=story.pk).live
    client.post(page, form_of(story, **sent))
    assert Story.objects.get(pk=story.pk).get_latest_revision().object_str == "Gempa besar"


@pytest.mark.parametrize(
    "block",
    [
        lambda: ("paragraph", "<p>Gempa terasa di Ende.</p>"),
        lambda: ("video", {"clip": a_clip(), "caption": ""}),
        lambda: ("picture", {"picture": a_picture(), "caption": "", "alt": ""}),
        lambda: ("quote", {"text": "Kami lari ke luar.", "who": "Budi"}),
    ],
)
def test_a_sentence_a_film_a_picture_or_a_quote_is_enough(block):
    assert a_live_story("Gempa", body=[block()]).live


def test_a_story_told_by_entries_needs_no_text_of_its_own():
    story = a_live_story("Banjir")
    LiveStory.objects.create(story=story)
    story.body = []
    services.save_draft(story)
    with pytest.raises(ValidationError):
        services.publish(story, by=rina())
    Entry.objects.create(
        live_story=story.live_story, body="Air surut.", state=Entry.State.PUBLISHED, number=1
    )
    services.publish(story, by=rina())
    assert not Story.objects.get(pk=story.pk).body


def test_a_story_that_came_in_without_a_text_is_taken_in_and_changed_all_the_same():
    filed = Story(headline="Foto hari ini", section=a_section(), paper="main", state=State.LIVE)
    bulk.publish_many([Filed(filed)])
    story = Story.objects.get(pk=filed.pk)
    story.headline = "Foto hari kemarin"
    services.save_draft(story)
    services.publish(story, by=rina())
    assert Story.objects.get(pk=story.pk).headline == "Foto hari kemarin"


def test_the_text_of_a_live_story_is_not_emptied_by_accident():
    story = a_live_story("Gempa")
    story.body = []
    services.save_draft(story)
    with pytest.raises(ValidationError):
        services.publish(story, by=rina())
    assert Story.objects.get(pk=story.pk).body
