"""Ayu writes, Rina sends to press, Budi reads at once, and what was wrong is put right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tools.walking_paper import WalkingPaper, walk

pytestmark = pytest.mark.browser
WORD = "kopi-pahit-7"
NEWSROOM = "/redaksi/"
STAFF = f"""
from kabar.sections.models import Section
from kabar.staff.models import Author, User
from kabar.staff.roles import Role, give
people = (("ayu", "Ayu", "Lestari", Role.WRITER), ("rina", "Rina", "Wulandari", Role.CHIEF))
for name, first, last, role in people:
    user = User.objects.create_user(name, name + "@example.id", "{WORD}", first_name=first, last_name=last)
    give(user, role)
    Author.objects.create(name=str(user), slug=name, user=user)
Section.objects.get_or_create(paper="main", slug="global", defaults={{"name": "Global", "position": 0}})
"""


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WalkingPaper]:
    """A paper with a writer, an editor and a section, for one story after another."""
    with walk(tmp_path_factory.mktemp("newsroom") / "paper", demo=False) as paper:
        paper.python(STAFF)
        yield paper


def kept_by_itself(request: Request) -> bool:
    """Tell the form's own autosave from everything else that a page asks for."""
    return request.method == "POST" and "/redaksi/stories/edit/" in request.url


class Desk:
    """One of the staff at their own computer."""

    def __init__(self, paper: WalkingPaper, page: Page, name: str) -> None:
        self.paper, self.page = paper, page
        page.goto(paper.url(NEWSROOM))
        page.get_by_label("Nama pengguna").fill(name)
        page.get_by_label("Kata sandi").fill(WORD)
        page.get_by_role("button", name="Masuk").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Selamat datang")

    def begin(self) -> None:
        self.page.get_by_role("link", name="Berita baru").click()

    def headline(self, words: str) -> None:
        self.page.locator("#id_headline").fill(words)

    def paragraph(self, words: str) -> None:
        line = self.page.locator("[data-contentpath=body] .public-DraftEditor-content").first
        line.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)

    def keep(self) -> None:
        self.page.get_by_role("button", name="Simpan draf").click()
        self.told("disimpan")

    def send(self, button: str = "Terbitkan") -> str:
        """Send to press; the public address."""
        expect(self.page.locator("[name=body-count]")).to_be_attached()
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).click()
        self.told("sudah terbit")
        return self.page.get_by_role("link", name="Lihat halamannya").get_attribute("href") or ""

    def told(self, words: str) -> None:
        expect(self.page.locator(".messages")).to_contain_text(words)


@pytest.fixture
def colleague(browser: Browser, hear: Callable[[Page], list[str]]) -> Iterator[Page]:
    """A second computer in the newsroom."""
    context = browser.new_context(locale="id-ID", viewport={"width": 1440, "height": 900})
    window = context.new_page()
    hear(window)
    yield window
    context.close()


def test_a_story_is_written_published_read_and_corrected(
    newsroom: WalkingPaper, page: Page, colleague: Page, plain_page: Page
) -> None:
    ayu = Desk(newsroom, page, "ayu")
    ayu.begin()
    ayu.headline("Dua menteri bicara satu jam")
    ayu.paragraph("Percakapan itu yang pertama sejak Febuari.")
    ayu.keep()
    expect(page.get_by_role("button", name="Terbitkan")).to_have_count(0)
    plain_page.goto(newsroom.url("/"))
    expect(plain_page.locator("body")).not_to_contain_text("Dua menteri")

    rina = Desk(newsroom, colleague, "rina")
    colleague.get_by_role("link", name="Dua menteri bicara satu jam").click()
    expect(colleague.locator("#id_headline")).to_have_value("Dua menteri bicara satu jam")
    address = rina.send()
    assert re.fullmatch(r".*/global/\d{4}/\d\d/\d\d/dua-menteri-bicara-satu-jam", address)
    path = address[address.index("/global/") :]

    for place in ("/", "/global/", path, "/rss.xml", "/global/rss.xml"):
        plain_page.goto("about:blank")
        answer = plain_page.request.get(newsroom.url(place))
        assert answer.status == 200, place
        assert "Dua menteri bicara satu jam" in answer.text(), place
    plain_page.goto(newsroom.url("/"))
    plain_page.get_by_role("link", name="Dua menteri bicara satu jam").first.click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Dua menteri bicara satu jam")
    expect(plain_page.locator("article.story")).to_contain_text("yang pertama sejak Febuari")
    expect(plain_page.locator("article.story")).to_contain_text("Ayu Lestari")

    rina.paragraph("Percakapan itu yang pertama sejak Februari.")
    rina.headline("Dua menteri bicara satu jam lewat garis cepat")
    rina.send("Terbitkan perubahan")
    plain_page.reload()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text(
        "Dua menteri bicara satu jam lewat garis cepat"
    )
    expect(plain_page.locator("article.story")).to_contain_text("sejak Februari")
    expect(plain_page.locator("article.story")).not_to_contain_text("Febuari")

    colleague.locator("#id_slug").fill("garis-cepat")
    moved = rina.send("Terbitkan perubahan")
    assert moved.endswith("/garis-cepat")
    plain_page.goto(newsroom.url(path))
    assert plain_page.url.endswith("/garis-cepat")
    expect(plain_page.get_by_role("heading", level=1)).to_contain_text("garis cepat")

    colleague.get_by_role("button", name="Tindakan lain").click()
    colleague.get_by_role("link", name="Cabut…").click()
    colleague.get_by_label("pertimbangan khusus yang ditetapkan Dewan Pers").check()
    colleague.get_by_label("Alasan").fill("Sumber menarik keterangannya")
    colleague.get_by_role("button", name="Cabut").click()
    rina.told("dicabut")
    gone = plain_page.request.get(newsroom.url(moved[moved.index("/global/") :]))
    assert gone.status == 410
    assert "Sumber menarik keterangannya" in gone.text()
    assert "garis cepat" not in plain_page.request.get(newsroom.url("/")).text()


