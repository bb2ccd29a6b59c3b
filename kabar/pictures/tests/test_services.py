"""A picture stays in the building until a live story prints it, and goes when the last one goes."""

from pathlib import Path
from unittest.mock import patch

import pytest
from PIL import Image

from kabar.editions.models import Edition
from kabar.jobs.testing import run_due_jobs
from kabar.pictures.files import public_folder
from kabar.pictures.models import Picture
from kabar.pictures.sizes import CROPS
from kabar.pictures.testing import a_picture
from kabar.stories import services as stories
from kabar.stories.rules import Ground
from kabar.stories.tasks import retract_left_behind
from kabar.stories.testing import a_draft, a_live_story, rina

pytestmark = pytest.mark.django_db(transaction=True)


def printed_files(picture):
    """Return the file, format and width of every address a page may name."""
    addresses = []
    for crop in CROPS:
        printed = picture.printed(crop)
        addresses += [printed.jpeg, *(url for _width, url in (*printed.avif, *printed.webp))]
    found = []
    for address in addresses:
        with Image.open(public_file(address)) as opened:
            found.append((address, opened.format, opened.width))
    return found


def public_file(url: str) -> Path:
    return public_folder() / url.removeprefix("/media/")


def test_an_uploaded_picture_has_no_public_address():
    picture = a_picture()
    assert picture.printed("whole") is None
    assert picture.share_url() == ""


def test_a_draft_releases_nothing():
    picture = a_picture()
    a_draft(lead_picture=picture)
    assert not Picture.objects.get(pk=picture.pk).released


def test_the_pictures_of_a_live_story_are_printed_at_once_as_jpegs_and_soon_in_every_size():
    lead, inside, in_gallery = a_picture(), a_picture(), a_picture(width=500, height=400)
    a_live_story(
        lead_picture=lead,
        body=[
            ("picture", {"picture": inside, "caption": "", "alt": "", "size": "column"}),
            ("gallery", {"title": "", "pictures": [{"picture": in_gallery, "caption": ""}]}),
        ],
    )
    for picture in Picture.objects.all():
        assert picture.released
        assert not picture.fine
        assert {kind for _file, kind, _width in printed_files(picture)} == {"JPEG"}
    run_due_jobs()
    for picture in Picture.objects.all():
        assert picture.fine
        files = printed_files(picture)
        assert {kind for _file, kind, _width in files} == {"JPEG", "WEBP", "AVIF"}
        assert all(width <= picture.width for _file, _kind, width in files)
    with Image.open(public_file(Picture.objects.get(pk=lead.pk).share_url())) as shared:
        assert (shared.size, shared.format) == ((1200, 630), "JPEG")


def test_the_finer_sizes_reach_the_pages_that_were_printed_without_them():
    story = a_live_story(lead_picture=a_picture())
    last = Edition.objects.latest("number").number
    run_due_jobs()
    edition = Edition.objects.get(number__gt=last)
    assert f"story:{story.pk}" in edition.keys


def test_a_public_name_cannot_be_made_from_what_a_reader_knows(settings):
    picture = a_picture()
    sealed = picture.make_seal()
    settings.SECRET_KEY = "another newsroom's"
    assert picture.make_seal() != sealed


def test_a_picture_leaves_with_the_last_story_that_prints_it():
    picture = a_picture()
    one, two = a_live_story(lead_picture=picture), a_live_story(lead_picture=picture)
    url = Picture.objects.get(pk=picture.pk).jpeg_url()
    stories.withdraw(one, by=rina(), reason="Menunggu konfirmasi")
    assert public_file(url).exists()
    stories.kill(two, by=rina(), reason="Hak cipta", ground=Ground.COUNCIL)
    assert not public_file(url).exists()
    assert not Picture.objects.get(pk=picture.pk).released


def test_a_picture_that_an_update_replaces_is_taken_away():
    old, new = a_picture(), a_picture()
    story = a_live_story(lead_picture=old)
    url = Picture.objects.get(pk=old.pk).jpeg_url()
    story.lead_picture = new
    stories.save_draft(story)
    stories.publish(story)
    assert not public_file(url).exists()
    assert Picture.objects.get(pk=new.pk).released


def test_what_a_dying_process_left_public_is_taken_away_within_the_hour():
    story = a_live_story(lead_picture=a_picture())
    with patch("kabar.stories.services.retract"):
        stories.kill(story, by=rina(), reason="Hak cipta", ground=Ground.COUNCIL)
    assert Picture.objects.get().released
    assert retract_left_behind.func() == 1
    assert not Picture.objects.get().released
