"""The pictures of what waits for its hour are made before it, and seen by nobody until it has come."""

from datetime import timedelta
from unittest.mock import patch

import pytest

from kabar.jobs.testing import run_due_jobs
from kabar.pictures import darkroom
from kabar.pictures.files import prepared_folder, public_folder
from kabar.pictures.models import Picture
from kabar.pictures.testing import a_picture
from kabar.schedule import services
from kabar.schedule.tasks import look_ahead
from kabar.schedule.testing import in_an_hour, look_once, time_passes
from kabar.stories import services as stories
from kabar.stories.testing import a_draft, rina

pytestmark = pytest.mark.django_db(transaction=True)


def sizes_in(folder, picture):
    return {file.suffix for file in (folder / str(picture.pk)).glob("*")}


def test_every_size_is_made_before_the_hour_and_hangs_out_at_it_without_another_look():
    picture = a_picture(width=400, height=300)
    services.embargo(a_draft(lead_picture=picture), in_an_hour(), by=rina())
    run_due_jobs()
    assert sizes_in(prepared_folder(), picture) == {".avif", ".webp", ".jpg"}
    assert not (public_folder() / str(picture.pk)).exists()
    assert not Picture.objects.get().released
    with time_passes(hours=2), patch.object(darkroom, "develop", side_effect=AssertionError("at the hour")):
        look_once()
    assert sizes_in(public_folder(), picture) == {".avif", ".webp", ".jpg"}
    assert Picture.objects.get().printed("whole").avif


def test_a_newer_version_s_pictures_are_made_when_it_takes_the_place_of_the_planned_one():
    story, picture = a_draft(), a_picture(width=400, height=300)
    planned = services.embargo(story, in_an_hour(), by=rina())
    story.lead_picture = picture
    stories.save_draft(story, by=rina())
    run_due_jobs()
    assert not sizes_in(prepared_folder(), picture)
    services.take_newest(planned, by=rina())
    run_due_jobs()
    assert Picture.objects.get().fine


def test_what_was_lost_or_changed_is_made_again_when_the_hour_is_near():
    picture = a_picture(width=400, height=300)
    services.embargo(a_draft(lead_picture=picture), in_an_hour(), by=rina())
    run_due_jobs()
    Picture.objects.filter(pk=picture.pk).update(credit="ANTARA/Dewi")
    assert look_ahead.func() == 0
    with time_passes(minutes=50):
        assert look_ahead.func() == 1
        run_due_jobs()
    printed = Picture.objects.get()
    assert (printed.seal, printed.fine) == (printed.make_seal(), True)


def test_a_publication_that_was_cancelled_has_nothing_made():
    picture = a_picture(width=400, height=300)
    planned = services.plan_publication(
        a_draft(lead_picture=picture), in_an_hour() + timedelta(hours=1), by=rina()
    )
    services.cancel(planned, by=rina())
    run_due_jobs()
    assert not sizes_in(prepared_folder(), picture)
