"""Feeds are asked of real servers on loopback: what is new comes in once, a stuck one delays no other."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from threading import Event

import pytest
from django.conf import settings as django_settings
from django.test import Client

from kabar import clock
from kabar.config import Feed, PaperError, imagine
from kabar.wire import polling, queries
from kabar.wire.feeders.asking import beside
from kabar.wire.models import Feed as Row
from kabar.wire.models import Health, Item, RefusedCopy
from kabar.wire.testing import FileServer, Mailbox, on_loopback, serving

RSS = b"""<rss version="2.0"><channel><title>Kantor Berita</title><link>https://kb.example.id/</link>
<item><guid>a1</guid><title>Panen raya di Subang</title><description>Petani panen.</description></item>
</channel></rss>"""
LETTER = (
    b"From: Humas <humas@example.id>\r\nSubject: Siaran pers\r\nMessage-ID: <1@example.id>\r\n\r\nIsi.\r\n"
)


@contextmanager
def website(answer, with_path=False):
    """A web server whose every answer a function gives: status, headers, body."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status, headers, body = answer(self.headers, self.path) if with_path else answer(self.headers)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *said):
            pass

    with on_loopback(Handler) as port:
        yield f"http://127.0.0.1:{port}/rss.xml"


def feed(name, address, **fields):
    """Return a feed of the publisher's."""
    return Feed(name=name, address=str(address), inside=True, **fields)


def due(name):
    """Make a feed due, as if the time until then had passed."""
    Row.objects.filter(name=name).update(next_at=clock.now())


@pytest.mark.django_db
def test_a_web_feed_is_asked_with_conditions_and_an_unchanged_one_sends_nothing():
    asked = []

    def answer(headers):
        asked.append(headers.get("If-None-Match"))
        return (304, {}, b"") if asked[-1] == '"v1"' else (200, {"ETag": '"v1"'}, RSS)

    with website(answer) as address:
        there = feed("kb", address, agency="KB")
        assert polling.ask(there).new == 1
        assert polling.ask(there).new == 0
    assert asked == [None, '"v1"']
    assert (Item.objects.get().provider, Item.objects.get().said["extra"]["provider"]) == (
        "KB",
        "Kantor Berita",
    )
    row = Row.objects.get()
    assert row.health == Health.WELL and row.next_at > clock.now() + timedelta(seconds=200)


@pytest.mark.django_db
def test_a_feed_that_fails_is_left_alone_for_longer_and_the_desk_reads_why(settings):
    with website(lambda _headers: (503, {"Retry-After": "7200"}, b"")) as address:
        there = feed("kb", address, every=60)
        polling.ask(there)
    row = Row.objects.get()
    assert row.next_at > clock.now() + timedelta(seconds=7000)
    polling.ask(there)
    polling.ask(there)
    assert (
        clock.now() + timedelta(seconds=200)
        < Row.objects.get().next_at
        < clock.now() + timedelta(seconds=300)
    )
    settings.PAPER = replace(settings.PAPER, feeds=(there,))
    said = queries.feeds()[0]
    assert said.health == Health.FAILING and "3" in said.words and "127.0.0.1" in said.words


@pytest.mark.django_db
def test_an_address_inside_the_house_is_not_asked_unless_the_publisher_says_so():
    with website(lambda _headers: (200, {}, RSS)) as address:
        polling.ask(replace(feed("kb", address), inside=False))
    assert not Item.objects.exists()
    assert "inside the house" in Row.objects.get().error


@pytest.mark.django_db
def test_a_watched_folder_gives_what_has_rested_and_keeps_the_refused_apart(tmp_path):
    for name, data in (("a.xml", RSS), ("b.xml", b"<rss>"), ("new.xml", RSS)):
        (tmp_path / name).write_bytes(data)
    before = time.time() - 60
    for name in ("a.xml", "b.xml"):
        os.utime(tmp_path / name, (before, before))
    done = polling.ask(feed("masuk", tmp_path))
    assert (done.new, done.refused) == (1, 1)
    assert (tmp_path / "taken/a.xml").exists() and (tmp_path / "refused/b.xml").exists()
    assert (tmp_path / "new.xml").exists()
    assert RefusedCopy.objects.get().feed.name == "masuk"


