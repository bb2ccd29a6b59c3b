"""Ayu tells a flood live from her phone; Budi reads along without touching the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tools.walking_paper import WalkingPaper, walk

pytestmark = [pytest.mark.browser, pytest.mark.once]
WORD = "kopi-pahit-7"
STAFF = f"""
from kabar.staff.models import Author, User
from kabar.staff.roles import Role, give
from kabar.stories.models import StoryByline
from kabar.stories.testing import a_live_story
from kabar.live.services import open_live
user = User.objects.create_user("ayu", "ayu@example.id", "{WORD}", first_name="Ayu", last_name="Lestari")
give(user, Role.WRITER)
Author.objects.create(name=str(user), slug="ayu-lestari", user=user)
rina = User.objects.create_superuser("rina", "rina@example.id", "{WORD}")
story = a_live_story("Banjir kiriman merendam bantaran Kali Sekar", body=[("paragraph", "<p>Naik.</p>")])
open_live(story, by=rina)
print(story.pk, story.path)
"""


@pytest.fixture(scope="module")
def flood(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[WalkingPaper, int, str]]:
    with walk(tmp_path_factory.mktemp("live") / "paper", demo=False) as paper:
        pk, path = paper.python(STAFF).split()
        yield paper, int(pk), path


def test_a_flood_is_told_from_a_phone_and_followed(
    flood: tuple[WalkingPaper, int, str], browser: Browser, hear: Callable[[Page], list[str]]
) -> None:
    paper, pk, path = flood
    budi = browser.new_page(locale="id-ID", viewport={"width": 390, "height": 844})
    hear(budi)
    budi.goto(paper.url(path))
    expect(budi.get_by_text("Entri pertama segera tiba.")).to_be_visible()
    asked: list[str] = []
    budi.on("request", lambda request: asked.append(request.url))

    ayu = browser.new_page(locale="id-ID", viewport={"width": 390, "height": 844})
    ayu.goto(paper.url(f"/redaksi/live/{pk}/"))
    ayu.get_by_label("Nama pengguna").fill("ayu")
    ayu.get_by_label("Kata sandi").fill(WORD)
    ayu.get_by_role("button", name="Masuk").click()
    ayu.get_by_label("Yang terjadi").fill("Air di Pos Sekar 310 sentimeter.")
    ayu.get_by_role("button", name="Kirim").click()
    expect(ayu.get_by_text("Entri sudah tayang.")).to_be_visible()
    assert ayu.evaluate("document.documentElement.scrollWidth") <= 390

    expect(budi.get_by_text("Air di Pos Sekar 310 sentimeter.")).to_be_visible(timeout=5_000)
    assert not [url for url in asked if path in url], "the page was loaded anew"

    ayu.get_by_text("Koreksi, tarik, jadikan berita").click()
    ayu.get_by_label("Teks yang benar").fill("Air di Pos Sekar 301 sentimeter.")
    ayu.get_by_label("Yang keliru").fill("301, bukan 310.")
    ayu.get_by_role("button", name="Koreksi").click()
    expect(budi.get_by_text("301, bukan 310.")).to_be_visible(timeout=5_000)
    expect(budi.locator(".live-entry")).to_have_count(1)

    budi.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    budi.evaluate("document.querySelector('.live-entries').style.minBlockSize = '300vh'")
    budi.locator(".live-entry").last.evaluate(
        "entry => window.scrollBy(0, entry.getBoundingClientRect().bottom)"
    )
    ayu.get_by_label("Yang terjadi").fill("Tanggul ditambal.")
    ayu.get_by_role("button", name="Kirim").click()
    more = budi.get_by_role("button", name="Tampilkan 1 entri baru")
    more.click(timeout=5_000)
    expect(budi.locator(".live-entry").first).to_contain_text("Tanggul ditambal.")

    plain = browser.new_page(locale="id-ID", java_script_enabled=False)
    plain.goto(paper.url(path))
    expect(plain.locator(".live-entry")).to_have_count(2)
    expect(plain.get_by_role("link", name="Muat yang terbaru")).to_be_visible()
    assert re.search(r"/live\.[0-9a-f]+\.js", plain.content())


UPDATE = """
from kabar.stories.models import Story
from kabar.stories.services import publish, save_draft
story = Story.objects.get(pk={pk})
story.body = [("paragraph", "<p>Naik.</p>"), ("paragraph", "<p>Warga mengungsi ke balai desa.</p>")]
save_draft(story)
publish(story)
"""


def test_a_reader_saves_a_story_reads_it_without_a_line_and_sees_what_changed(
    flood: tuple[WalkingPaper, int, str], browser: Browser, hear: Callable[[Page], list[str]]
) -> None:
    paper, pk, path = flood
    context = browser.new_context(locale="id-ID", viewport={"width": 390, "height": 844})
    page = context.new_page()
    hear(page)
    page.goto(paper.url(path))
    page.get_by_role("button", name="Perbesar teks").click()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("button", name="Tersimpan")).to_have_attribute("aria-pressed", "true")
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.textSize") == "large"
    # The page's policy refuses what a wait for a script would evaluate; read is what stayed open so long.
    page.wait_for_timeout(6_000)
    assert path in page.evaluate("localStorage['kabar:read']")

    paper.python(UPDATE.format(pk=pk))
    page.reload()
    expect(page.get_by_text("Berita ini berubah sejak Anda membacanya.")).to_be_visible()
    expect(page.locator(".is-changed")).to_have_text(["Warga mengungsi ke balai desa."])

    context.set_offline(True)
    page.goto(paper.url(path))
    expect(page.get_by_text("Warga mengungsi ke balai desa.")).to_be_visible()
    page.goto(paper.url("/global/2020/01/01/tidak-pernah-dibaca"))
    expect(page.get_by_role("link", name="Banjir kiriman")).to_be_visible()
    context.set_offline(False)
    context.close()
