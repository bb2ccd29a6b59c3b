"""Budi reads with the keys alone and Sari by ear: the way, and what a screen reader tells."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tools.walking_paper import WalkingPaper, walk

pytestmark = [pytest.mark.browser, pytest.mark.once]
STAGE = """
import json
from kabar.advertising.models import Form
from kabar.advertising.places import Place
from kabar.advertising.testing import a_banner, a_campaign
from kabar.glossary.models import Term
from kabar.live.services import open_live, summarise
from kabar.live.testing import an_entry
from kabar.pictures.testing import a_picture
from kabar.sections.models import Section
from kabar.stories.testing import a_live_story, a_section, rina
from kabar.topics.models import Topic

pictures = [{"picture": a_picture(), "caption": f"Tahap {n}"} for n in (1, 2, 3)]
said = {"text": "The bridge is gone.", "language": "en", "who": "John Kirby", "role": "", "attribution": ""}
gloss = '<p>Kata <abbr title="Badan Nasional Penanggulangan Bencana">BNPB</abbr>, air naik. Desa sepi.</p>'
text = [("paragraph", gloss), ("quote", said), ("gallery", {"title": "Jembatan", "pictures": pictures})]
Term.objects.create(word="Desa", meaning="Wilayah terkecil yang punya kepala sendiri.")
topic = Topic.objects.create(name="Jembatan", slug="jembatan")
story = a_live_story("Jembatan desa putus", body=text, topics=[topic], lead_picture=pictures[0]["picture"])
closed = a_live_story("Untuk anggota", body=[("paragraph", "<p>Satu.</p>")] * 9, access="members")
flood = open_live(a_live_story("Banjir kiriman"), by=rina())
summarise(flood, "- Air naik", by=rina())
an_entry(flood, "Siaga satu di Pos Sekar.", title="Siaga", key_moment=True)
a_campaign(places=(Place.FRONT_TOP,), form=Form.PICTURE, data=a_banner(320, 100))
print(json.dumps([story.path, closed.path, flood.story.path]))
"""
FOCUSED = """() => { const at = document.activeElement;
  return (at.getAttribute('aria-label') || at.textContent).trim().replace(/\\s+/g, ' ') }"""
#: Whatever moves by itself longer than a blink, when the reader asked for none of it.
MOVING = """() => document.getAnimations().filter(one => one.effect.getComputedTiming().activeDuration > 10)
  .map(one => one.effect.target?.className ?? '')"""
#: A voice for a machine that has none: it says every word in turn, and a moment later that it is done.
VOICE = """self.heard = [];
Object.defineProperty(self, 'speechSynthesis', {value: {cancel() {}, async speak(said) {
  said.dispatchEvent(new Event('start'));
  for (const word of said.text.matchAll(/\\S+/g)) {
    const at = {name: 'word', charIndex: word.index, charLength: word[0].length};
    said.dispatchEvent(Object.assign(new Event('boundary'), at));
    const shown = [...CSS.highlights.get('kabar-spoken')].map(String).join();
    heard.push([said.lang, word[0], shown, document.querySelectorAll('.is-spoken').length]);
    document.documentElement.dataset.heard = heard.length;
    await new Promise(done => setTimeout(done));
  }
  said.dispatchEvent(new Event('end'));
}}})"""


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[WalkingPaper, list[str]]]:
    """A paper on its feet and its three stories: an open one, one for members, one told live."""
    with walk(tmp_path_factory.mktemp("by-ear") / "paper", demo=False) as paper:
        yield paper, json.loads(paper.python(STAGE))


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser whose reader wants nothing to move."""
    agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"
    one = browser.new_context(
        locale="id-ID", reduced_motion="reduce", viewport={"width": 390, "height": 844}, user_agent=agent
    )
    yield one
    one.close()


@pytest.fixture
def read(
    staged: tuple[WalkingPaper, list[str]], context: BrowserContext, hear: Callable[[Page], list[str]]
) -> Iterator[Callable[[str], Page]]:
    """Open a page of the paper."""
    page = context.new_page()
    hear(page)

    def opened(path: str) -> Page:
        page.goto(staged[0].url(path), wait_until="networkidle")
        return page

    yield opened
    page.close()


def tab_to(page: Page, words: str, most: int = 40) -> list[str]:
    """Press Tab until something of these words has the focus; what had it on the way."""
    passed: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(FOCUSED))
        if words in passed[-1]:
            return passed
    raise AssertionError(f"{words!r} is not reached by Tab: {passed}")


def told(page: Page, selector: str) -> str:
    """What a screen reader is told of a part of the page."""
    return str(page.locator(selector).first.aria_snapshot())


def test_the_keys_lead_past_the_menu_through_it_and_to_the_search(read: Any) -> None:
    page = read("/")
    assert tab_to(page, "Langsung ke isi")[0] == "Langsung ke isi", "the first key leads past everything"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page = read("/")
    tab_to(page, "Menu")
    page.keyboard.press("Enter")
    tab_to(page, "Global", most=3)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Global")).to_be_visible()
    tab_to(page, "Cari")
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox")).to_be_visible()
    tab_to(page, "")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("jembatan")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Jembatan desa putus")).to_be_visible()


