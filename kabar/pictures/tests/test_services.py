"""A picture stays in the building until a live story prints it, and goes when the last one goes."""

import os
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from kabar.editions.models import Edition
from kabar.jobs.testing import run_due_jobs
from kabar.pictures.files import prepared_folder, public_folder
from kabar.pictures.models import Picture
from kabar.pictures.services import look_after, print_sizes
from kabar.pictures.sizes import CROPS
from kabar.pictures.tasks import sweep
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


def test_a_new_credit_or_crop_is_printed_under_a_new_name_and_the_pages_say_so():
    story = a_live_story(lead_picture=a_picture())
    run_due_jobs()
    picture, last = Picture.objects.get(), Edition.objects.latest("number").number
    before = picture.jpeg_url()
    picture.focal_point_x, picture.focal_point_y, picture.credit = 100, 100, "ANTARA/Dewi"
    picture.save()
    look_after(picture)
    assert picture.jpeg_url() != before
    assert public_file(before).exists(), "a page that is being read still shows it"
    assert "ANTARA/Dewi" in public_file(picture.jpeg_url()).read_bytes().decode("latin-1")
    assert f"story:{story.pk}" in Edition.objects.filter(number__gt=last).latest("number").keys


def test_the_sizes_of_a_file_that_was_replaced_go_at_once():
    a_live_story(lead_picture=a_picture())
    picture = Picture.objects.get()
    before = picture.jpeg_url()
    picture.file, picture.file_hash = a_picture(width=900, height=600).file, ""
    picture.save()
    look_after(picture, replaced=True)
    assert not public_file(before).exists()
    assert public_file(picture.jpeg_url()).exists()


def test_what_hangs_out_without_leave_is_swept_away():
    a_live_story(lead_picture=a_picture())
    picture = Picture.objects.get()
    stray = public_folder() / "999999"
    stray.mkdir(parents=True)
    (stray / "a.jpg").write_bytes(b"x")
    former = public_file(picture.jpeg_url()).with_name("sawah-whole-960.0123456789abcdef.jpg")
    former.write_bytes(b"x")
    os.utime(former, (1, 1))
    assert sweep.func() >= 2
    assert not stray.exists()
    assert not former.exists()
    assert public_file(picture.jpeg_url()).exists()


def test_a_deleted_picture_takes_its_sizes_along():
    picture = a_picture()
    print_sizes([picture])
    prepared = prepared_folder() / str(picture.pk)
    assert prepared.exists()
    picture.delete()
    assert not prepared.exists()


def test_a_broken_picture_is_named_and_keeps_its_story_from_press_and_no_other():
    broken = a_picture(title="Foto rusak")
    Path(broken.file.path).write_bytes(Path(broken.file.path).read_bytes()[:300])
    with pytest.raises(ValidationError, match="Foto rusak"):
        stories.publish(a_draft(lead_picture=broken))
    assert a_live_story(lead_picture=a_picture()).live
