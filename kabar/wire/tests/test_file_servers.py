"""Servers of files that list for people only are read as well as those that list for machines."""

from __future__ import annotations

import pytest

from kabar.wire import polling
from kabar.wire.feeders.asking import beside
from kabar.wire.models import Feed as Row
from kabar.wire.models import Health
from kabar.wire.testing import OldFileServer, serving
from kabar.wire.tests.test_feeders import RSS, feed

UNIX = "-rw-r--r--    1 1000     1000     {size:>8} Nov 26 08:00 {name}"
ABOUT = ("drwxr-xr-x    2 1000     1000         4096 Nov 26 08:00 arsip",)
DOS, ABOUT_DOS = "11-26-26  08:00AM {size:>20} {name}", ("11-26-26  08:00AM       <DIR>          arsip",)
OWN, ABOUT_OWN = "{name} <{size}>", ("arsip <>",)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lists", "folders"),
    [(UNIX, ("total 8", *ABOUT)), (DOS, ABOUT_DOS), (OWN, ABOUT_OWN)],
    ids=["as Unix", "as Windows", "as nobody else"],
)
def test_files_of_a_server_that_does_not_know_mlsd_come_in_once(lists, folders):
    server = OldFileServer({"a berkas.xml": RSS, "foto.jpg": b"foto"}, lists, folders)
    with serving(server):
        there = feed("berkas", f"ftp://antara@127.0.0.1:{server.port}", password="rahasia")
        assert polling.ask(there).new == 1
        assert (polling.ask(there).new, polling.ask(there).known) == (0, 0)
        server.files["b.xml"] = RSS.replace(b"a1", b"b2")
        assert polling.ask(there).new == 1
        server.files["b.xml"] = RSS.replace(b"a1", b"b2").replace(b"Panen", b"Ralat: panen")
        assert polling.ask(there).new == 1
        read = [line for line in server.said if line.startswith("RETR")]
        assert read == ["RETR a berkas.xml", "RETR b.xml", "RETR b.xml"]
        assert (beside(there, "foto.jpg"), beside(there, "tidak-ada.jpg")) == (b"foto", None)
    assert Row.objects.get().health == Health.WELL


class Locked(OldFileServer):
    """One that lets nobody list."""

    def answer(self, line):
        """Refuse to list."""
        refused = b"530 Please login with USER and PASS.\r\n"
        return refused if line.startswith(("LIST", "NLST")) else super().answer(line)


class Empty(OldFileServer):
    """One that says of an empty folder that it has none, as vsftpd does."""

    def answer(self, line):
        """Refuse to list names."""
        return b"550 No files found.\r\n" if line.startswith("NLST") else super().answer(line)


@pytest.mark.django_db
def test_an_empty_folder_is_well_and_a_refused_one_is_told_in_its_own_words():
    server = Empty({}, UNIX)
    with serving(server):
        there = feed("berkas", f"ftp://antara@127.0.0.1:{server.port}", password="rahasia")
        assert polling.ask(there).new == 0
        assert Row.objects.get().health == Health.WELL and beside(there, "foto.jpg") is None
    locked = Locked({}, UNIX)
    with serving(locked):
        polling.ask(feed("berkas", f"ftp://antara@127.0.0.1:{locked.port}", password="rahasia"))
    assert Row.objects.get().error == "127.0.0.1: 530 Please login with USER and PASS."