@pytest.mark.once
def test_a_live_story_is_corrected_in_the_open_and_killed_with_its_reason_shown(
    newsroom: WalkingPaper, page: Page, plain_page: Page
) -> None:
    rina = Desk(newsroom, page, "rina")
    rina.begin()
    rina.headline("Jembatan Lereng dibuka")
    rina.paragraph("Gubernur meresmikannya pada Senin. Panjangnya 40 meter.")
    address = rina.send()
    path = address[address.index("/global/") :]
    rina.paragraph("Gubernur meresmikannya pada Selasa. Panjangnya 40 meter.")
    rina.keep()
    page.get_by_role("button", name="Tindakan lain").click()
    page.get_by_role("link", name="Koreksi…").click()
    expect(page.locator(".kabar-changes")).to_contain_text("pada Senin")
    page.get_by_label("Keterangan untuk pembaca").fill("Peresmian Selasa, bukan Senin.")
    page.get_by_role("button", name="Koreksi", exact=True).click()
    rina.told("sudah dikoreksi")

    def told(place: str) -> str:
        return plain_page.request.get(newsroom.url(place)).text()

    for place in (path, "/koreksi/", "/koreksi/rss.xml"):
        assert "Peresmian Selasa, bukan Senin." in told(place), place
    plain_page.goto(newsroom.url(path))
    plain_page.get_by_role("link", name="Yang semula tertulis di berita ini").click()
    expect(plain_page.locator("del")).to_contain_text("pada Senin.")
    before = plain_page.url[len(newsroom.address) :]

    page.get_by_role("button", name="Tindakan lain").click()
    page.get_by_role("link", name="Cabut…").click()
    # Somebody telephones: that is pressure, and no ground; the story stays where readers have it.
    expect(page.locator(".kabar-act")).to_contain_text("Tekanan dari luar redaksi bukan dasar")
    page.get_by_label("Alasan").fill("Kantor bupati menelepon")
    page.get_by_role("button", name="Cabut").click()
    expect(page.locator(".kabar-act")).to_contain_text("harus diisi")
    assert plain_page.request.get(newsroom.url(path)).status == 200
    page.get_by_label("pengalaman traumatik korban").check()
    page.get_by_label("Alasan").fill("Keluarga korban dapat dikenali")
    page.get_by_role("button", name="Cabut").click()
    rina.told("dicabut")
    gone = plain_page.request.get(newsroom.url(path))
    assert gone.status == 410
    assert "Keluarga korban dapat dikenali" in gone.text() and "pengalaman traumatik korban" in gone.text()
    assert "Keluarga korban dapat dikenali" in told("/koreksi/")
    surfaces = ("/", "/global/", "/rss.xml", "/koreksi/", "/koreksi/rss.xml", "/sitemap-1.xml", path, before)
    for place in (*surfaces, "/cari/?q=lereng"):
        for words in ("Jembatan Lereng", "pada Senin", "pada Selasa", "40 meter", "Peresmian"):
            assert words not in told(place), (place, words)

    plain_page.goto(newsroom.url("/koreksi/minta/"))
    plain_page.get_by_label("Alamat berita").fill(address)
    plain_page.get_by_label("Apa yang keliru").fill("Mengapa dicabut?")
    plain_page.get_by_label("Nama Anda").fill("Budi")
    plain_page.get_by_label("Surel atau telepon").fill("budi@example.id")
    plain_page.get_by_role("button", name="Kirim permintaan").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Permintaan Anda sudah kami terima")
    page.get_by_role("link", name="Ralat", exact=True).click()
    expect(page.locator(".kabar-clocks").first).to_contain_text("Budi")


@pytest.mark.once
def test_what_is_written_is_kept_without_asking(newsroom: WalkingPaper, page: Page) -> None:
    ayu = Desk(newsroom, page, "ayu")
    ayu.begin()
    ayu.paragraph("Baru satu kalimat, belum berjudul.")
    page.wait_for_url(re.compile(r"/redaksi/stories/edit/\d+/"), timeout=20_000)
    page.reload()
    expect(page.locator("[data-contentpath=body]").first).to_contain_text("Baru satu kalimat")
    # What the form kept by itself is nobody else's newer version.
    with page.expect_response(lambda answer: kept_by_itself(answer.request)):
        ayu.headline("Sekarang berjudul")
    ayu.keep()
    expect(page.locator("#id_headline")).to_have_value("Sekarang berjudul")


@pytest.mark.once
def test_the_preview_shows_the_page_while_it_is_written(newsroom: WalkingPaper, page: Page) -> None:
    ayu = Desk(newsroom, page, "ayu")
    ayu.begin()
    ayu.headline("Pratinjau yang sebenarnya")
    ayu.keep()
    page.get_by_role("button", name="Buka atau tutup pratinjau").click()
    preview = page.frame_locator("#w-preview-iframe")
    expect(preview.get_by_role("heading", level=1)).to_have_text("Pratinjau yang sebenarnya", timeout=20_000)
    ayu.headline("Pratinjau yang berubah")
    expect(preview.get_by_role("heading", level=1)).to_have_text("Pratinjau yang berubah", timeout=20_000)
