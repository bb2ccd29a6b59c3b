"""Budi comes back to what he read: he sees what changed and nothing else, also without a line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tools.walking_paper import WalkingPaper, walk

pytestmark = [pytest.mark.browser, pytest.mark.once]
STAGE = """
import json
import re
from kabar.live.services import open_live
from kabar.live.testing import an_entry
from kabar.sources.testing import a_source
from kabar.stories.attributions.models import Attribution
from kabar.stories.services import publish, save_draft
from kabar.stories.testing import a_draft, a_live_story, rina

said = '<p><span data-attribution="{0}">Kata {0}, air naik.</span></p>'
table = {"columns": [{"type": "text", "heading": h} for h in ("Desa", "Korban")],
         "rows": [{"values": ["Sekar", "3 korban"]}, {"values": ["Mawar", "2 korban"]}], "caption": "Korban"}
body = [("paragraph", said.format(key)) for key in ("satu", "kedua", "tiga")]
body += [("fact_box", {"title": "Duduk perkara", "body": "<p>Sejak <i lang='en'>Monday morning</i>.</p>"})]
story = a_draft("Banjir merendam Sekar", standfirst="Warga mengungsi.", body=body)
block = {"type": "table", "value": table}
story.body = json.dumps([*story.body.get_prep_value(), block])
story.attributions = [Attribution(key=key, origin=a_source(key.title())) for key in ("satu", "kedua", "tiga")]
save_draft(story)
publish(story, by=rina())
other = a_live_story("Jembatan dibuka", body=[("paragraph", "<p>Lancar.</p>")])
flood = open_live(a_live_story("Langsung: banjir", body=[("paragraph", "<p>Naik.</p>")]), by=rina())
an_entry(flood, "Air di Pos Sekar naik.")
an_entry(flood, "Tanggul bertahan.")
long = open_live(a_live_story("Erupsi berhari-hari", body=[("paragraph", "<p>Abu.</p>")]), by=rina())
for number in range(1, 36):
    an_entry(long, f"Letusan ke-{number}.", title=f"Letusan {number}", key_moment=number == 3)
