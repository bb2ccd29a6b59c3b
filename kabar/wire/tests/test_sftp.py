"""Files are fetched from a real SFTP server on loopback, and from no server whose key nobody wrote down."""

from __future__ import annotations

import asyncio
import time
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread

import asyncssh
import pytest

from kabar import clock
from kabar.config import Feed, PaperError, imagine
from kabar.wire import polling
from kabar.wire.feeders.asking import beside
from kabar.wire.models import Feed as Row
from kabar.wire.models import Health, Item
from kabar.wire.tests.test_feeders import RSS

pytestmark = pytest.mark.once
ANY = "SHA256:" + "x" * 43


class Door(asyncssh.SSHServer):
    """Lets in whoever knows the password."""

    def password_auth_supported(self):
        return True

    def validate_password(self, username, password):
        return (username, password) == ("pos-desa", "rahasia")


class Stuck(asyncssh.SFTPServer):
    """Lists nothing for as long as anybody waits."""

    async def scandir(self, path):
        await asyncio.sleep(60)
        yield None


@contextmanager
def file_server(folder, files=asyncssh.SFTPServer, keys=()):
    """A server of a folder, on a loop of its own: its port and the fingerprint it shows."""
    host_key = asyncssh.generate_private_key("ssh-ed25519")
    loop, begun, found = asyncio.new_event_loop(), Event(), []

    async def listen():
        allowed = asyncssh.import_authorized_keys("\n".join(keys)) if keys else None
        server = await asyncssh.listen(
            "127.0.0.1", 0, server_factory=Door, server_host_keys=[host_key], authorized_client_keys=allowed,
            sftp_factory=lambda channel: files(channel, chroot=str(folder)),
        )  # fmt: skip
        found.append(server.get_port())
        begun.set()

    loop.create_task(listen())
    Thread(target=loop.run_forever, daemon=True).start()
    assert begun.wait(10)
    try:
        yield found[0], host_key.get_fingerprint()
    finally:
        loop.call_soon_threadsafe(loop.stop)


def feed(port, *fingerprints, **fields):
    """Return a feed of the folder `keluar` on a port."""
    said = {"password": "rahasia", "host_keys": fingerprints, **fields}
    return Feed(name="sftp", address=f"sftp://pos-desa@127.0.0.1:{port}/keluar", **said)


@pytest.fixture
def outgoing(tmp_path):
    """The agency's folder, with one message in it and a folder and a hidden file beside."""
    folder = tmp_path / "server/keluar"
    (folder / "lama").mkdir(parents=True)
    (folder / "a.xml").write_bytes(RSS)
    (folder / ".a.part").write_bytes(RSS)
    return folder


@pytest.mark.django_db
def test_files_of_an_sftp_server_come_in_once_and_by_password(outgoing):
    with file_server(outgoing.parent) as (port, shown):
        there = feed(port, ANY, shown)
        assert polling.ask(there).new == 1
        assert polling.ask(there).known == 0
        (outgoing / "b.xml").write_bytes(RSS.replace(b"a1", b"b2"))
        (outgoing / "foto.jpg").write_bytes(b"foto")
        assert polling.ask(there).new == 1
        assert (beside(there, "foto.jpg"), beside(there, "tidak-ada.jpg")) == (b"foto", None)
        assert beside(there, "../rahasia.jpg") is None
    assert Row.objects.get().health == Health.WELL
    assert Item.objects.count() == 2


@pytest.mark.django_db
def test_a_server_whose_key_nobody_wrote_down_is_given_no_password_and_asked_for_nothing(outgoing):
    with file_server(outgoing.parent) as (port, shown):
        polling.ask(feed(port, ANY))
    row = Row.objects.get()
    assert row.health == Health.FAILING and row.next_at > clock.now()
    assert shown in row.error and "ask the agency" in row.error and "\n" not in row.error
    assert not Item.objects.exists()


@pytest.mark.django_db
def test_a_private_key_opens_the_door_and_a_wrong_password_does_not(outgoing, tmp_path):
    key = asyncssh.generate_private_key("ssh-ed25519")
    (tmp_path / "kunci").write_bytes(key.export_private_key(passphrase="buka"))
    public = key.export_public_key().decode().strip()
    with file_server(outgoing.parent, keys=[public]) as (port, shown):
        there = feed(port, shown, key_file=str(tmp_path / "kunci"), password="buka")
        assert polling.ask(there).new == 1
        polling.ask(replace(there, key_file="", password="salah"))
        assert "lets neither this password nor this key in" in Row.objects.get().error
        polling.ask(replace(there, password="tutup"))
        assert "127.0.0.1" in Row.objects.get().error


@pytest.mark.django_db
def test_a_server_that_is_stuck_or_sends_too_much_ends_within_its_budget(outgoing):
    with file_server(outgoing.parent, files=Stuck) as (port, shown):
        began = time.monotonic()
        polling.ask(feed(port, shown, budget=1))
        assert time.monotonic() - began < 5
        assert Row.objects.get().error == "127.0.0.1: no answer in 1 s"
    (outgoing / "a.xml").write_bytes(b" " * (1 << 20) + RSS)
    with file_server(outgoing.parent) as (port, shown):
        polling.ask(feed(port, shown, megabytes=1))
    assert "a.xml: more than the feed's megabytes" in Row.objects.get().error


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "ssh-keyscan sftp.example.id"),
        ('host_keys = ["MD5:12:34"]', "host_keys must name the fingerprints"),
        (f'host_keys = ["{ANY}"]\nkey_file = "tidak-ada"', "key_file: tidak-ada is not there"),
    ],
)
def test_a_server_nobody_could_tell_from_another_is_refused_at_the_door(tmp_path, said, why):
    with pytest.raises(PaperError, match=r"feeds\.a") as refusal:
        imagine(tmp_path, f'[feeds.a]\naddress = "sftp://x@sftp.example.id/keluar"\n{said}')
    assert why in str(refusal.value) and "\n" not in str(refusal.value)
