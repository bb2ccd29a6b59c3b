"""A story from the wire to its kill: read on a phone, taken with one key, flagged when it is taken back."""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tools.walking_paper import WalkingPaper

pytestmark = [pytest.mark.browser, pytest.mark.once]
WORD, TOKEN = "kopi-pahit-7", "kunci-dorong-yang-panjang"
PATIENCE = 60_000
STAFF = f"""
from kabar.sections.models import Section
from kabar.staff.models import Author, User
from kabar.staff.roles import Role, give
ayu = User.objects.create_user("ayu", "", "{WORD}", first_name="Ayu", last_name="Lestari")
give(ayu, Role.WRITER)
Author.objects.create(name=str(ayu), slug="ayu", user=ayu)
Section.objects.get_or_create(paper="main", slug="nasional", defaults={{"name": "Nasional", "position": 0}})
"""


def copy(version: int, key: str = "urn:antara:1", **fields: object) -> bytes:
    """What the agency sends."""
    said = {
        "uri": key, "version": str(version), "pubstatus": "usable", "provider": "ANTARA", "language": "id",
        "headline": "Gempa 6,1 mengguncang Lombok, dua orang luka-luka", "located": "Mataram", "urgency": 1,
        "versioncreated": f"2026-11-26T10:0{version}:00+07:00", "slugline": "gempa-lombok",
        "body_html": "<p>Gempa berkekuatan 6,1 mengguncang Pulau Lombok, Kamis pagi.</p>"
        "<p>Dua orang luka-luka, kata Kepala BPBD Ahmadi.</p>",
    }  # fmt: skip
    return json.dumps({**said, **fields}).encode()


def push(paper: WalkingPaper, data: bytes, token: str = TOKEN) -> int:
    """Send copy as the agency does; return what is answered."""
    request = urllib.request.Request(
        paper.url("/redaksi/wire/in/dorong/"), data, {"Authorization": f"Bearer {token}"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


@pytest.fixture
def fed(new_paper: WalkingPaper, tmp_path: Path) -> WalkingPaper:
    """A paper with a watched folder and an agency that pushes."""
    (tmp_path / "masuk").mkdir()
    new_paper.stop()
    with (new_paper.folder / "kabar.toml").open("a") as settings:
        settings.write(f'\n[feeds.masuk]\naddress = "{tmp_path / "masuk"}"\nevery = 5\n')
        settings.write(f'\n[feeds.dorong]\naddress = "push"\npassword = "{TOKEN}"\n')
    new_paper.python(STAFF)
    new_paper.start()
    return new_paper


def test_copy_is_read_on_a_phone_taken_with_one_key_and_flagged_when_it_is_killed(
    browser: Browser, fed: WalkingPaper, tmp_path: Path, hear: Callable[[Page], list[str]]
) -> None:
    expect.set_options(timeout=PATIENCE)
    context = browser.new_context(locale="id-ID", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    hear(page)
    file = tmp_path / "masuk" / "gempa.json"
    file.write_bytes(copy(1))
    os.utime(file, (time.time() - 60, time.time() - 60))
    page.goto(fed.url("/redaksi/"))
    page.get_by_label("Nama pengguna").fill("ayu")
    page.get_by_label("Kata sandi").fill(WORD)
    page.get_by_role("button", name="Masuk").click()
    expect(page.locator("#wire [data-card]")).to_contain_text(
        "Gempa 6,1 mengguncang Lombok", timeout=PATIENCE
    )

    page.goto(fed.url("/redaksi/wire/"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(".kw-text")).to_contain_text("kata Kepala BPBD Ahmadi")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.keyboard.press("t")
    expect(page.locator("#id_headline")).to_have_value("Gempa 6,1 mengguncang Lombok, dua orang luka-luka")
    expect(page.locator("[data-contentpath=body]")).to_contain_text("Dua orang luka-luka")
    story = page.url.rstrip("/").rpartition("/")[2]

    assert push(fed, copy(2), token="kunci-yang-salah-sekali") == 403
    sent = time.monotonic()
    assert push(fed, copy(2, pubstatus="canceled", ednote="Salah tempat")) == 202
    page.goto(fed.url(f"/redaksi/desk/notes/{story}/"))
    expect(page.locator("main")).to_contain_text("DICABUT: ANTARA menarik")
    assert time.monotonic() - sent < 30
    expect(page.locator("main")).to_contain_text("Salah tempat")
    context.close()
