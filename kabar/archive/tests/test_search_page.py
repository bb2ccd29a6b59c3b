"""The page of search, as a reader sees it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import Client

from kabar.stories.testing import a_live_story, a_section

pytestmark = pytest.mark.django_db

MAY = datetime(2022, 5, 13, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def news_travels_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send what waits for a commit right away: the test's own transaction never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda call, *args, **kwargs: call())


def test_the_page_shows_what_was_found_and_is_never_stored(client: Client) -> None:
    a_live_story("Harga beras naik <b>", body=[("paragraph", "<p>Beras &amp; gula.</p>")])
    answer = client.get("/cari/", {"q": "beras"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Harga <mark>beras</mark> naik &lt;b&gt;" in html
    assert "<mark>Beras</mark> &amp; gula." in html


def test_the_page_needs_few_queries(client: Client, django_assert_max_num_queries: object) -> None:
    for number in range(3):
        a_live_story(f"Harga beras naik {number}")
    client.get("/cari/", {"q": "beras"})
    # On PostgreSQL four of them frame the look-up of words.
    with django_assert_max_num_queries(11):  # type: ignore[operator]
        client.get("/cari/", {"q": "harga beras tinggi sekali"})


def test_an_empty_search_shows_the_form_and_the_latest(client: Client) -> None:
    a_live_story("Jembatan dibuka")
    html = client.get("/cari/").content.decode()
    assert 'type="search"' in html
    assert "Jembatan dibuka" in html


def test_a_search_that_finds_nothing_gives_advice(client: Client) -> None:
    answer = client.get("/cari/", {"q": "tidakadaitu"})
    assert answer.status_code == 200
    assert 'role="status"' in answer.content.decode()


def test_stories_that_only_come_close_are_called_so(client: Client) -> None:
    a_live_story("Harga beras naik")
    html = client.get("/cari/", {"q": "beras jembatan"}).content.decode()
    assert "Tidak ada berita yang memuat semua kata; ini yang mendekati" in html


def test_section_and_days_of_the_form_are_obeyed_and_nonsense_is_not(client: Client) -> None:
    a_live_story("Beras lama", section=a_section("Ekonomi"), at=MAY)
    a_live_story("Beras baru", section=a_section("Global"))
    day = {"q": "beras", "kanal": "ekonomi", "dari": "2022-05-13", "sampai": "2022-05-13"}
    html = client.get("/cari/", day).content.decode()
    assert ("<mark>Beras</mark> lama" in html, "<mark>Beras</mark> baru" in html) == (True, False)
    nonsense = {"q": "beras", "kanal": "x" * 500, "dari": "2022-13-45", "sampai": "0001-01-01", "urut": "?"}
    assert client.get("/cari/", nonsense).status_code == 200


def test_findings_are_cut_into_sheets_that_keep_the_question(client: Client) -> None:
    for number in range(21):
        a_live_story(f"Beras {number}")
    html = client.get("/cari/", {"q": "beras", "urut": "terbaru"}).content.decode()
    assert "/cari/?q=beras&amp;urut=terbaru&amp;halaman=2" in html
    assert client.get("/cari/?q=beras&halaman=2").status_code == 200
    assert client.get("/cari/?q=beras&halaman=9").status_code == 404
