"""A feed that gives nothing readable is seen to fail, in words; what lies in a folder is never lost."""

from __future__ import annotations

import os
import time
from dataclasses import replace

import pytest
from django.test import Client

from kabar.config import Feed
from kabar.wire import polling, queries
from kabar.wire.models import Feed as Row
from kabar.wire.models import Health, Item, RefusedCopy
from kabar.wire.parsers import plain, reading
from kabar.wire.tests.test_feeders import RSS, feed, website

SIGN_IN = (
    b"<!DOCTYPE html><html><head><title>Masuk - Kantor Berita</title></head><body><p>{}</p></body></html>"
)
BROKEN = SIGN_IN.replace(b"<p>{}</p>", b"<br><p>Silakan masuk {}")
RELEASE = "Panen raya di Subang\n\nPetani di Subang memanen padi.\n\nHarga gabah naik.\n"


def rested(folder, **files):
    """Put files into a folder as if they had lain there for a minute."""
    before = time.time() - 60
    for name, data in files.items():
        file = folder / name.replace("_", ".")
        file.write_bytes(data if isinstance(data, bytes) else data.encode())
        os.utime(file, (before, before))


@pytest.mark.django_db
@pytest.mark.parametrize("page", [SIGN_IN, BROKEN], ids=["well-formed", "broken"])
def test_an_address_that_gives_a_sign_in_page_fails_in_words_and_recovers(page, settings):
    answers = [RSS, page.replace(b"{}", b"1"), page.replace(b"{}", b"2"), RSS]
    with website(lambda _headers: (200, {"ETag": f'"{len(answers)}"'}, answers.pop(0))) as address:
        there = feed("kb", address, every=60)
        settings.PAPER = replace(settings.PAPER, feeds=(there,))
        polling.ask(there)
        last = Row.objects.get()
        polling.ask(there)
        polling.ask(there)
        row = Row.objects.get()
        assert (row.health, row.failures, row.answered_at) == (Health.FAILING, 2, last.answered_at)
        assert row.memory == last.memory
        said = queries.feeds()[0].words
        assert "halaman web" in said and "Masuk - Kantor Berita" in said
        assert RefusedCopy.objects.count() == 1
        polling.ask(there)
    assert Row.objects.get().health == Health.WELL


@pytest.mark.django_db
def test_an_address_without_news_is_well(settings):
    for body in (b"<rss version='2.0'><channel><title>KB</title></channel></rss>", b'{"items": []}', b"[]"):
        with website(lambda _headers, body=body: (200, {}, body)) as address:
            polling.ask(feed("kb", address))
        assert Row.objects.get().health == Health.WELL
    assert not RefusedCopy.objects.exists()


@pytest.mark.django_db
def test_text_in_a_watched_folder_is_an_item_and_all_else_is_named(tmp_path):
    rested(tmp_path, siaran_txt=RELEASE, foto_jpg=b"\xff\xd8\xff\xe0", kosong_txt="", naskah_pdf=b"%PDF-1.7",
           surat_docx=b"PK\x03\x04xx", acak_bin=b"a\x07\x01b", a_xml=RSS)  # fmt: skip
    polling.ask(feed("masuk", tmp_path, agency="Humas"))
    item = Item.objects.get(said__format="plain")
    assert (item.headline, item.provider) == ("Panen raya di Subang", "Humas")
    assert len(item.said["blocks"]) == 2
    reasons = " ".join(RefusedCopy.objects.values_list("reason", flat=True))
    assert all(name in reasons for name in ("naskah.pdf", "surat.docx", "acak.bin"))
    assert RefusedCopy.objects.count() == 3
    assert {each.name for each in (tmp_path / "taken").iterdir()} == {
        "siaran.txt", "foto.jpg", "kosong.txt", "a.xml",
    }  # fmt: skip
    assert Row.objects.get().health == Health.WELL


@pytest.mark.django_db
def test_a_folder_of_which_nothing_can_be_read_fails_and_is_asked_again_at_its_pace(tmp_path):
    rested(tmp_path, naskah_pdf=b"%PDF-1.7")
    there = feed("masuk", tmp_path, every=60)
    polling.ask(there)
    row = Row.objects.get()
    assert row.health == Health.FAILING and "naskah.pdf" in row.error
    assert (row.next_at - row.asked_at).total_seconds() < 62
    rested(tmp_path, siaran_txt=RELEASE)
    polling.ask(there)
    assert Row.objects.get().health == Health.WELL and Item.objects.count() == 1


@pytest.mark.django_db
def test_a_push_of_which_nothing_can_be_read_is_seen_to_fail(settings):
    token = "kunci-yang-cukup-panjang"
    settings.PAPER = replace(settings.PAPER, feeds=(Feed(name="dorong", address="push", password=token),))
    send = {"content_type": "text/html", "headers": {"Authorization": f"Bearer {token}"}}
    assert Client().post("/redaksi/wire/in/dorong/", SIGN_IN, **send).status_code == 422
    assert Row.objects.get().health == Health.FAILING
    assert Client().post("/redaksi/wire/in/dorong/", RSS, **send).status_code == 202
    assert Row.objects.get().health == Health.WELL


@pytest.mark.once
def test_plain_text_keeps_a_long_first_line_and_says_when_it_takes_copy_back():
    long = plain.item_of("a.txt", ("Petani di Subang memanen padi. " * 12).encode(), "Humas")
    assert long.headline.endswith("…") and len(long.blocks) == 1
    assert plain.item_of("a.txt", "DICABUT: Panen raya\n\nMaaf.".encode("utf-16"), "H").standing == "killed"
    assert plain.item_of("a.txt", b"\x00\x01", "Humas") is None
    assert reading.parse(b'{"_items": []}') == []
