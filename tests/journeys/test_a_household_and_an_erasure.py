"""Sari shares her membership with Budi, reads it saving data, and has her account erased: ads come and go."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tools.walking_paper import WalkingPaper, walk

pytestmark = [pytest.mark.browser, pytest.mark.once]
#: An ad on every story, a closed story, and a household that Sari pays for.
STAGE = """
import json
from kabar.advertising.places import Place
from kabar.advertising.testing import a_campaign
from kabar.membership.testing import a_family_plan, at_the_counter, paid
from kabar.readers.door import sessions
from kabar.readers.testing import a_reader
from kabar.stories.testing import a_live_story
paragraph = ('paragraph', '<p>Warga menyeberang sejak pagi.</p>')
a_campaign(places=(Place.AFTER_STORY,))
story = a_live_story('Jembatan desa dibuka', body=[paragraph] * 4)
closed = a_live_story('Kapal anggota', access='members', body=[
    paragraph, ('members_from', None), ('paragraph', '<p>Kata kenarikuning di bagian anggota.</p>')])
sari, budi = a_reader('sari@example.id', name='Sari'), a_reader('budi@example.id', name='Budi')
plan = a_family_plan()
plan.entitlements = ['ad_free', 'members_only']
plan.save()
with at_the_counter() as gateway:
    paid(gateway, sari, plan)
secrets = [sessions.begin(who, device='Ponsel', how='code')[1] for who in (sari, budi)]
print(json.dumps([story.path, closed.path, *secrets]))
"""
ERASE = """
from kabar import clock
from kabar.readers import leaving
from kabar.readers.models import Reader
Reader.objects.exclude(leaving=None).update(leaving=clock.now() - leaving.AFTER)
print(sum(leaving.erase(reader) for reader in leaving.due()))
"""


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WalkingPaper]:
    """A paper of its own."""
    with walk(tmp_path_factory.mktemp("household") / "paper", demo=False) as walking:
        yield walking


def a_phone(browser: Browser, paper: WalkingPaper, secret: str, **more: object) -> BrowserContext:
    """A telephone on which somebody is signed in."""
    phone = browser.new_context(locale="id-ID", viewport={"width": 390, "height": 844}, **more)
    for name, value in (("kabar_reader", secret), ("kabar_known", "1")):
        phone.add_cookies([{"name": name, "value": value, "url": paper.address}])
    return phone


def invitation(paper: WalkingPaper) -> str:
    """The link of the mail that invites to a seat."""
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        for file in (paper.folder / "var/mail").glob("*.log"):
            text = message_from_bytes(file.read_bytes().split(b"\n-----")[0], policy=policy.default)
            if text["To"] == "budi@example.id" and (found := re.search(r"http://\S+", text.get_content())):
                return found[0]
        time.sleep(0.1)
    raise AssertionError("no invitation came")


def until(page: Page, ads: int, seconds: float) -> None:
    """Load an open page anew until it has so many boxes of advertising."""
    begun = time.monotonic()
    while page.reload() and page.locator(".ad").count() != ads:
        assert time.monotonic() - begun < seconds
        page.wait_for_timeout(200)


def test_a_seat_is_offered_taken_and_taken_back_and_the_payer_is_erased(
    paper: WalkingPaper, browser: Browser, hear: Callable[[Page], list[str]]
) -> None:
    path, closed, sari, budi = json.loads(paper.python(STAGE))
    hers, his = (a_phone(browser, paper, secret) for secret in (sari, budi))
    room, story, account, reads = hers.new_page(), hers.new_page(), his.new_page(), his.new_page()
    for window in (room, story, account, reads):
        hear(window)
    reads.goto(paper.url(path))
    assert reads.locator(".ad").count() == 1

    room.goto(paper.url("/akun/membership/"))
    room.get_by_label("Undang seseorang").fill("budi@example.id")
    room.get_by_role("button", name="Kirim undangan").click()
    expect(room.locator(".room-list").first).to_contain_text("budi@example.id")
    account.goto(invitation(paper))
    account.get_by_role("button", name="Ambil kursinya").click()
    expect(account.get_by_text("Sari berbagi Keluarga dengan Anda")).to_be_visible()
    until(reads, 0, 2)

    room.reload()
    room.get_by_role("button", name="budi@example.id").click()
    until(reads, 1, 5)

    # A member who saves data reads the closed story to its end, without a script and without an ad.
    lite = a_phone(browser, paper, sari, java_script_enabled=False)
    asked: list[str] = []
    lite.on("request", lambda request: asked.append(request.url))
    plain = lite.new_page()
    plain.goto(paper.url("/akun/"))
    plain.goto(paper.url(closed))
    plain.locator(".data-saver a").click()
    expect(plain).to_have_url(paper.url(closed))
    asked.clear()
    plain.reload()
    assert plain.locator("script, img, .ad, iframe").count() == 0
    plain.get_by_role("link", name="Saya anggota: baca terus").click()
    expect(plain.locator(".story-body")).to_contain_text("kenarikuning")
    assert plain.locator("script, img, .ad, iframe").count() == 0
    assert not [url for url in asked if "/-/ads" in url or "advertising" in url]

    story.goto(paper.url(path))
    until(story, 0, 2)
    room.goto(paper.url("/akun/data/"))
    room.get_by_label("Saya yakin").check()
    room.get_by_role("button", name="Hapus akun saya").click()
    expect(room.get_by_role("button", name="Pertahankan akun saya")).to_be_visible()
    until(story, 0, 2)
    assert paper.python(ERASE).strip() == "1"
    until(story, 1, 5)
    room.goto(paper.url("/akun/membership/"))
    expect(room.get_by_role("heading", name="Masuk atau bergabung")).to_be_visible()
    plain.goto(paper.url(closed))
    plain.get_by_role("link", name="Saya anggota: baca terus").click()
    assert "kenarikuning" not in plain.content()
