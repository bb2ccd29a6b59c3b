"""Ayu sends ten pictures from her phone, sees each arrive, and finds them in the library."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tools.walking_paper import WalkingPaper

pytestmark = [pytest.mark.browser, pytest.mark.once]
WORD = "kopi-pahit-7"
STAFF = f"""
from kabar.staff.models import User
from kabar.staff.roles import Role, give
give(User.objects.create_user("ayu", "ayu@example.id", "{WORD}", first_name="Ayu"), Role.WRITER)
"""


@pytest.fixture
def phone(browser: Browser, hear: Callable[[Page], list[str]]) -> Iterator[Page]:
    """A telephone in the hand."""
    context = browser.new_context(locale="id-ID", viewport={"width": 390, "height": 844}, has_touch=True)
    window = context.new_page()
    hear(window)
    yield window
    context.close()


@pytest.fixture
def camera_roll(tmp_path: Path) -> list[Path]:
    """Nine photographs, one of them twice, and a page that calls itself a photograph."""
    chance, roll = random.Random(5), []
    for number in range(9):
        colour = (chance.randrange(255), chance.randrange(255), chance.randrange(255))
        roll.append(tmp_path / f"IMG_{number}.jpg")
        Image.new("RGB", (2000, 1500), colour).save(roll[-1], "JPEG")
    roll.append(tmp_path / "IMG_lagi.jpg")
    roll[-1].write_bytes(roll[0].read_bytes())
    roll.append(tmp_path / "halaman.jpg")
    roll[-1].write_text("<!doctype html><script>alert(1)</script>")
    return roll


def test_ten_pictures_are_sent_from_a_phone(
    new_paper: WalkingPaper, phone: Page, camera_roll: list[Path]
) -> None:
    new_paper.python(STAFF)
    phone.goto(new_paper.url("/redaksi/images/multiple/add/"))
    phone.get_by_label("Nama pengguna").fill("ayu")
    phone.get_by_label("Kata sandi").fill(WORD)
    phone.get_by_role("button", name="Masuk").click()
    phone.get_by_label("Kredit").first.fill("Kabar/Ayu Lestari")
    phone.get_by_label("Tempat").fill("Kupang")
    phone.locator("#files").set_input_files(camera_roll)
    expect(phone.locator("#progress")).to_contain_text("dari 11 terkirim")
    expect(phone.locator("#progress")).to_contain_text("11 dari 11 terkirim", timeout=60_000)
    expect(phone.locator(".kabar-card--kept")).to_have_count(9)
    expect(phone.locator(".kabar-card--there")).to_contain_text("Foto ini sudah ada di pustaka")
    expect(phone.locator(".kabar-card--refused")).to_contain_text("bukan gambar yang bisa kami cetak")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    card = phone.locator(".kabar-card--kept").first
    card.get_by_label("Uraian gambar").fill("Sawah hijau di bawah awan")
    card.get_by_role("button", name="Simpan").click()
    expect(phone.locator(".kabar-card--kept").first).to_contain_text("tersimpan")

    phone.goto(new_paper.url("/redaksi/images/"))
    expect(phone.locator(".kabar-library li")).to_have_count(9)
    expect(phone.locator(".kabar-library")).to_contain_text("Kabar/Ayu Lestari")
