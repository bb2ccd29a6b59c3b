"""Many pictures sent at once: each is kept as it arrives, refused in words, known when it comes twice."""

import shutil
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from kabar.jobs.testing import run_due_jobs
from kabar.pictures.files import public_folder
from kabar.pictures.models import Picture
from kabar.pictures.testing import a_picture
from kabar.pictures.tests import material
from kabar.staff.models import Role, User
from kabar.staff.roles import establish, give

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def ayu():
    establish()
    user = User.objects.create_user("ayu")
    give(user, Role.WRITER)
    client = Client()
    client.force_login(user)
    return client


def a_file(name="IMG_2041.jpg", colour=(90, 120, 90)):
    opened = BytesIO()
    Image.new("RGB", (640, 427), colour).save(opened, "JPEG")
    return SimpleUploadedFile(name, opened.getvalue())


def send(client, file, **common):
    return client.post(reverse("kabar_pictures:send_one"), {"file": file, **common})


def test_a_picture_is_kept_at_once_with_what_the_batch_has_in_common(ayu):
    answer = send(
        ayu, a_file(), credit="Kabar/Ayu", place="Kupang", taken_at="2026-11-26T08:30", rights="© Kabar"
    )
    assert answer.status_code == 200
    picture = Picture.objects.get()
    assert (picture.credit, picture.place, picture.rights) == ("Kabar/Ayu", "Kupang", "© Kabar")
    assert picture.taken_at.isoformat() == "2026-11-26T01:30:00+00:00"
    assert picture.uploaded_by_user.username == "ayu"
    assert str(picture.pk) in answer.json()["html"]


def test_what_a_file_says_of_itself_fills_what_the_batch_left_open(ayu):
    send(ayu, SimpleUploadedFile("a.jpg", material.REFERENCE.read_bytes()), place="Jakarta")
    picture = Picture.objects.get()
    assert picture.place == "Jakarta"
    assert picture.credit.startswith("Credit Line")
    assert picture.people.startswith("Person Shown 1")


def test_the_sizes_follow_in_a_job_and_nothing_is_public(ayu):
    shutil.rmtree(public_folder(), ignore_errors=True)
    send(ayu, a_file())
    picture = Picture.objects.get()
    assert picture.seal and not picture.fine
    run_due_jobs()
    assert Picture.objects.get().fine
    assert not (public_folder() / str(picture.pk)).exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logo.jpg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("foto.png", b"<!doctype html><script>alert(1)</script>"),
        ("dua.gif", b"GIF89a/*" + b"\0" * 20 + b"*/=1;<script>alert(1)</script>"),
        ("kosong.jpg", b""),
    ],
)
def test_what_is_no_picture_is_refused_in_words_and_the_others_are_kept(ayu, name, data):
    answer = send(ayu, SimpleUploadedFile(name, data))
    assert answer.status_code == 422
    assert "error-message" in answer.json()["html"]
    assert name in answer.json()["html"]
    assert send(ayu, a_file()).status_code == 200
    assert Picture.objects.count() == 1


def test_a_picture_sent_twice_is_recognised_by_its_content(ayu):
    send(ayu, a_file("satu.jpg"))
    answer = send(ayu, a_file("dua.jpg"))
    assert answer.status_code == 422
    assert reverse("wagtailimages:edit", args=[Picture.objects.get().pk]) in answer.json()["html"]


def test_the_words_still_missing_are_written_on_the_card(ayu):
    send(ayu, a_file())
    picture = Picture.objects.get()
    url, prefix = reverse("kabar_pictures:complete", args=[picture.pk]), f"picture-{picture.pk}"
    said = {"description": "Sawah hijau", "caption": "", "credit": "Kabar/Ayu", "people": "Budi"}
    answer = ayu.post(url, {f"{prefix}-{name}": words for name, words in said.items()})
    assert answer.status_code == 200
    picture.refresh_from_db()
    assert (picture.description, picture.credit, picture.people) == ("Sawah hijau", "Kabar/Ayu", "Budi")


def test_nobody_writes_on_a_picture_of_another(ayu):
    others = a_picture()
    assert ayu.post(reverse("kabar_pictures:complete", args=[others.pk])).status_code in (302, 403)
    others.refresh_from_db()
    assert others.credit == "Kabar/Ayu Lestari"


def test_without_javascript_the_form_brings_every_file(ayu):
    files = [a_file(f"{n}.jpg", (n, n, n)) for n in range(3)]
    page = ayu.post(reverse("wagtailimages:add_multiple"), {"file": files, "credit": "Kabar/Ayu"})
    assert page.status_code == 200
    assert Picture.objects.filter(credit="Kabar/Ayu").count() == 3


def test_an_observer_sends_nothing(ayu):
    give(User.objects.get(username="ayu"), Role.OBSERVER)
    assert send(ayu, a_file()).status_code in (302, 403)
    assert not Picture.objects.exists()
