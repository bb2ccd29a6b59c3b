"""Pictures in the newsroom: nobody outside fetches one, and none is kept without credit and description."""

from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection

from kabar.pictures.models import Picture
from kabar.staff.models import User
from kabar.staff.roles import Role, establish, give

pytestmark = pytest.mark.django_db


def photograph(kind="JPEG"):
    opened = BytesIO()
    Image.new("RGB", (640, 427), (90, 120, 90)).save(opened, kind)
    return opened.getvalue()


@pytest.fixture
def ayu():
    establish()
    user = User.objects.create_user("ayu")
    give(user, Role.WRITER)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def picture(ayu):
    file = ImageFile(BytesIO(photograph()), name="jembatan.jpg")
    return Picture.objects.create(title="Jembatan", file=file, collection=Collection.get_first_root_node())


def test_an_original_is_handed_to_those_signed_in_and_kept_by_their_browser_only(ayu, picture):
    answer = ayu.get(picture.file.url)
    assert answer.status_code == 200
    assert answer["content-type"] == "image/jpeg"
    assert answer["cache-control"] == "private, max-age=3600"
    assert answer["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer["content-security-policy"]


def test_nobody_else_gets_an_original_or_a_rendition(picture):
    budi = Client()
    for url in (picture.file.url, picture.get_rendition("max-165x165").url):
        answer = budi.get(url)
        assert answer.status_code == 302
        assert answer["location"].startswith(reverse("wagtailadmin_login"))


@pytest.mark.parametrize(
    "name",
    [
        "../../kabar.toml",
        "..%2f..%2fkabar.toml",
        "original_images/../../../secret_key.jpg",
        "%2e%2e/%2e%2e/%2e%2e/etc/passwd.png",
        "/etc/passwd.jpg",
        "original_images/tidak-ada.jpg",
        "original_images",
        "original_images/halaman.html",
        "a\x00.jpg",
    ],
)
def test_nothing_but_pictures_of_the_store_is_handed_out(ayu, picture, name):
    (settings.PAPER.var / "secret_key.jpg").write_text("rahasia")
    answer = ayu.get(f"{settings.MEDIA_URL}{name}")
    assert answer.status_code in (301, 302, 404)
    assert not getattr(answer, "streaming", False)


def upload(client, **fields):
    file = SimpleUploadedFile("sawah.jpg", photograph(), "image/jpeg")
    return client.post(reverse("wagtailimages:add"), {"file": file, "title": "Sawah", "tags": "", **fields})


def test_a_picture_is_kept_with_its_credit_and_description(ayu):
    upload(ayu, credit="ANTARA/Dewi", description="Sawah berteras di lereng")
    assert Picture.objects.get().credit == "ANTARA/Dewi"


@pytest.mark.parametrize("missing", ["credit", "description"])
def test_a_picture_without_credit_or_description_is_not_kept(ayu, missing):
    fields = {"credit": "ANTARA/Dewi", "description": "Sawah berteras", missing: " "}
    assert upload(ayu, **fields).status_code == 200
    assert not Picture.objects.exists()


def test_ten_pictures_are_uploaded_at_once_and_then_asked_about(ayu):
    file = SimpleUploadedFile("sawah.jpg", photograph(), "image/jpeg")
    answer = ayu.post(
        reverse("wagtailimages:add_multiple"),
        {"files[]": file, "title": "Sawah"},
        headers={"x-requested-with": "XMLHttpRequest"},
    ).json()
    assert answer["success"]
    assert "credit" in answer["form"]
    assert not Picture.objects.exists()


def test_pictures_are_found_by_their_credit_without_an_index(ayu):
    upload(ayu, credit="ANTARA/Dewi", description="Sawah berteras di lereng")
    chooser = reverse("wagtailimages_chooser:choose_results")
    assert "Sawah" in ayu.get(chooser, {"q": "sawah"}).content.decode()
    assert "Sawah" not in ayu.get(chooser, {"q": "pelabuhan"}).content.decode()


def test_the_chooser_shows_credit_and_rights(ayu):
    upload(ayu, credit="ANTARA/Dewi", description="Sawah", rights="Sampai 31 Desember")
    page = ayu.get(reverse("wagtailimages_chooser:choose_results")).content.decode()
    assert "ANTARA/Dewi" in page
    assert "Sampai 31 Desember" in page
