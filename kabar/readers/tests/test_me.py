"""What a page asks once it is open, and the passes that go with it."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as paper_settings
from django.test import Client

from kabar import clock
from kabar.passes import COOKIE, PassOffice
from kabar.passes.revoked import FILE, read
from kabar.plates import Variant
from kabar.readers import bookmarks, services
from kabar.readers.door import passes, sessions
from kabar.readers.models import ReaderSession, RevokedPass
from kabar.readers.testing import a_reader, signed_in
from kabar.stories.services import withdraw
from kabar.stories.testing import a_live_story, an_author, rina
from kabar.topics.models import Topic

pytestmark = pytest.mark.django_db
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def sari():
    """A member, and the browser she is signed in with."""
    reader = a_reader("sari@example.id", name="Sari")
    services.grant(reader, "ad_free", until=None, because="membership:17")
    return reader


def shown(answer):
    """The pass that an answer hands over."""
    return PassOffice(paper_settings.SECRET_KEY).read(answer.cookies[COOKIE].value.encode())


def post(client, **said):
    return client.post("/-/me/saved", json.dumps(said), "application/json")


def test_a_stranger_is_nobody_and_nothing_is_stored():
    answer = Client().get("/-/me")
    assert (answer.json(), answer["cache-control"], dict(answer.cookies)) == ({"id": None}, "no-store", {})


def test_a_reader_is_told_their_name_and_what_they_are_entitled_to(sari):
    me = signed_in(Client(), sari).get("/-/me").json()
    assert (me["name"], me["entitlements"], me["saved"]) == ("Sari", ["ad_free"], [])
    assert 14 * 60 < me["pass"] <= 15 * 60


def test_what_came_of_what_a_reader_follows_is_unread_until_they_look(sari, monkeypatch):
    browser = signed_in(Client(), sari)
    topic, ayu = Topic.objects.create(name="Beras", slug="beras"), an_author()
    a_live_story("Dari dulu", topics=[topic])
    for what in (topic, ayu):
        bookmarks.follow(sari, what)
    browser.get("/akun/following/")
    assert browser.get("/-/me").json()["unread"] == 0
    later = clock.now() + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    a_live_story("Beras turun", topics=[topic])
    a_live_story("Lain lagi", names=())
    assert browser.get("/-/me").json()["unread"] == 1
    assert browser.get("/akun/following/").content.count(b"<strong>Baru</strong>") == 2
    assert browser.get("/-/me").json()["unread"] == 0


def test_a_reader_without_a_name_is_called_by_their_mailbox_and_has_no_pass():
    answer = signed_in(Client(), a_reader("budi@example.id")).get("/-/me")
    assert (answer.json()["name"], answer.json()["pass"], COOKIE in answer.cookies) == ("budi", None, False)


def test_a_pass_ends_with_the_entitlement_and_in_a_quarter_of_an_hour_at_most(sari):
    client, soon = signed_in(Client(), sari), clock.now() + timedelta(minutes=5)
    given = shown(client.get("/-/me"))
    assert given.variant is Variant.MEMBER
    assert clock.now() + timedelta(minutes=14) < datetime.fromtimestamp(given.expiry, UTC)
    services.grant(sari, "ad_free", until=soon, because="membership:17")
    assert shown(client.get("/-/me")).expiry == int(soon.timestamp())


@pytest.mark.parametrize("address", ["/-/me/pass", "/akun/"])
def test_the_pass_is_handed_over_wherever_an_account_is(sari, address):
    assert shown(signed_in(Client(), sari).get(address)).variant is Variant.MEMBER


def test_who_is_entitled_to_none_gives_the_pass_back(sari):
    client = signed_in(Client(), sari)
    client.get("/-/me")
    services.revoke(sari, "ad_free", because="membership:17")
    answer = client.get("/-/me/pass")
    assert (answer.status_code, answer.cookies[COOKIE].value) == (204, "")


def test_what_is_taken_back_stands_on_the_list_as_soon_as_it_is_committed(
    sari, django_capture_on_commit_callbacks
):
    client = signed_in(Client(), sari)
    serial = shown(client.get("/-/me")).serial
    with django_capture_on_commit_callbacks(execute=True):
        services.revoke(sari, "ad_free", because="membership:17")
    assert serial in read(paper_settings.PAPER.var / FILE)
    assert ReaderSession.objects.get().serial != serial


def test_a_list_that_was_not_written_is_written_by_the_next_round(sari):
    signed_in(Client(), sari)
    sessions.end(sari)
    (paper_settings.PAPER.var / FILE).unlink(missing_ok=True)
    assert passes.write_list()
    assert read(paper_settings.PAPER.var / FILE) == set(RevokedPass.objects.values_list("serial", flat=True))


def test_only_ad_free_chooses_the_members_printing():
    reader = a_reader()
    services.grant(reader, "members_only", until=None, because="membership:18")
    given = shown(signed_in(Client(), reader).get("/-/me"))
    assert (given.variant, given.opens) == (Variant.ADS, "main")


def test_a_device_that_was_signed_out_is_told_and_its_cookies_are_taken_back(sari):
    client = signed_in(Client(), sari)
    client.get("/-/me")
    sessions.end(sari)
    answer = client.get("/-/me")
    assert answer.json() == {"id": None}
    assert all(answer.cookies[name].value == "" for name in ("kabar_reader", COOKIE))


def test_the_shelf_of_a_device_is_added_once_and_what_nobody_may_read_is_left_out(sari):
    client, first, second = signed_in(Client(), sari), a_live_story(), a_live_story()
    gone = a_live_story()
    withdraw(gone, by=rina(), reason="Salah.")
    paths = [second.path, first.path, gone.path, "/tidak/ada", 7, "\0"]
    assert [line["path"] for line in post(client, add=paths).json()["saved"]] == [second.path, first.path]
    assert len(post(client, add=paths).json()["saved"]) == 2
    assert [line["path"] for line in post(client, drop=[second.path]).json()["saved"]] == [first.path]
    elsewhere = signed_in(Client(), sari).get("/-/me").json()["saved"]
    assert [(line["path"], line["title"]) for line in elsewhere] == [(first.path, first.headline)]


@pytest.mark.parametrize("said", [b"", b"[]", b"{", b'{"add": "x"}', b'{"add": {"a": 1}}', b'"x"', b"\xff"])
def test_a_shelf_that_is_none_is_refused_in_one_line(sari, said):
    answer = signed_in(Client(), sari).post("/-/me/saved", said, "application/json")
    assert answer.status_code == 422
    assert list(answer.json()) == ["wrong"]


def test_a_shelf_is_taken_from_our_own_pages_only(sari):
    strict = signed_in(Client(enforce_csrf_checks=True), sari)
    assert post(strict, add=[]).status_code == 403
    token = strict.get("/-/me").json()["token"]
    taken = strict.post("/-/me/saved", "{}", "application/json", headers={"x-csrftoken": token})
    assert taken.status_code == 200
    assert post(Client(), add=[]).status_code == 403


def test_another_reader_s_shelf_is_out_of_reach(sari):
    story = a_live_story()
    bookmarks.save(sari, [story.path])
    budi = signed_in(Client(), a_reader("budi@example.id"))
    assert post(budi, drop=[story.path]).json() == {"saved": []}
    assert len(bookmarks.shelf(sari)) == 1


def test_a_session_lasts_from_its_last_use_which_is_known_to_the_hour(sari, monkeypatch):
    client = signed_in(Client(), sari)
    before = ReaderSession.objects.get()
    later = clock.now() + timedelta(days=20)
    monkeypatch.setattr(clock, "now", lambda: later)
    client.get("/-/me")
    after = ReaderSession.objects.get()
    assert after.ends == later + sessions.lasts() > before.ends
    assert after.seen == later.replace(minute=0, second=0, microsecond=0)
    over = later + sessions.lasts()
    monkeypatch.setattr(clock, "now", lambda: over)
    assert client.get("/-/me").json() == {"id": None}