def test_a_front_is_told_in_its_order_with_its_labels_and_its_ad_is_closed_by_key(read: Any) -> None:
    page = read("/")
    tree = told(page, "body")
    for part in ("banner", "navigation", "main", "contentinfo"):
        assert f"- {part}" in tree, f"no {part}:\n{tree}"
    lead = told(page, "article.lead")
    assert '- heading "Jembatan desa putus" [level=2]' in lead
    flood = page.locator("article", has=page.get_by_role("link", name="Banjir kiriman")).first.aria_snapshot()
    assert flood.index("Langsung") < flood.index("Banjir kiriman")
    assert "Iklan" in told(page, '.ad[data-ad="front-top"]')
    page.get_by_role("button", name="Tutup iklan").focus()
    page.keyboard.press("Enter")
    expect(page.locator('.ad[data-ad="front-top"] img')).to_have_count(0)


def test_a_story_is_told_with_its_parts_named_and_foreign_words_in_their_language(
    read: Any, staged: tuple[WalkingPaper, list[str]]
) -> None:
    page = read(staged[1][0])
    tree = told(page, "article.story")
    assert '- heading "Jembatan desa putus" [level=1]' in tree
    for part in ('group "Alat bantu baca"', 'region "Jembatan"', "blockquote", "navigation"):
        assert part in tree, f"no {part}:\n{tree}"
    assert tree.count("- listitem") >= 3 and "Tahap 3" in tree
    expect(page.locator("blockquote")).to_have_attribute("lang", "en")
    assert page.evaluate("document.documentElement.lang") == "id"


def test_tools_and_words_explained_work_by_key_and_say_what_they_did(
    read: Any, staged: tuple[WalkingPaper, list[str]]
) -> None:
    page = read(staged[1][0])
    tab_to(page, "Perbesar teks")
    before = page.evaluate("getComputedStyle(document.querySelector('.story-body')).fontSize")
    page.keyboard.press("Enter")
    assert page.evaluate("getComputedStyle(document.querySelector('.story-body')).fontSize") != before
    tab_to(page, "BNPB")
    page.keyboard.press("Enter")
    tip = page.locator(".reading-word").first
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    assert "BNPB" in page.evaluate(FOCUSED), "the focus stays on the word"
    tab_to(page, "Desa")
    page.keyboard.press("Enter")
    expect(page.locator(".reading-word").nth(1)).to_have_text("Wilayah terkecil yang punya kepala sendiri.")
    expect(page.locator(".reading-word").nth(1)).to_be_in_viewport()
    assert page.url.endswith(staged[1][0]), "the meaning comes to the word, not the reader to the meaning"


def test_a_story_is_read_aloud_word_by_word_each_shown_in_its_language_and_its_marks_unsaid(
    read: Any, staged: tuple[WalkingPaper, list[str]]
) -> None:
    page = read(staged[1][0])
    page.evaluate(VOICE)
    page.get_by_role("button", name="Dengarkan").click()
    expect(page.locator("html")).to_have_attribute("data-heard", "15")
    expect(page.get_by_role("button", name="Dengarkan")).to_have_attribute("aria-pressed", "false")
    heard = page.evaluate("heard")
    assert [word for _lang, word, _shown, _blocks in heard][:3] == ["Jembatan", "desa", "putus"]
    assert [word for _lang, word, _shown, _blocks in heard][3:7] == ["Kata", "BNPB,", "air", "naik."]
    assert [word for lang, word, *_ in heard if lang == "en"] == ["The", "bridge", "is", "gone."]
    for _lang, word, shown, blocks in heard:
        assert word.startswith(shown) and shown, f"{word} is said, {shown} is shown"
        assert blocks == 1, "the block it is in is shown as well"
    assert page.evaluate("CSS.highlights.size + document.querySelectorAll('.is-spoken').length") == 0


def test_a_live_story_and_a_wall_are_told_and_nothing_moves_for_who_asked_for_that(
    read: Any, staged: tuple[WalkingPaper, list[str]]
) -> None:
    _open, closed, flood = staged[1]
    page = read(flood)
    live = told(page, "section.live")
    assert "Siaga satu di Pos Sekar." in live and "- status" in live and "- list" in live
    assert page.evaluate(MOVING) == []
    page = read(closed)
    assert "- region" in told(page, "section.story-rest") or "- heading" in told(page, "section.story-rest")
    tab_to(page, "Masuk", most=60)


@pytest.mark.parametrize(
    "path", ["/", "/global/", "/topik/jembatan/", "/cari/?q=jembatan", "/tentang/", "/tidak/ada"]
)
def test_every_kind_of_page_names_itself_once_and_its_landmarks_apart(read: Any, path: str) -> None:
    page = read(path)
    assert page.get_by_role("main").count() == 1 and page.locator("h1").count() == 1
    names = page.locator("nav").evaluate_all(
        "all => all.map(one => one.getAttribute('aria-label') "
        "|| document.getElementById(one.getAttribute('aria-labelledby'))?.textContent)"
    )
    assert None not in names and len(names) == len(set(names)), names
    assert page.evaluate(MOVING) == []
