"""Rina assigns, Ayu writes on her phone and files, Rina returns and approves; the shift hands over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tools.walking_paper import WalkingPaper

pytestmark = [pytest.mark.browser, pytest.mark.once]
WORD = "kopi-pahit-7"
STAFF = f"""
from kabar.sections.models import Section
from kabar.staff.models import Author, Post, User
from kabar.staff.roles import Role, give
people = (("ayu", "Ayu", Role.WRITER), ("rina", "Rina", Role.EDITOR), ("dewi", "Dewi", Role.CHIEF))
for name, first, role in people:
    user = User.objects.create_user(name, "", "{WORD}", first_name=first, last_name="Lestari")
    give(user, role)
    Post.objects.get_or_create(user=user, desk=None, defaults={{"role": role}})
    Author.objects.create(name=str(user), slug=name, user=user)
Section.objects.get_or_create(paper="main", slug="nasional", defaults={{"name": "Nasional", "position": 0}})
"""
#: Three people at one machine, which may be busy with other proofs.
PATIENCE = 60_000
PHONE = {"width": 390, "height": 844}
BROAD = {"width": 1440, "height": 900}


class Seat:
    """Somebody of the newsroom at a screen of their own."""

    def __init__(self, browser: Browser, paper: WalkingPaper, name: str, size: dict[str, int]) -> None:
        self.context = browser.new_context(locale="id-ID", viewport=size)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.paper = paper
        self.page.goto(paper.url("/redaksi/"))
        self.page.get_by_label("Nama pengguna").fill(name)
        self.page.get_by_label("Kata sandi").fill(WORD)
        self.page.get_by_role("button", name="Masuk").click()
        expect(self.page.locator("#kabar-desk")).to_be_visible()

    def desk(self, band: str = "") -> Page:
        self.page.goto("about:blank")
        self.page.goto(self.paper.url(f"/redaksi/{'#' + band if band else ''}"))
        return self.page

    def card(self, title: str):
        return self.page.locator("[data-card]", has_text=title)

    def paragraph(self, words: str) -> None:
        """Write over the first paragraph."""
        self.page.locator("[data-contentpath=body] .public-DraftEditor-content").first.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)

    def keep(self) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Simpan draf").click()
        expect(self.page.locator(".messages")).to_contain_text("disimpan")


@pytest.fixture
def seats(
    browser: Browser, new_paper: WalkingPaper, hear: Callable[[Page], list[str]]
) -> Iterator[dict[str, Seat]]:
    """Rina and Dewi at their desks, Ayu with her phone."""
    expect.set_options(timeout=PATIENCE)
    new_paper.python(STAFF)
    sizes = {"rina": BROAD, "ayu": PHONE, "dewi": BROAD}
    taken = {name: Seat(browser, new_paper, name, size) for name, size in sizes.items()}
    for seat in taken.values():
        hear(seat.page)
    yield taken
    for seat in taken.values():
        seat.context.close()
    expect.set_options(timeout=5_000)


def test_a_story_is_wanted_written_returned_mended_approved_and_read(
    seats: dict[str, Seat], new_paper: WalkingPaper, plain_page: Page
) -> None:
    rina, ayu, dewi = seats["rina"], seats["ayu"], seats["dewi"]

    rina.page.keyboard.press("a")
    rina.page.get_by_label("Yang diminta").fill("Banjir di hulu")
    rina.page.get_by_label("Kanal").select_option(label="Nasional")
    rina.page.get_by_label("Siapa", exact=True).select_option(label="Ayu Lestari")
    rina.page.get_by_label("Arahan").fill("Tanya petugas pintu air.")
    rina.page.get_by_role("button", name="Tugaskan").click()
    expect(rina.card("Banjir di hulu")).to_contain_text("Ayu Lestari")

    # The screen tells by itself; on a phone it shows one band at a time.
    expect(ayu.card("Banjir di hulu")).to_be_visible()
    ayu.card("Banjir di hulu").get_by_role("button", name="Ambil").click()
    ayu.card("Banjir di hulu").get_by_role("button", name="Mulai menulis").click()
    expect(ayu.page.locator("#id_headline")).to_have_value("Banjir di hulu")
    ayu.paragraph("Air naik sejak subuh.")
    ayu.keep()
    ayu.desk("writing")
    expect(ayu.page.locator("#wanted")).to_be_hidden()
    ayu.card("Banjir di hulu").get_by_role("link", name="Setor").click()
    ayu.page.get_by_role("button", name="Setor untuk diperiksa").click()

    rina.desk()
    expect(rina.page.locator("#review [data-card]")).to_contain_text("Banjir di hulu")
    rina.page.keyboard.press("j")
    expect(rina.page.locator("[data-card]:focus")).to_contain_text("Banjir di hulu")
    rina.page.keyboard.press("r")
    expect(rina.page.locator(".kd-manuscript")).to_contain_text("Air naik sejak subuh.")
    rina.page.get_by_label("Yang harus dikerjakan").fill("Sebut jam berapa.")
    rina.page.get_by_role("button", name="Kembalikan ke penulis").click()

    ayu.desk("writing")
    expect(ayu.card("Banjir di hulu")).to_contain_text("Sebut jam berapa.")
    ayu.card("Banjir di hulu").get_by_role("link", name="Perbaiki").click()
    ayu.paragraph("Air naik sejak pukul 04.30.")
    ayu.keep()
    ayu.page.get_by_role("button", name="Buka atau tutup meja dan catatan").click()
    expect(ayu.page.locator("#kabar-beside")).to_contain_text("Sebut jam berapa.")
    ayu.page.locator("#kabar-beside").get_by_role("link", name="Setor untuk diperiksa").click()
    ayu.page.get_by_role("button", name="Setor untuk diperiksa").click()

    rina.desk()
    rina.card("Banjir di hulu").get_by_role("link", name="Periksa").click()
    rina.page.get_by_role("button", name="Setujui").click()
    rina.card("Banjir di hulu").get_by_role("link", name="Terbitkan").click()
    rina.page.get_by_role("button", name="Terbitkan").click()
    expect(rina.page.locator("#live [data-card]")).to_contain_text("Banjir di hulu")

    plain_page.goto(new_paper.url("/"))
    plain_page.get_by_role("link", name=re.compile("Banjir di hulu")).first.click()
    expect(plain_page.locator("article.story")).to_contain_text("pukul 04.30")

    rina.page.get_by_role("link", name="Serah terima").click()
    rina.page.get_by_label("Untuk giliran berikutnya").fill("Tunggu telepon petugas pintu air.")
    rina.page.get_by_role("button", name="Serah terima").click()
    dewi.desk()
    expect(dewi.page.locator(".kd-handover")).to_contain_text("Tunggu telepon petugas pintu air.")
    dewi.page.get_by_role("button", name="Sudah dibaca").click()
    expect(dewi.page.locator(".kd-handover")).to_have_count(0)
