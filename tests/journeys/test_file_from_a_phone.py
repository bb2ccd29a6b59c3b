"""Ayu files from her phone, with a picture and what she was sent; at her desk she pastes from Word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tools.walking_paper import WalkingPaper, walk

pytestmark = [pytest.mark.browser, pytest.mark.once]
WORD = "kopi-pahit-7"
CLIPBOARDS = Path(__file__).parents[2] / "kabar/writing/tests/clipboard"
STAFF = f"""
from kabar.sections.models import Section
from kabar.staff.models import Author, User
from kabar.staff.roles import Role, give
user = User.objects.create_user("ayu", "ayu@example.id", "{WORD}", first_name="Ayu", last_name="Lestari")
give(user, Role.WRITER)
Author.objects.create(name=str(user), slug="ayu", user=user)
Section.objects.get_or_create(paper="main", slug="global", defaults={{"name": "Global", "position": 0}})
from kabar.demo.templates import lay_out
lay_out("main")
"""
#: Put on the machine's own clipboard what a program would put there.
COPY = """async ([html, text]) => navigator.clipboard.write([new ClipboardItem({
  "text/html": new Blob([html], {type: "text/html"}), "text/plain": new Blob([text], {type: "text/plain"}),
})])"""
BODY = """() => document.getElementById("body-root").rootBlock.children.map((child) =>
  [child.type, child.element.innerText.replace(/\\s+/g, " ")])"""


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WalkingPaper]:
    with walk(tmp_path_factory.mktemp("phone") / "paper", demo=False) as paper:
        paper.python(STAFF)
        yield paper


def sign_in(paper: WalkingPaper, page: Page) -> None:
    page.goto(paper.url("/redaksi/"))
    page.get_by_label("Nama pengguna").fill("ayu")
    page.get_by_label("Kata sandi").fill(WORD)
    page.get_by_role("button", name="Masuk").click()
    page.get_by_role("link", name="Berita baru").first.click()
    page.wait_for_selector("#w-editor-form")


def write_on(page: Page) -> None:
    page.locator("[data-contentpath=body] .public-DraftEditor-content").first.click()


def copied(paper: WalkingPaper, page: Page, clipboard: str) -> None:
    """Copy in a window of its own: there its policy refuses Word's handlers, and nobody listens."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    other = page.context.new_page()
    other.goto(paper.url("/"))
    other.evaluate(COPY, [(CLIPBOARDS / clipboard).read_text("utf-8"), "Jembatan"])
    other.close()
    page.bring_to_front()


def body(page: Page) -> list[list[str]]:
    """The blocks of the form and their words, once the form has built itself."""
    page.wait_for_function("document.getElementById('body-root')?.rootBlock")
    return page.evaluate(BODY)


def kinds(page: Page) -> list[str]:
    return [kind for kind, _words in body(page)]


def test_a_reporter_files_from_a_phone(newsroom: WalkingPaper, browser: Browser, tmp_path: Path) -> None:
    phone = browser.new_context(locale="id-ID", viewport={"width": 390, "height": 844}, has_touch=True)
    page = phone.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    sign_in(newsroom, page)
    expect(page.get_by_role("link", name="Berita kriminal")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("#id_headline").fill("Jembatan Kali Progo dibuka hari ini")
    # The story is kept by itself for the first time; the form is given its own address then.
    page.wait_for_url(re.compile("stories/edit/"))
    copied(newsroom, page, "whatsapp_web.html")
    write_on(page)
    page.keyboard.press("Control+v")
    expect(page.get_by_role("status").filter(has_text="2 blok ditempel.")).to_be_visible(timeout=20_000)
    assert kinds(page) == ["paragraph", "paragraph"]
    expect(page.locator(".kabar-count")).to_contain_text("kata")
    photo = tmp_path / "jembatan.jpg"
    Image.new("RGB", (1200, 800), "steelblue").save(photo)
    page.get_by_role("button", name="Pilih foto").first.click()
    page.locator(".modal [href='#tab-upload']").first.click()
    page.locator(".modal input[type=file]").set_input_files(photo)
    page.locator(".modal").get_by_label("Uraian gambar").fill("Jembatan di atas kali")
    page.locator(".modal").get_by_label("Kredit").fill("Kabar/Ayu Lestari")
    page.locator(".modal #tab-upload [type=submit]").click()
    expect(page.locator("#id_lead_picture")).not_to_have_value("", timeout=30_000)
    keep = page.get_by_role("button", name="Simpan draf")
    expect(keep).to_be_in_viewport()
    keep.click()
    expect(page.locator(".messages")).to_contain_text("disimpan")
    assert "Mohon ditunggu 🙏 siaran persnya" in [words for _kind, words in body(page)][1]
    assert not errors
    phone.close()


def test_a_paste_from_word_becomes_blocks_and_one_undo_takes_it_back(
    newsroom: WalkingPaper, page: Page
) -> None:
    sign_in(newsroom, page)
    write_on(page)
    page.keyboard.type("Awal akhir")
    for _step in range(len("akhir")):
        page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(600)
    before = body(page)
    copied(newsroom, page, "word.html")
    page.keyboard.press("Control+v")
    note = page.get_by_role("status").filter(has_text="8 blok ditempel. 1 gambar tidak ikut")
    expect(note).to_contain_text("Jembatan dari tepi kali", timeout=20_000)
    middle = ["heading", "paragraph", "heading", "list", "list", "quote", "paragraph", "table"]
    assert kinds(page) == ["paragraph", *middle, "paragraph"]
    page.keyboard.press("Control+z")
    assert body(page) == before
    page.keyboard.press("Control+v")
    expect(note).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Simpan draf").click()
    expect(page.locator(".messages")).to_contain_text("disimpan")
    assert kinds(page) == ["paragraph", *middle, "paragraph"]
    for key in ("j", "h"):
        page.keyboard.press(f"Alt+Shift+Key{key.upper()}")
        page.wait_for_timeout(400)
    assert kinds(page)[-1] == "heading"
    page.keyboard.press("Control+/")
    expect(page.get_by_role("dialog").filter(has_text="Menulis berita")).to_be_visible()
