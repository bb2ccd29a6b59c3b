"""A picture is on the pages only while we may show it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from kabar import clock
from kabar.editions.models import Edition
from kabar.pictures.files import public_folder
from kabar.pictures.models import Picture
from kabar.pictures.services import look_after
from kabar.pictures.testing import a_picture
from kabar.staff.models import AuditEntry
from kabar.stories import checklist, services
from kabar.stories.picture_checks import pictures_may_be_printed
from kabar.stories.tasks import end_picture_rights
from kabar.stories.testing import a_draft, a_live_story

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def only_pictures_are_looked_at(monkeypatch):
    """Leave out what other departments check."""
    monkeypatch.setattr(checklist, "_checks", {"pictures": pictures_may_be_printed})
    monkeypatch.setattr(checklist, "_advice", {})


def findings(**picture):
    draft = a_draft(lead_picture=a_picture(**picture))
    return [(found.weight, found.field) for found in checklist.findings(draft)]


def let_rights_end(picture):
    Picture.objects.filter(pk=picture.pk).update(rights_until=clock.now() - timedelta(seconds=1))


def test_when_the_rights_end_the_picture_leaves_every_page_and_the_record_says_so(client):
    picture = a_picture()
    story = a_live_story(lead_picture=picture)
    assert "<figure" in client.get(story.path).content.decode()
    last = Edition.objects.latest("number").number
    let_rights_end(picture)
    assert end_picture_rights.func() == 1
    page = client.get(story.path).content.decode()
    assert "sawah-" not in page
    assert story.headline in page
    assert not (public_folder() / str(picture.pk)).exists()
    assert f"story:{story.pk}" in Edition.objects.get(number__gt=last).keys
    assert AuditEntry.objects.filter(act="picture rights ended", subject_id=str(picture.pk)).exists()
    assert end_picture_rights.func() == 0


def test_rights_that_still_hold_are_left_alone():
    a_live_story(lead_picture=a_picture(rights_until=clock.now() + timedelta(hours=1)))
    assert end_picture_rights.func() == 0


def test_rights_that_are_extended_bring_the_picture_back(client):
    picture = a_picture()
    story = a_live_story(lead_picture=picture)
    let_rights_end(picture)
    end_picture_rights.func()
    picture = Picture.objects.get()
    picture.rights_until = clock.now() + timedelta(days=30)
    picture.save()
    look_after(picture)
    assert picture.stem in client.get(story.path).content.decode()


def test_a_child_to_be_protected_leaves_the_pages_as_soon_as_somebody_says_so(client):
    story = a_live_story(lead_picture=a_picture())
    picture = Picture.objects.get()
    picture.protects = "child"
    picture.save()
    look_after(picture)
    assert picture.stem not in client.get(story.path).content.decode()
    assert not Picture.objects.get().released


@pytest.mark.parametrize(
    "facts",
    [{"rights_until": clock.now() - timedelta(days=1)}, {"protects": "victim"}],
    ids=["ended", "victim"],
)
def test_a_story_with_a_picture_we_may_not_show_is_kept_from_press(facts):
    draft = a_draft(lead_picture=a_picture(**facts))
    with pytest.raises(ValidationError):
        services.publish(draft)
    assert findings(**facts) == [(checklist.Weight.BLOCKS, "lead_picture")]


def test_a_protected_face_that_is_hidden_may_be_printed():
    assert findings(protects="child", unrecognisable=True) == []


@pytest.mark.parametrize(
    "facts",
    [{"rights_until": clock.now() + timedelta(days=2)}, {"credit": ""}, {"description": " "}],
    ids=["ending", "no credit", "no description"],
)
def test_what_a_picture_lacks_is_said_and_keeps_nothing_from_press(facts):
    assert findings(**facts) == [(checklist.Weight.WARNS, "lead_picture")]


def test_a_picture_for_one_story_is_noticed_in_a_second():
    picture = a_picture(usage="once")
    a_live_story(lead_picture=picture)
    draft = a_draft(lead_picture=picture)
    assert [found.weight for found in checklist.findings(draft)] == [checklist.Weight.WARNS]


def test_a_finding_about_a_picture_in_the_text_names_its_block():
    body = [("picture", {"picture": a_picture(credit=""), "caption": "", "alt": "", "size": "column"})]
    draft = a_draft(body=body)
    [found] = checklist.findings(draft)
    assert (found.field, found.block) == ("body", draft.body.raw_data[0]["id"])
    assert found.name == f"no-credit:{Picture.objects.get().pk}"
