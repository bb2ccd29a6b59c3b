"""Two editors open one story; Rina attributes and embargoes it and goes home, and it lifts on the second."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.faults.test_a_paper_under_fire import children
from tests.journeys.test_write_publish_read_correct import STAFF, Desk
from tools.walking_paper import WalkingPaper

pytestmark = [pytest.mark.browser, pytest.mark.once]
SOURCE = """
from kabar.sources.models import Source
Source.objects.create(public_label="Sri Wahyuni", role="bupati")
"""
SENTENCE = "Pemerintah daerah melepas sahamnya, kata bupati itu."
#: Time enough for the form on a busy machine.
AHEAD = 15


@pytest.fixture
def ayu(browser: Browser, new_paper: WalkingPaper) -> Iterator[Desk]:
    """Ayu at her computer, in a paper with staff and a source."""
    new_paper.python(STAFF + SOURCE)
    context = browser.new_context(locale="id-ID", viewport={"width": 1280, "height": 800})
    yield Desk(new_paper, context.new_page(), "ayu")
    context.close()


def the_jobs(paper: WalkingPaper) -> int:
    """Return the process that keeps the schedule: the last of the forks."""
    return max(pid for pid, command in children(paper).items() if "kabar.newsstand" not in command)


def test_two_editors_share_a_story_and_its_embargo_lifts_on_the_second_while_its_keeper_is_killed(
    new_paper: WalkingPaper, ayu: Desk, page: Page, plain_page: Page
) -> None:
    ayu.begin()
    ayu.headline("Bank daerah dijual")
    ayu.paragraph(SENTENCE)
    ayu.keep()
    rina = Desk(new_paper, page, "rina")
    page.get_by_role("link", name="Bank daerah dijual").click()

    # Each sees that the other one is there.
    for screen, other in ((page, "Ayu Lestari"), (ayu.page, "Rina Wulandari")):
        screen.locator(".w-editing-sessions__session").hover()
        expect(screen.get_by_role("tooltip")).to_contain_text(f"{other} - Sedang membaca")
        screen.mouse.move(0, 0)

    # Who keeps second is told, and nothing of the first one's is covered before they say so.
    rina.headline("Bank daerah dijual diam-diam")
    rina.keep()
    ayu.headline("Bank daerah dilepas")
    told = ayu.page.get_by_label("Rina Wulandari menyimpan versi baru").first
    # The form asks every ten seconds.
    expect(told).to_be_attached(timeout=40_000)
    ayu.page.get_by_role("button", name="Simpan draf").click()
    warning = ayu.page.get_by_role("dialog")
    expect(warning).to_contain_text("Rina Wulandari menyimpan versi baru")
    page.reload()
    expect(page.locator("#id_headline")).to_have_value("Bank daerah dijual diam-diam")
    warning.get_by_role("button", name="Simpan draf").click()
    ayu.told("disimpan")
    expect(ayu.page.locator("#id_headline")).to_have_value("Bank daerah dilepas")

    # Rina takes the story; while it is hers, Ayu reads it.
    page.reload()
    page.get_by_role("button", name="Buka atau tutup keadaan").click()
    with page.expect_navigation():
        page.get_by_text("Kunci", exact=True).click()
    ayu.page.reload()
    expect(ayu.page.locator(".messages")).to_contain_text(re.compile("dikunci.*Rina Wulandari"))
    expect(ayu.page.get_by_role("button", name="Simpan draf")).to_have_count(0)
    ayu.page.goto("about:blank")

    # She says who says so, holds the story back, and goes home.
    page.locator("[data-contentpath=body] .public-DraftEditor-content").first.click(click_count=3)
    for keys in ("Control+'", "s", "Enter"):
        page.keyboard.press(keys)
    expect(page.locator(".kabar-said")).to_have_text(SENTENCE)
    rina.keep()
    page.get_by_role("link", name="Atur jam atau embargo").click()
    hour = datetime.now(ZoneInfo("Asia/Jakarta")).replace(microsecond=0) + timedelta(seconds=AHEAD)
    page.get_by_label("Hari").first.fill(f"{hour:%Y-%m-%d}")
    page.get_by_label("Jam", exact=True).first.fill(f"{hour:%H:%M:%S}")
    page.get_by_role("button", name="Embargo sampai jam itu").click()
    rina.told("Diembargo")
    page.goto("about:blank")

    def front() -> str:
        return plain_page.request.get(new_paper.url("/")).text()

    os.kill(the_jobs(new_paper), signal.SIGKILL)
    time.sleep(max(0.0, hour.timestamp() - 0.5 - time.time()))
    assert "Bank daerah" not in front()
    os.kill(the_jobs(new_paper), signal.SIGKILL)
    while "Bank daerah" not in front():
        assert time.time() < hour.timestamp() + 15, "the embargo did not lift"
        time.sleep(0.05)
    assert time.time() >= hour.timestamp()
    plain_page.goto(new_paper.url("/"))
    plain_page.get_by_role("link", name="Bank daerah dilepas").first.click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Bank daerah dilepas")
    plain_page.locator("details.how-we-know summary").click()
    expect(plain_page.locator("details.how-we-know .chain")).to_contain_text("Sri Wahyuni")
