"""Pictures in the newsroom: nobody outside fetches one, and none is kept without credit and description."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection

from kabar import clock
from kabar.pictures.models import Picture
from kabar.pictures.testing import a_picture
from kabar.pictures.tests import material
from kabar.staff.models import User
from kabar.staff.roles import Role, establish, give

pytestmark = [pytest.mark.django_db, pytest.mark.once]


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


def test_pictures_are_found_by_words_people_place_and_credit(ayu):
    upload(ayu, credit="ANTARA/Dewi", description="Sawah berteras", people="Budi Santoso", place="Jatiluwih")
    chooser = reverse("wagtailimages_chooser:choose_results")
    for words in ("sawah", "dewi", "santoso", "jatiluwih", "berteras budi"):
        assert "ANTARA/Dewi" in ayu.get(chooser, {"q": words}).content.decode(), words
        assert "ANTARA/Dewi" in ayu.get(reverse("wagtailimages:index_results"), {"q": words}).content.decode()
    assert "ANTARA/Dewi" not in ayu.get(chooser, {"q": "pelabuhan"}).content.decode()


def test_what_the_file_says_need_not_be_typed(ayu):
    file = SimpleUploadedFile("IMG_1.png", material.AGENCY.read_bytes())
    ayu.post(reverse("wagtailimages:add"), {"file": file, "tags": "", "description": "Mobil polisi"})
    picture = Picture.objects.get()
    assert picture.credit == "The Canadian Press/Paul Chiasson"
    assert picture.title == "MORT PIÉTONNE MONTRÉAL 20201014"
    assert picture.place.startswith("Montreal")
    assert picture.file.name.endswith(".jpg")


def test_the_chooser_shows_credit_and_rights(ayu):
    upload(ayu, credit="ANTARA/Dewi", description="Sawah", rights="Sampai 31 Desember")
    page = ayu.get(reverse("wagtailimages_chooser:choose_results")).content.decode()
    assert "ANTARA/Dewi" in page
    assert "Sampai 31 Desember" in page


def test_the_library_is_narrowed_to_what_needs_care(ayu):
    soon, late = clock.now() + timedelta(days=3), clock.now() - timedelta(days=1)
    needs = {"segera": {"rights_until": soon}, "lewat": {"rights_until": late}, "tanpa": {"credit": ""}}
    for name, facts in {**needs, "biasa": {}}.items():
        a_picture(title=f"Foto {name}", uploaded_by_user=User.objects.get(username="ayu"), **facts)

    def shown(**narrowed):
        page = ayu.get(reverse("wagtailimages:index_results"), narrowed).content.decode()
        return {name for name in ("segera", "lewat", "tanpa", "biasa") if f"Foto {name}" in page}

    assert shown() == {"segera", "lewat", "tanpa", "biasa"}
    assert shown(rights="ending") == {"segera"}
    assert shown(rights="ended") == {"lewat"}
    assert shown(missing="credit") == {"tanpa"}


def test_the_newsrooms_start_says_whose_rights_end(ayu):
    home = reverse("wagtailadmin_home")
    assert "panel-rights" not in ayu.get(home).content.decode()
    a_picture(title="Foto sewaan", rights_until=clock.now() + timedelta(days=2))
    page = ayu.get(home).content.decode()
    assert "panel-rights" in page
    assert "Foto sewaan" in page
