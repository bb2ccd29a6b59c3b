"""The account's rooms: for whoever is signed in at this paper, and never stored."""

import json
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client

from kabar import clock
from kabar.jobs.testing import run_due_jobs
from kabar.readers import bookmarks, erasures, exports, leaving, moving, services
from kabar.readers.models import Consent, OneTimeKey, Reader, ReaderPasskey, ReaderSession
from kabar.readers.signals import reader_erased
from kabar.readers.tasks import erase_who_left, forget_what_ended
from kabar.readers.testing import a_reader, signed_in
from kabar.stories.testing import a_live_story, an_author, rina
from kabar.topics.models import Topic

pytestmark = pytest.mark.django_db
ROOMS = ("", "saved/", "following/", "devices/", "data/")


@pytest.fixture(autouse=True)
def mailbox(settings):
    """Mail is put into a box of this process."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


@pytest.fixture
def budi():
    return a_reader("budi@example.id", name="Budi Santoso")


@pytest.fixture
def browser(budi):
    return signed_in(Client(), budi)


def act(browser, room, **said):
    return browser.post(f"/akun/{room}", said)


@pytest.mark.parametrize("room", ROOMS)
def test_a_stranger_is_led_to_the_sign_in_and_back(room):
    answer = Client().get(f"/akun/{room}")
    assert answer.status_code == 302
    assert answer["location"] == f"/akun/sign-in/?next=%2Fakun%2F{room.replace('/', '%2F')}"


@pytest.mark.parametrize("room", ROOMS)
def test_nobody_stores_a_room_or_lists_it(browser, room):
    answer = browser.get(f"/akun/{room}")
    assert (answer.status_code, answer["cache-control"]) == (200, "no-store")
    assert b'content="noindex, nofollow"' in answer.content


def test_a_session_of_the_newsroom_opens_no_account_and_the_other_way_round(browser):
    editor = Client()
    editor.force_login(rina())
    assert editor.get("/akun/").status_code == 302
    assert browser.get("/redaksi/")["location"].startswith("/redaksi/login/")


def test_a_reader_of_one_paper_is_a_stranger_to_another():
    assert signed_in(Client(), a_reader(paper="desa")).get("/akun/").status_code == 302


def test_name_and_language_are_the_reader_s_own(browser, budi):
    act(browser, "", act="describe", name="  Pak   Budi ", language="en")
    page = browser.get("/akun/")
    assert b"Pak Budi" in page.content and b"Your account" in page.content
    assert (page["content-language"], b'<html lang="en">' in page.content) == ("en", True)
    act(browser, "", act="describe", name="<b>x</b>", language="xx")
    assert b"<b>x</b>" not in browser.get("/akun/").content
    assert Reader.objects.get(pk=budi.pk).language == "en"


# --- another address -------------------------------------------------------------------------------------


def ask_for(browser, email="baru@example.id"):
    """The links in the two mails, by whom they went to."""
    act(browser, "", act="address", email=email)
    run_due_jobs()
    newest = mail.outbox[-2:]
    return {letter.to[0]: re.search(r"http://localhost:8000(/akun/\S+)", letter.body)[1] for letter in newest}


@pytest.mark.parametrize(
    "order", [("budi@example.id", "baru@example.id"), ("baru@example.id", "budi@example.id")]
)
def test_an_address_changes_once_both_mailboxes_have_confirmed(browser, budi, order):
    links = ask_for(browser)
    for mailbox, email in zip(order, ("budi@example.id", "baru@example.id"), strict=True):
        assert Client().get(links[mailbox]).status_code == 200
        assert Client().post(links[mailbox]).status_code == 200
        budi.refresh_from_db()
        assert budi.email == email
    run_due_jobs()
    assert mail.outbox[-1].to == ["budi@example.id"]
    assert Client().post(links[order[0]]).status_code == 410


def test_one_mailbox_that_confirms_twice_is_one(browser, budi):
    link = ask_for(browser)["baru@example.id"]
    assert [Client().post(link).status_code for _ in range(2)] == [200, 410]
    budi.refresh_from_db()
    assert budi.email == "budi@example.id"


def test_an_address_that_has_an_account_is_not_taken_and_only_its_owner_learns_of_it(browser, budi):
    a_reader("sari@example.id")
    said = []
    for email in ("sari@example.id", "nobody@example.id"):
        page = act(browser, "", act="address", email=email).content.decode().replace(email, "")
        said.append(re.sub(r'value="\w{64}"', "", page))
    assert said[0] == said[1]
    links = ask_for(browser, "sari@example.id")
    Client().post(links["budi@example.id"])
    assert Client().post(links["sari@example.id"]).status_code == 409
    budi.refresh_from_db()
    assert budi.email == "budi@example.id"


def test_a_newer_wish_takes_the_place_of_the_older(browser, budi):
    older = ask_for(browser, "satu@example.id")
    ask_for(browser, "dua@example.id")
    assert all(Client().post(link).status_code == 410 for link in older.values())


def test_a_link_of_one_kind_opens_nothing_of_the_other(browser):
    link = ask_for(browser)["baru@example.id"]
    assert Client().post(link.replace("address", "sign-in")).status_code == 410


# --- what one keeps --------------------------------------------------------------------------------------


def test_a_saved_story_stands_in_its_room_and_can_be_removed(browser, budi):
    story = a_live_story("Jembatan dibuka")
    bookmarks.save(budi, [story.path])
    assert b"Jembatan dibuka" in browser.get("/akun/saved/").content
    act(browser, "saved/", act="drop", path=story.path)
    assert b"Jembatan dibuka" not in browser.get("/akun/saved/").content


def test_topics_and_authors_are_followed_with_their_newest_stories(browser, budi):
    topic = Topic.objects.create(name="Gunung Sekar", slug="gunung-sekar")
    a_live_story("Gunung tenang lagi", topics=[topic])
    ayu = an_author()
    for kind, thing in (("topic", topic), ("author", ayu)):
        address = f"/akun/follow/{kind}/{thing.slug}/"
        assert browser.get(address).status_code == 200
        assert not bookmarks.follows(budi, thing)
        browser.post(address, {"act": "follow"})
        browser.post(address, {"act": "follow"})
        assert bookmarks.follows(budi, thing)
    assert browser.get("/akun/following/").content.count(b"Gunung tenang lagi") == 2
    browser.post(f"/akun/follow/topic/{topic.slug}/", {"act": "unfollow"})
    assert not bookmarks.follows(budi, topic)


@pytest.mark.parametrize("address", ["topic/tidak-ada", "author/tidak-ada", "section/global"])
def test_what_is_not_there_cannot_be_followed(browser, address):
    assert browser.get(f"/akun/follow/{address}/").status_code == 404


# --- where one is signed in ------------------------------------------------------------------------------


def test_another_device_is_signed_out_at_once_and_this_one_is_not(browser, budi):
    phone = signed_in(Client(), budi)
    which = ReaderSession.objects.latest("pk").pk
    act(browser, "devices/", act="end", session=which)
    assert phone.get("/akun/").status_code == 302
    assert browser.get("/akun/").status_code == 200


def test_all_other_devices_are_signed_out_together(browser, budi):
    others = [signed_in(Client(), budi) for _ in range(3)]
    sari = signed_in(Client(), a_reader("sari@example.id"))
    act(browser, "devices/", act="end", session="others")
    assert {other.get("/akun/").status_code for other in others} == {302}
    assert browser.get("/akun/").status_code == sari.get("/akun/").status_code == 200


def test_somebody_else_s_session_and_passkey_stay(browser):
    sari = a_reader("sari@example.id")
    hers = signed_in(Client(), sari)
    key = ReaderPasskey.objects.create(reader=sari, name="x", host="h", credential=b"1", public_key=b"2")
    act(browser, "devices/", act="end", session=ReaderSession.objects.get(reader=sari).pk)
    act(browser, "devices/", act="remove-key", key=key.pk)
    assert hers.get("/akun/").status_code == 200
    assert ReaderPasskey.objects.filter(pk=key.pk).exists()


def test_what_no_device_made_is_no_passkey(browser):
    for said in ("", "{}", "[]", "x", '{"rawId": "AA"}'):
        assert act(browser, "devices/", act="add-key", credential=said, slip="x").status_code == 422
        assert Client().post("/akun/sign-in/passkey/", {"credential": said, "slip": "x"}).status_code == 422
    assert not ReaderPasskey.objects.exists()


@pytest.mark.parametrize("room", ROOMS)
def test_an_act_that_a_room_does_not_know_is_not_done(browser, room):
    assert act(browser, room, act="fly").status_code == 404


# --- one's data ------------------------------------------------------------------------------------------


def test_the_export_holds_everything_and_no_secret(browser, budi):
    story = a_live_story("Jembatan dibuka")
    bookmarks.save(budi, [story.path])
    bookmarks.follow(budi, an_author())
    services.grant(budi, "ad_free", until=None, because="membership:17")
    services.agree(budi, "account", given=True, words="Saya setuju.", how="link")
    exports.register("toko", lambda reader: {"orders": [reader.pk]})
    answer = act(browser, "data/", act="export")
    exports._registered.pop("toko")
    assert "attachment" in answer["content-disposition"]
    whole = json.loads(answer.content)
    held = whole["account"]
    assert whole["toko"] == {"orders": [budi.pk]}
    assert (held["email"], held["saved"][0]["headline"], held["following"][0]["name"]) == (
        "budi@example.id", "Jembatan dibuka", "Ayu Lestari",
    )  # fmt: skip
    assert (held["entitlements"][0]["name"], held["consents"][0]["words"]) == ("ad_free", "Saya setuju.")
    session = ReaderSession.objects.get()
    assert session.digest not in answer.content.decode() and session.serial not in answer.content.decode()


def test_a_consent_is_neither_changed_nor_deleted(budi):
    services.agree(budi, "account", given=True, words="Saya setuju.", how="link")
    for act_on in (
        lambda: Consent.objects.update(given=False),
        lambda: Consent.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act_on()
    assert Consent.objects.get().given


def test_who_is_not_sure_is_not_erased(browser, budi):
    assert act(browser, "data/", act="leave").status_code == 422
    assert leaving.due() == []


def later(monkeypatch, **passed):
    at = clock.now() + timedelta(**passed)
    monkeypatch.setattr(clock, "now", lambda: at)


def test_an_account_is_erased_when_its_clock_has_run_out_and_only_the_number_is_left(
    browser, budi, monkeypatch, django_capture_on_commit_callbacks
):
    heard, forgotten = [], []
    reader_erased.connect(lambda reader, **_: heard.append(reader.pk), weak=False, dispatch_uid="proof")
    erasures.register("proof", lambda reader: forgotten.append(reader.pk))
    bookmarks.save(budi, [a_live_story().path])
    services.agree(budi, "account", given=True, words="Saya setuju.", how="link")
    act(browser, "data/", act="leave", sure="yes")
    later(monkeypatch, hours=47)
    assert erase_who_left.call() == 0
    later(monkeypatch, hours=1, minutes=1)
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_who_left.call() == 1
    assert erase_who_left.call() == 0
    reader_erased.disconnect(dispatch_uid="proof")
    erasures._registered.pop("proof")
    assert heard == forgotten == [budi.pk]
    left = Reader.objects.get(pk=budi.pk)
    assert (left.email, left.name, left.bookmarks.count(), left.sessions.count()) == ("", "", 0, 0)
    assert left.consents.count() == 1
    assert browser.get("/akun/").status_code == 302
    assert a_reader("budi@example.id").pk != budi.pk


def test_until_then_one_may_think_better_of_it(browser, budi, monkeypatch):
    act(browser, "data/", act="leave", sure="yes")
    run_due_jobs()
    assert mail.outbox[-1].to == ["budi@example.id"]
    first = Reader.objects.get(pk=budi.pk).leaving
    act(browser, "data/", act="leave", sure="yes")
    assert Reader.objects.get(pk=budi.pk).leaving == first
    act(browser, "data/", act="stay")
    later(monkeypatch, hours=49)
    assert erase_who_left.call() == 0


def test_nothing_of_an_erased_reader_is_left_in_any_table(browser, budi, monkeypatch):
    from django.apps import apps

    ask_for(browser)
    act(browser, "data/", act="leave", sure="yes")
    run_due_jobs()
    later(monkeypatch, hours=48, minutes=1)
    erase_who_left.call()
    forget_what_ended.call()
    for model in apps.get_models():
        rows = str(list(model.objects.values_list())) if hasattr(model, "objects") else ""
        assert "budi@example.id" not in rows and "Budi Santoso" not in rows, model


def test_what_ended_is_forgotten(browser, budi, monkeypatch):
    moving.ask(budi, "baru@example.id")
    later(monkeypatch, days=400)
    forget_what_ended.call()
    assert not OneTimeKey.objects.exists() and not ReaderSession.objects.exists()
