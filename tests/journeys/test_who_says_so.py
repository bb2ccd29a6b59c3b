"""Rina says where a sentence comes from in three keystrokes and seals a name; Budi reads how we know."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator

import pyrage
import pytest
from playwright.sync_api import Locator, Page, expect

from tools.walking_paper import WalkingPaper

pytestmark = [pytest.mark.browser, pytest.mark.once]
WORD = "kopi-pahit-7"
NEWSROOM = "/redaksi/"
STAFF = f"""
from kabar.sections.models import Section
from kabar.sources.models import Source
from kabar.staff.models import User
User.objects.create_superuser("rina", "rina@example.id", "{WORD}", first_name="Rina")
Section.objects.get_or_create(paper="main", slug="global", defaults={{"name": "Global", "position": 0}})
Source.objects.create(public_label="John Kirby", role="juru bicara")
Source.objects.create(public_label="pejabat senior pertahanan", unnamed=True)
"""
QUOTE = "Tidak ada satu pun yang benar."
SENTENCE = "Keterangan itu tidak benar, kata juru bicara itu."


@pytest.fixture
def rina(new_paper: WalkingPaper, page: Page) -> Iterator[Page]:
    """Rina at her computer, in a paper with two sources."""
    new_paper.python(STAFF)
    page.set_default_timeout(60_000)
    page.goto(new_paper.url(NEWSROOM))
    page.get_by_label("Nama pengguna").fill("rina")
    page.get_by_label("Kata sandi").fill(WORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url(re.compile("redaksi/$"))
    expect.set_options(timeout=30_000)
    yield page
    expect.set_options(timeout=5_000)


def test_three_keystrokes_say_where_a_sentence_comes_from(
    new_paper: WalkingPaper, rina: Page, plain_page: Page
) -> None:
    rina.goto(new_paper.url(f"{NEWSROOM}stories/add/"))
    rina.locator("#id_headline").fill("Dua menteri bicara")
    text = rina.locator("[data-contentpath=body] .public-DraftEditor-content").first
    text.click()
    rina.keyboard.type(SENTENCE)
    expect(rina.locator(".kabar-attributions__missing")).to_contain_text("tidak benar")
    # Nothing is touched any more, and it is kept by itself.
    rina.wait_for_url(re.compile("stories/edit/"))
    text.click(click_count=3)
    rina.evaluate(
        "() => { window.pressed = []; addEventListener('keydown', (event) => "
        "['Control', 'Shift'].includes(event.key) || window.pressed.push(event.key), true); }"
    )
    rina.keyboard.press("Control+'")
    rina.keyboard.press("k")
    rina.keyboard.press("Enter")
    expect(rina.locator(".kabar-said")).to_have_text(SENTENCE)
    assert rina.evaluate("window.pressed") == ["'", "k", "Enter"]
    card = rina.locator(".kabar-attributions__list ol > li")
    expect(card).to_contain_text("John Kirby")
    expect(rina.locator(".kabar-attributions__missing")).to_have_count(0)

    moved_about(rina, text)
    a_quote_set_apart(rina)

    rina.get_by_role("button", name="Simpan draf").click()
    expect(rina.locator(".messages")).to_contain_text("disimpan")
    expect(rina.locator(".kabar-said")).to_have_text(SENTENCE)
    expect(rina.locator(".kabar-attributions__list ol > li")).to_have_count(2)
    expect(rina.locator(".kabar-quote-source button").first).to_have_text("John Kirby")
    rina.get_by_role("button", name="Terbitkan", exact=True).click()
    expect(rina.locator(".messages")).to_contain_text("sudah terbit")
    address = rina.get_by_role("link", name="Lihat halamannya").get_attribute("href") or ""
    plain_page.goto(new_paper.url(address[address.index("/global/") :]))
    panel = plain_page.locator("details.how-we-know")
    expect(panel.locator(".chain").first).not_to_be_visible()
    panel.locator("summary").click()
    expect(panel.locator(".chain").first).to_contain_text("John Kirby")
    expect(plain_page.locator(".quote .claim")).to_have_text(QUOTE)
    plain_page.locator(".quote .claim-mark").click()
    expect(panel.locator("li:target")).to_contain_text(QUOTE)


def moved_about(rina: Page, text: Locator) -> None:
    """Cut, undone, and moved to another paragraph: the words keep their source, and nothing else has it."""
    said, card = rina.locator(".kabar-said"), rina.locator(".kabar-attributions__list ol > li")
    text.click()
    rina.keyboard.press("Control+a")
    rina.keyboard.press("Control+x")
    expect(said).to_have_count(0)
    rina.keyboard.press("Control+z")
    expect(said).to_have_text(SENTENCE)
    add_block(rina, "Paragraf")
    text.click()
    rina.keyboard.press("Control+a")
    rina.keyboard.press("Control+x")
    rina.locator("[data-contentpath=body] .public-DraftEditor-content").last.click()
    rina.keyboard.press("Control+v")
    expect(said).to_have_text(SENTENCE)
    expect(text).not_to_contain_text("Keterangan")
    expect(card).to_contain_text("John Kirby")


def a_quote_set_apart(rina: Page) -> None:
    """A quote keeps its source while it is mended, loses it with its words, and gets it back by undoing."""
    add_block(rina, "Kutipan")
    words, source = (
        rina.locator("[data-contentpath=text] textarea"),
        rina.locator(".kabar-quote-source button"),
    )
    words.click()
    rina.keyboard.type("Tidak ada satu pun yang bnar.")
    rina.keyboard.press("Control+'")
    rina.keyboard.press("k")
    rina.keyboard.press("Enter")
    expect(source.first).to_have_text("John Kirby")
    words.fill(QUOTE)
    expect(source.first).to_have_text("John Kirby")
    words.press("Control+a")
    words.press("Control+x")
    expect(source.first).to_have_text("Kata siapa?")
    words.press("Control+z")
    expect(words).to_have_value(QUOTE)
    expect(source.first).to_have_text("John Kirby")
    words.fill("Sama sekali lain.")
    expect(source.first).to_have_text("Kata siapa?")
    words.fill(QUOTE)
    expect(source.first).to_have_text("John Kirby")


def add_block(rina: Page, kind: str) -> None:
    rina.locator("[data-contentpath=body] button.c-sf-add-button").last.click()
    rina.get_by_role("option", name=kind, exact=True).click()
    rina.locator("[data-contentpath=body] button.c-sf-add-button").last.scroll_into_view_if_needed()


def test_a_name_is_sealed_in_the_browser_and_nowhere_plain(new_paper: WalkingPaper, rina: Page) -> None:
    sent: list[str] = []
    rina.on("request", lambda request: sent.append(request.post_data or ""))
    rina.goto(new_paper.url(f"{NEWSROOM}sources/key/"))
    with rina.expect_download() as given:
        rina.get_by_role("button", name="Buat kunci saya").click()
    key = given.value.path().read_text("utf-8")
    expect(rina.get_by_role("status").last).to_contain_text("terdaftar")
    rina.goto(new_paper.url(f"{NEWSROOM}sources/sealed/2/"))
    rina.get_by_label("Nama", exact=True).fill("Étienne Kusumo")
    rina.get_by_role("button", name="Segel", exact=True).click()
    expect(rina.locator("kabar-seal [role=status]")).to_contain_text("Tersegel")
    rina.reload()
    rina.locator("kabar-unseal input[type=password]").fill(key)
    rina.get_by_role("button", name="Buka", exact=True).click()
    expect(rina.locator("kabar-unseal [role=status]")).to_contain_text("Étienne Kusumo")

    assert not any("usumo" in text or "AGE-SECRET" in text for text in sent)
    database = new_paper.folder / "var" / "kabar.sqlite3"
    with sqlite3.connect(database) as opened:
        (ciphertext,) = opened.execute("SELECT ciphertext FROM kabar_sources_sealedidentity").fetchone()
    identity = pyrage.x25519.Identity.from_str(re.search(r"AGE-SECRET-KEY-1\w+", key)[0])  # type: ignore[index]
    assert json.loads(pyrage.decrypt(ciphertext.encode(), [identity]))["name"] == "Étienne Kusumo"
    for file in new_paper.folder.rglob("*"):
        if file.is_file() and file.suffix not in {".js", ".jpg", ".avif", ".webp", ".png"}:
            kept = file.read_bytes()
            assert b"usumo" not in kept and b"AGE-SECRET" not in kept, file