@pytest.mark.django_db
def test_letters_of_a_mailbox_come_in_once():
    box = Mailbox([LETTER])
    with serving(box):
        there = feed("surat", f"imap://humas@127.0.0.1:{box.port}/INBOX", password="rahasia")
        assert polling.ask(there).new == 1
        assert polling.ask(there).new == 0
        box.letters.append(LETTER.replace(b"<1@", b"<2@").replace(b"Siaran", b"Ralat siaran"))
        assert polling.ask(there).new == 1
    assert set(Item.objects.values_list("headline", flat=True)) == {"Siaran pers", "Ralat siaran pers"}


@pytest.mark.django_db
def test_files_of_a_file_server_come_in_once():
    server = FileServer({"a.xml": RSS, "foto.jpg": b"foto"})
    with serving(server):
        there = feed("berkas", f"ftp://antara@127.0.0.1:{server.port}", password="rahasia")
        assert polling.ask(there).new == 1
        assert polling.ask(there).known == 0
        server.files["b.xml"] = RSS.replace(b"a1", b"b2")
        assert polling.ask(there).new == 1
        assert not any("foto" in said for said in server.said)
        assert (beside(there, "foto.jpg"), beside(there, "tidak-ada.jpg")) == (b"foto", None)
    assert "PASS rahasia" in server.said


@pytest.mark.django_db(transaction=True)
def test_a_stuck_feed_delays_no_other(settings):
    stuck, freed = Event(), Event()

    def hang(_headers):
        stuck.set()
        freed.wait(20)
        return 200, {}, RSS

    with website(hang) as slow, website(lambda _headers: (200, {}, RSS)) as quick:
        settings.PAPER = replace(settings.PAPER, feeds=(feed("lambat", slow), feed("cepat", quick)))
        threads = polling.ask_due()
        assert stuck.wait(10)
        threads[1].join(10)
        assert Row.objects.get(name="cepat").health == Health.WELL
        assert Row.objects.get(name="lambat").health == Health.NEW
        due("cepat")
        again = polling.ask_due()
        assert [thread.name for thread in again] == ["feed-cepat"]
        freed.set()
        for thread in (*threads, *again):
            thread.join(10)
    assert Row.objects.get(name="lambat").health == Health.WELL


@pytest.mark.django_db
def test_an_agency_pushes_copy_with_the_token_of_its_feed_and_nobody_without(settings):
    token = "kunci-yang-cukup-panjang"
    settings.PAPER = replace(settings.PAPER, feeds=(Feed(name="dorong", address="push", password=token),))
    client, address = Client(), "/redaksi/wire/in/dorong/"
    send = {"content_type": "application/xml"}
    assert client.post(address, RSS, **send).status_code == 403
    assert client.post(address, RSS, headers={"Authorization": "Bearer salah"}, **send).status_code == 403
    good = {"Authorization": f"Bearer {token}"}
    answer = client.post(address, RSS, headers=good, **send)
    assert (answer.status_code, answer.json()["new"]) == (202, 1)
    assert client.post(address, b"<rss>", headers=good, **send).status_code == 422
    assert Item.objects.count() == 1 and RefusedCopy.objects.count() == 1
    assert client.get(address).status_code == 405


@pytest.mark.once
@pytest.mark.parametrize(
    ("table", "why"),
    [
        ('[feeds.a]\naddress = "gopher://x"', "address must be a folder, push, or begin with"),
        ('[feeds.a]\naddress = "push"\npassword = "kurang"', "token of at least 20 signs"),
        ('[feeds.a]\naddress = "/x"\npaper = "desa"', "there is no paper 'desa'"),
        ('[feeds.a]\naddress = "/x"\nevery = 1', "every must be at least 5"),
        ('[feeds.a]\naddres = "/x"', "unknown key 'addres' in [feeds.a]"),
        ('[feeds.a]\naddress = "/x"\npassword_file = "tidak-ada"', "cannot be read"),
    ],
)
def test_a_feed_that_cannot_work_is_refused_at_the_door(tmp_path, table, why):
    with pytest.raises(PaperError, match=r"feeds\.a") as refusal:
        imagine(tmp_path, table)
    assert why in str(refusal.value)


@pytest.mark.once
def test_a_feed_keeps_its_secret_out_of_what_is_printed(tmp_path):
    (tmp_path / "kunci").write_text("sangat-rahasia\n")
    paper = imagine(tmp_path, '[feeds.antara]\naddress = "https://x.example.id/rss"\npassword_file = "kunci"')
    assert (paper.feeds[0].kind, paper.feeds[0].password) == ("web", "sangat-rahasia")
    assert "sangat-rahasia" not in repr(paper)
    assert django_settings.PAPER.feeds == ()