print(json.dumps([story.path, other.path, flood.story.path, long.story.path]))
"""
CHANGE = """
import json
import re
from kabar.stories.models import Story
from kabar.stories.services import publish, save_draft
from kabar.stories.testing import rina
story = Story.objects.get(path={path!r}).latest_revision.as_object()
{change}
save_draft(story)
publish(story, by=rina())
"""
#: The passage stays as it was, and what stands behind it is counted anew.
UNMARKED = """
text = json.dumps(list(story.body.raw_data))
plain = "Kata satu, air naik."
story.body = text.replace('<span data-attribution=\\\\"satu\\\\">' + plain + '</span>', plain)
story.attributions = [each for each in story.attributions.all() if each.key != 'satu']
"""
REWRITTEN = """
story.headline, story.standfirst = "Banjir merendam Mawar", "Warga kembali."
text = json.dumps(list(story.body.raw_data))
story.body = text.replace("3 korban", "999 korban").replace("Sejak", "Mulai")
"""
TOLD = """
from kabar.live import services
from kabar.live.models import LiveStory
from kabar.live.queries import told
from kabar.live.testing import an_entry
from kabar.stories.testing import rina
flood = LiveStory.objects.get(story__headline__startswith="Langsung")
services.correct(told(flood)[0], "Tanggul jebol.", "Jebol, bukan bertahan.", by=rina())
an_entry(flood, "Warga mengungsi.")
"""
CORRECTED = """
from kabar.live import services
from kabar.live.models import Entry
from kabar.live.testing import an_entry
from kabar.stories.testing import rina
first = Entry.objects.get(title="Letusan 1")
services.correct(first, "Letusan pertama.", "Pertama, bukan ke-1.", by=rina())
an_entry(first.live_story, "Letusan ke-36.")
"""
#: A voice for a machine that has none: it remembers what it was to say.
VOICE = """self.heard = [];
Object.defineProperty(self, 'speechSynthesis', {value: {
  cancel() { document.documentElement.dataset.done = 1 },
  speak(said) { heard.push(said.text); setTimeout(() => said.dispatchEvent(new Event('end'))) }}})"""

Staged = tuple[WalkingPaper, list[str]]


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staged]:
    """A paper on its feet and its stories: one with all kinds of blocks, a short one, two told live."""
    with walk(tmp_path_factory.mktemp("back") / "paper", demo=False) as paper:
        yield paper, json.loads(paper.python(STAGE))


@pytest.fixture
def budi(browser: Browser, hear: Callable[[Page], list[str]]) -> Iterator[Page]:
    """A phone that never was here."""
    context: BrowserContext = browser.new_context(locale="id-ID", viewport={"width": 390, "height": 844})
    page = context.new_page()
    hear(page)
    yield page
    context.close()


def read(page: Page, url: str) -> None:
    """Have a story open for as long as it takes to count as read."""
    page.goto(url)
    expect(page.get_by_role("button", name="Perbesar teks")).to_be_visible()
    page.wait_for_timeout(5_500)


def marked(page: Page) -> Any:
    """What the page says changed."""
    return [" ".join(text.split()) for text in page.locator(".is-changed").all_inner_texts()]


def test_what_changed_is_what_a_reader_reads_differently_now(budi: Page, staged: Staged) -> None:
    paper, (path, _other, flood, _long) = staged
    read(budi, paper.url(path))
    paper.python(CHANGE.format(path=path, change=UNMARKED))
    budi.reload()
    expect(budi.locator(".claim-mark")).to_have_count(2)
    expect(budi.get_by_role("button", name="Perbesar teks")).to_be_visible()
    assert marked(budi) == [], "a claim lost its mark, and no word changed"
    paper.python(CHANGE.format(path=path, change=REWRITTEN))
    budi.reload()
    expect(budi.get_by_text("Berita ini berubah sejak Anda membacanya.")).to_be_visible()
    changed = ["Banjir merendam Mawar", "Warga kembali.", "Mulai Monday morning.", "Sekar 999 korban"]
    assert marked(budi) == changed

    read(budi, paper.url(flood))
    paper.python(TOLD)
    expect(budi.get_by_text("Tanggul jebol.")).to_be_visible(timeout=5_000)
    other = budi.context.new_page()
    other.goto(paper.url(flood))
    expect(other.get_by_text("Berita ini berubah sejak Anda membacanya.")).to_be_visible()
    assert len(marked(other)) == 2 and "Air di Pos Sekar naik." not in " ".join(marked(other))


def test_what_was_read_last_is_there_without_a_line_from_the_first_page_on(
    budi: Page, staged: Staged
) -> None:
    paper, (path, other, *_live) = staged
    read(budi, paper.url(path))
    stands = budi.url
    read(budi, paper.url(f"{other}?utm_source=wa"))
    budi.context.set_offline(True)
    budi.goto(stands)
    expect(budi.locator("h1")).to_contain_text("Banjir merendam")
    expect(budi.get_by_role("button", name="Perbesar teks")).to_be_visible()
    assert budi.evaluate("getComputedStyle(document.querySelector('.story-body')).lineHeight") != "normal"
    for place in ("/", "/global/", "/cari/?q=banjir", "/global/2020/01/01/tidak-pernah-dibaca"):
        budi.goto(paper.url(place))
        expect(budi.get_by_text("Tidak ada sambungan ke halaman yang Anda minta.")).to_be_visible()
        expect(budi.locator(".shelf-read li a")).to_have_text(
            ["Jembatan dibuka", re.compile("Banjir merendam")]
        )
    budi.goto(paper.url("/offline"))
    budi.get_by_role("button", name="Hapus: Jembatan dibuka").click()
    expect(budi.locator(".shelf-read li a")).to_have_count(1)
    budi.goto(paper.url(other))
    expect(budi.get_by_text("Tidak ada sambungan ke halaman yang Anda minta.")).to_be_visible()
    for place in ("/redaksi/", "/akun/", "/langganan/", "/-/whole/1"):
        with pytest.raises(Error, match=r"ERR_(FAILED|INTERNET_DISCONNECTED)"):
            budi.context.new_page().goto(paper.url(place))


def test_what_somebody_read_leaves_the_device_with_them(budi: Page, staged: Staged) -> None:
    paper, (path, *_others) = staged
    read(budi, paper.url(path))
    budi.evaluate("localStorage['kabar:account'] = '7'")
    budi.goto(paper.url("/offline"))
    expect(budi.locator(".shelf-read li")).to_have_count(0)
    assert budi.evaluate("localStorage['kabar:read']") == "{}"
    assert budi.evaluate("caches.open('kabar-read').then((one) => one.keys()).then((all) => all.length)") == 0


def test_a_link_to_an_entry_that_left_the_page_leads_on_to_where_it_stands(
    budi: Page, staged: Staged
) -> None:
    paper, (*_others, long) = staged
    budi.goto(paper.url(long))
    third = budi.get_by_role("link", name=re.compile("Letusan 3$"))
    third.click()
    expect(budi.get_by_text("Letusan ke-3.")).to_be_in_viewport()
    anchor = budi.url.partition("#")[2]
    for name in ("Entri lebih baru", "Entri lebih baru"):
        budi.get_by_role("link", name=name).click()
    expect(budi.locator(".live-entry").first).to_contain_text("Letusan ke-35.")

    budi.goto("about:blank")
    budi.goto(paper.url(f"{long}#{anchor}"))
    expect(budi.get_by_text("Letusan ke-3.")).to_be_in_viewport()
    assert budi.url == paper.url(f"{long}/live/1#{anchor}")

    before = budi.evaluate("getComputedStyle(document.querySelector('.live-words')).fontSize")
    budi.get_by_role("button", name="Perbesar teks").click()
    assert budi.evaluate("getComputedStyle(document.querySelector('.live-words')).fontSize") != before
    budi.evaluate(VOICE)
    budi.get_by_role("button", name="Dengarkan").click()
    expect(budi.locator("html")).to_have_attribute("data-done", "1")
    assert "Letusan ke-3." in budi.evaluate("heard") and "Letusan ke-35." not in budi.evaluate("heard")


def test_who_follows_is_not_told_that_an_old_entry_is_new(budi: Page, staged: Staged) -> None:
    paper, (*_others, long) = staged
    budi.goto(paper.url(long))
    expect(budi.locator(".live-entry")).to_have_count(15)
    paper.python(CORRECTED)
    expect(budi.locator(".live-entry").first).to_contain_text("Letusan ke-36.", timeout=5_000)
    expect(budi.locator(".live-entry")).to_have_count(16)
    expect(budi.get_by_text("Letusan pertama.")).to_have_count(0)
